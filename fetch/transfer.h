/* transfer: one request on its way to a response, over one libcurl handle. Used by http.c alone. */
#ifndef FETCH_TRANSFER_H
#define FETCH_TRANSFER_H

#include <curl/curl.h>
#include <stdbool.h>

#include "fetch/http.h"

struct transfer;

/* What all transfers of one http share. */
struct transfer_shared {
    const struct http_options *options;
    const char *user_agent;
    size_t held;              /* bytes of all bodies that are coming in */
    struct transfer *running; /* a list of those that are under way */
};

/* Copies the request; what is shared outlives the transfer. */
struct transfer *transfer_new(const struct http_request *request, struct transfer_shared *shared,
                              http_callback *callback, void *context);
void transfer_free(struct transfer *transfer); /* accepts NULL; before the multi handle goes */

/* The host that is to be asked now; "" when the address is unusable. */
const char *transfer_host(const struct transfer *transfer);

/*
 * Hands a libcurl handle for the present address to `multi`, its CURLOPT_PRIVATE being the
 * transfer. Returns -1 when the address is unusable.
 */
int transfer_start(struct transfer *transfer, CURLM *multi);

/* True when the answer was a redirect that is followed: the transfer has a new address. */
bool transfer_redirected(struct transfer *transfer);

/* True once, when it was in the way of others: it is to be asked for again, after them. */
bool transfer_try_again(struct transfer *transfer);

/* The address that is to be asked now, or NULL; and whether robots.txt must allow it. */
const char *transfer_address(const struct transfer *transfer);
bool transfer_is_crawled(const struct transfer *transfer);

/* Whether the server wants to be left alone for a while; seconds, 0: it does not say how long. */
bool transfer_rate_limited(const struct transfer *transfer, long *seconds);

/* Sets why it is not asked at all, which transfer_report then tells: a cause and a sentence. */
void transfer_refuse(struct transfer *transfer, const char *cause, const char *message);

/* Calls the callback. code is libcurl's, CURLE_URL_MALFORMAT where there was no start. */
void transfer_report(struct transfer *transfer, CURLcode code);

#endif
