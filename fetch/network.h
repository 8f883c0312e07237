/*
 * network: libcurl's transfers, and the sleep until something happens to one of them. Only those
 * are looked at to which something does (epoll(7), libcurl's "multi socket" interface), so that
 * hundreds of slow servers cost nothing while they are slow.
 */
#ifndef FETCH_NETWORK_H
#define FETCH_NETWORK_H

#include <curl/curl.h>
#include <stdint.h>

struct network;

/* Keeps at most so many connections open between two requests. Dies where libcurl cannot start. */
struct network *network_new(long connections_max);
void network_free(struct network *network); /* accepts NULL; its transfers are removed before */

/* What transfers are added to and removed from. */
CURLM *network_multi(const struct network *network);

/* Waits at most so many milliseconds for something to happen, and goes on with what it happens to.
 */
void network_turn(struct network *network, int timeout_ms);

int64_t network_now_ms(void); /* on a clock that never goes back */

#endif
