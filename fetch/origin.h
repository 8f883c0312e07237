/*
 * origin: a scheme, host and port, and what its robots.txt allows us. Requests that need to know
 * wait at their origin while robots.txt is being asked for. Used by http.c alone.
 */
#ifndef FETCH_ORIGIN_H
#define FETCH_ORIGIN_H

#include "fetch/http.h"
#include "fetch/robots.h"

enum origin_state { ORIGIN_NEW, ORIGIN_ASKED, ORIGIN_KNOWN };

struct origin {
    const char *key; /* "https://news.example" */
    enum origin_state state;
    const struct robots *robots; /* with ORIGIN_KNOWN */
    bool unreachable; /* with ORIGIN_KNOWN: robots.txt could not be had, so nothing is allowed */
    void **waiting;   /* requests, in their order; only handed back */
    size_t waiting_count;
    size_t waiting_capacity;
};

struct origins;

/* `agent` is the product token that robots.txt knows us by; `cache` may be NULL. Both are borrowed.
 */
struct origins *origins_new(const char *agent, const struct robots_cache *cache);
void origins_free(struct origins *origins); /* accepts NULL; those that wait are left alone */

/* The origin of an absolute address, made where it is new; the cache may know it already. */
struct origin *origins_get(struct origins *origins, const char *url);

void origin_wait(struct origin *origin, void *request);

/* Takes one of those that wait, the last first; NULL when there is none. */
void *origin_release(struct origin *origin);

/* The same of any origin. */
void *origins_release(struct origins *origins);

/*
 * What came back for robots.txt (RFC 9309, section 2.3.1): a page is read and kept; "unavailable"
 * (4xx) allows everything; where the server cannot be reached, an old copy still holds, and
 * without one nothing is allowed.
 */
void origin_answered(struct origins *origins, struct origin *origin,
                     const struct http_response *response);

#endif
