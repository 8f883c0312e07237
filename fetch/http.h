/*
 * http: many GET requests at once over libcurl's multi interface, politely and within bounds.
 *
 * Only http and https, TLS verified, no cookies, no referrer, no proxy. Each host is asked one
 * thing at a time with a pause between (fetch/host.h); redirects wait in the queue of the host that
 * they lead to. Bytes are counted after decompression, so that a bomb is cut off.
 */
#ifndef FETCH_HTTP_H
#define FETCH_HTTP_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "fetch/address.h"
#include "fetch/document.h"
#include "rules/source_article.h"

struct http;

/* A robots.txt as it was kept; an empty one forbids nothing. */
struct robots_copy {
    const char *text;
    int64_t fetched; /* seconds since 1970 */
};

/* Where robots.txt is kept between runs, by origin ("https://news.example"). */
struct robots_cache {
    /* False where there is none; the text lives in the arena. */
    bool (*get)(const char *origin, struct arena *arena, struct robots_copy *copy, void *context);
    void (*put)(const char *origin, const struct robots_copy *copy, void *context);
    void *context;
};

struct http_options {
    const char *agent;       /* what robots.txt and the User-Agent call us: "newsledger" */
    const char *version;     /* behind it in the User-Agent: "0.1.0" */
    const char *contact;     /* where a site's owner can complain, part of the header; or NULL */
    long connect_timeout_ms; /* with the look-up of the name and the TLS handshake */
    long timeout_ms;         /* of one request as a whole, each redirect being one */
    size_t max_bytes;        /* of a body, decoded */
    long host_delay_ms;      /* between the end of one request to a host and the next one */
    const char *ca_file;     /* of certificates that are trusted instead of the system's; or NULL */
    struct address_ranges allowed;     /* addresses besides the public ones */
    const struct robots_cache *robots; /* or NULL: it is asked for anew; borrowed */
};

/* ca_file is what $SSL_CERT_FILE says, as for other programs that use OpenSSL. */
struct http_options http_defaults(void);

struct http_request {
    const char *url;
    const char *etag;          /* from the last response, verbatim; or NULL */
    const char *last_modified; /* likewise */
    bool crawled;              /* the site's robots.txt must allow it, on each hop (RFC 9309) */
    const struct http_field *fields; /* sent to this address's host, and to no other */
    size_t field_count;
};

/* Everything lives until the callback returns. */
struct http_response {
    const char *url;                 /* as asked for */
    const char *final_url;           /* after redirects, also where the last one failed */
    const struct document *document; /* NULL on failure, and when it is not modified */
    bool not_modified;               /* 304 to a conditional request */
    int status;                      /* of HTTP; 0 when there was no answer */
    const char *etag;                /* verbatim, or NULL; so are the others */
    const char *last_modified;
    const char *retry_after;
    const char *cache_control;
    const char *expires;
    const char *date;
    const char *moved_to; /* where it was fetched from, when all redirects to it are for good */
    /*
     * On failure a stable name, else NULL:
     *   blocked             the site lets no program in: 401, 402, 403, 407, 451
     *   gone                404, 410
     *   rate-limited        429, or 503 with Retry-After; status 0: to another request of this run
     *   server-error        another 5xx
     *   bad-answer          another status, or bytes that are no HTTP or not as encoded
     *   redirects           to what is not of the web, or too many
     *   robots              robots.txt forbids it
     *   robots-unreachable  it cannot be had, which forbids everything (RFC 9309, section 2.3.1.4)
     *   slow                no answer within the time, or hardly a byte
     *   too-large           header or body, decoded, or all bodies at a time
     *   unreachable         nobody answers, or the connection ends early
     *   dns, tls            no such name; no trusted connection
     *   refused-address     the host's addresses are not public
     *   bad-url             not an address of the web
     */
    const char *cause;
    const char *message; /* on failure a sentence for people, else NULL */
};

typedef void http_callback(const struct http_response *response, void *context);

/*
 * Options are copied. Raises the process's soft limit of open files to the hard one: as many
 * requests are made at a time as there are descriptors for.
 */
struct http *http_new(const struct http_options *options);
void http_free(struct http *http); /* accepts NULL; requests without a response are dropped */

/*
 * Queues a request, which is copied. `callback` is called exactly once, from within http_perform,
 * also where the address is unusable; it may call http_get.
 */
void http_get(struct http *http, const struct http_request *request, http_callback *callback,
              void *context);

/* Runs until every request has had its response, or http_stop was called. */
void http_perform(struct http *http);

/*
 * For a callback that finds that nothing more is of use: http_perform returns soon, no request is
 * begun any more, and those without a response are dropped by http_free.
 */
void http_stop(struct http *http);

#endif
