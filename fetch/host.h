/*
 * host: who may be asked next. Each host has a queue of its own and is asked one thing at a time,
 * with a pause between; hosts do not wait for each other. Time is handed in, in milliseconds on any
 * clock that never goes back.
 */
#ifndef FETCH_HOST_H
#define FETCH_HOST_H

#include <stdbool.h>
#include <stdint.h>

struct hosts;
struct host;

struct hosts *hosts_new(void);
void hosts_free(struct hosts *hosts); /* accepts NULL; items still queued are left alone */

/* The host of that name (compared byte by byte), made where it is new; lives as long as hosts. */
struct host *hosts_get(struct hosts *hosts, const char *name);

/* Puts an item at the end of a host's queue. The pointer is only handed back, never looked at. */
void host_add(struct hosts *hosts, struct host *host, void *item);

/* Puts an item that was taken back to the front of its host's queue. */
void host_put_back(struct hosts *hosts, struct host *host, void *item);

/*
 * The next item whose host may be asked at `now`, or NULL. Its host is then busy until host_done.
 * Hosts that may be asked for longest come first.
 */
void *hosts_take(struct hosts *hosts, int64_t now);

/* The host is not busy any more, and may be asked again from `not_before` on. */
void host_done(struct hosts *hosts, struct host *host, int64_t not_before);

/*
 * The pause that a host asks for between two requests, in milliseconds; the longest counts. And
 * whether it is not to be asked any more for now. Both are only kept here.
 */
void host_slow_down(struct host *host, int64_t pause);
int64_t host_pause(const struct host *host);
void host_close(struct host *host);
bool host_is_closed(const struct host *host);

/* Milliseconds until hosts_take gives something, or -1 when only host_add or host_done can help. */
int64_t hosts_wait(const struct hosts *hosts, int64_t now);

#endif
