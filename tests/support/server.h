/*
 * server: an HTTP/1.1 server on loopback for tests and the demo, in a thread of its own.
 *
 * It serves a folder of files, with the validators that conditional requests need (RFC 9110,
 * sections 8.8 and 13), and scripted answers, well-behaved or not. Every request is logged.
 */
#ifndef TESTS_SUPPORT_SERVER_H
#define TESTS_SUPPORT_SERVER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct server;

#define SERVER_ENDLESS UINT64_MAX

/* What a path answers with. All zero is an empty page. */
struct server_answer {
    unsigned status;     /* 0 stands for 200 */
    const char *headers; /* "Name: value\n" for each; or NULL */
    const char *body;    /* or NULL */
    size_t body_len;     /* 0: body is a string */
    uint64_t filler;     /* so many bytes, made on the fly, instead of a body; or SERVER_ENDLESS */
    bool no_length;      /* chunked, without Content-Length */
    bool cut;            /* the connection is closed after half of the body */
};

/* A request as it came in. Strings are NULL where the field was absent. */
struct server_request {
    const char *path; /* unescaped, without the query */
    const char *user_agent;
    const char *if_none_match;
    const char *if_modified_since;
    const char *headers; /* all of them, "Name: value\n" for each */
    int64_t arrived;     /* milliseconds on the monotonic clock */
};

/*
 * Listens on 127.0.0.1; port 0 takes a free one. folder (or NULL) is read anew for each request,
 * "index.html" stands for a path that ends in "/". Returns NULL with errno set.
 */
struct server *server_start(const char *folder, uint16_t port);
void server_stop(struct server *server); /* accepts NULL */

uint16_t server_port(const struct server *server);

/* "http://127.0.0.1:PORT" and path; the server owns it. */
const char *server_url(struct server *server, const char *path);

/* From now on `path` answers so, whatever the folder holds. The answer is copied. */
void server_answer(struct server *server, const char *path, const struct server_answer *answer);

size_t server_request_count(struct server *server);

/* In order of arrival, from 0; NULL behind the last. Lives as long as the server. */
const struct server_request *server_request(struct server *server, size_t index);

/* The largest number of connections that were open at one time. */
size_t server_connections_peak(struct server *server);

#endif
