#include "fetch/transfer.h"

#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "fetch/address.h"
#include "fetch/url.h"

/* Sites need two or three (http to https, to www, to a new path); browsers give up after 20. */
#define REDIRECTS_MAX 10

/* Real ones take 1 to 4 KB; they are archived with each document. */
#define HEADERS_MAX ((size_t)64 * 1024)

/* Of all bodies that come in at one time: hundreds of servers that flood us fill no memory. */
#define HELD_MAX ((size_t)16 * 1024 * 1024)

/* The text of an error page is read, so that the connection can be used again, but not to any end.
 */
#define DISCARDED_MAX ((size_t)256 * 1024)

/* Slower than this for so long is a server that plays dead. */
#define LOW_SPEED_BYTES   64L
#define LOW_SPEED_SECONDS 20L

struct transfer {
    struct transfer_shared *shared;
    const struct http_options *options; /* of the same */
    char *url;                          /* as asked for */
    char *address; /* where it is fetched from now; NULL where url is unusable */
    char *host;
    char *etag; /* the request's */
    char *last_modified;
    http_callback *callback;
    void *context;
    struct curl_slist *own; /* fields of the request, for own_host alone: a cookie, say */
    char *own_host;
    bool crawled;
    int redirects;
    bool temporary; /* one of the redirects is not for good */

    struct transfer *next, *before; /* that are under way, too */
    CURLM *multi;                   /* where easy is at work, or NULL */
    CURL *easy;
    struct curl_slist *fields;
    char *error; /* libcurl's, of easy */
    struct buf headers;
    bool headers_whole;
    struct buf body;
    size_t discarded;
    const char *cause; /* why we ended the transfer ourselves, or NULL */
    struct buf message;
    bool refused;        /* an address of the host was not public */
    bool crowded_out;    /* its body was dropped for want of room */
    bool crowded_before; /* and so it was when it was asked for first */
};

static void link_in(struct transfer *transfer)
{
    struct transfer_shared *shared = transfer->shared;
    transfer->next = shared->running;
    if (shared->running)
        shared->running->before = transfer;
    shared->running = transfer;
}

static void link_out(struct transfer *transfer)
{
    if (transfer->before)
        transfer->before->next = transfer->next;
    else if (transfer->shared->running == transfer)
        transfer->shared->running = transfer->next;
    if (transfer->next)
        transfer->next->before = transfer->before;
    transfer->next = transfer->before = NULL;
}

/* Takes address over. */
static void set_address(struct transfer *transfer, char *address)
{
    free(transfer->address);
    free(transfer->host);
    transfer->address = address;
    transfer->host = address ? url_host(address) : NULL;
}

/* Validators came from a server once: what could end the header line is not sent back. */
static char *copy_validator(const char *value)
{
    if (!value || !*value)
        return NULL;
    for (const char *c = value; *c; c++)
        if ((unsigned char)*c < ' ' || *c == 0x7F)
            return NULL;
    return mem_strdup(value);
}

static void add_line(struct curl_slist **fields, const char *line)
{
    struct curl_slist *longer = curl_slist_append(*fields, line);
    if (!longer)
        mem_die("out of memory");
    *fields = longer;
}

static void add_field(struct curl_slist **fields, const char *name, const char *value)
{
    struct buf line = {0};
    if (!value)
        return;
    buf_printf(&line, "%s: %s", name, value);
    add_line(fields, line.data);
    buf_free(&line);
}

struct transfer *transfer_new(const struct http_request *request, struct transfer_shared *shared,
                              http_callback *callback, void *context)
{
    struct transfer *transfer = mem_alloc(sizeof(*transfer));
    transfer->shared = shared;
    transfer->options = shared->options;
    transfer->url = mem_strdup(request->url);
    transfer->etag = copy_validator(request->etag);
    transfer->last_modified = copy_validator(request->last_modified);
    transfer->crawled = request->crawled;
    transfer->callback = callback;
    transfer->context = context;
    set_address(transfer, url_resolve(NULL, request->url));
    for (size_t i = 0; i < request->field_count; i++)
        add_field(&transfer->own, request->fields[i].name, request->fields[i].value);
    transfer->own_host = transfer->host ? mem_strdup(transfer->host) : NULL;
    return transfer;
}

static void drop_body(struct transfer *transfer)
{
    transfer->shared->held -= transfer->body.len;
    buf_free(&transfer->body);
}

/* Forgets what the last hop brought. */
static void reset(struct transfer *transfer)
{
    if (transfer->multi)
        curl_multi_remove_handle(transfer->multi, transfer->easy);
    link_out(transfer);
    transfer->multi = NULL;
    curl_easy_cleanup(transfer->easy);
    curl_slist_free_all(transfer->fields);
    free(transfer->error);
    transfer->error = NULL;
    transfer->easy = NULL;
    transfer->fields = NULL;
    transfer->discarded = 0;
    transfer->cause = NULL;
    transfer->refused = false;
    transfer->crowded_out = false;
    buf_reset(&transfer->message);
    buf_reset(&transfer->headers);
    transfer->headers_whole = false;
    drop_body(transfer);
}

bool transfer_try_again(struct transfer *transfer)
{
    if (!transfer->crowded_out || transfer->crowded_before)
        return false;
    transfer->crowded_before = true;
    reset(transfer);
    return true;
}

void transfer_free(struct transfer *transfer)
{
    if (!transfer)
        return;
    reset(transfer);
    curl_slist_free_all(transfer->own);
    free(transfer->own_host);
    free(transfer->url);
    free(transfer->address);
    free(transfer->host);
    free(transfer->etag);
    free(transfer->last_modified);
    buf_free(&transfer->headers);
    buf_free(&transfer->body);
    buf_free(&transfer->message);
    free(transfer);
}

const char *transfer_host(const struct transfer *transfer)
{
    return transfer->host ? transfer->host : "";
}

const char *transfer_address(const struct transfer *transfer)
{
    return transfer->address;
}

bool transfer_is_crawled(const struct transfer *transfer)
{
    return transfer->crawled;
}

static int status_of(const struct transfer *transfer)
{
    long status = 0;
    if (transfer->easy)
        curl_easy_getinfo(transfer->easy, CURLINFO_RESPONSE_CODE, &status);
    return (int)status;
}

/* Others have no page (204), a part of it (206), or a promise of it (202). */
static bool is_success(int status)
{
    return status == 200 || status == 203;
}

/* libcurl's header callback: one whole line. Interim responses (1xx) come before the last one. */
static size_t on_header(char *line, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    size_t len = size * count;
    if (len >= 5 && memcmp(line, "HTTP/", 5) == 0) {
        buf_reset(&transfer->headers);
        transfer->headers_whole = false;
        return len;
    }
    if (len <= 2)
        transfer->headers_whole = true;
    if (transfer->headers_whole)
        return len; /* trailers (RFC 9110, section 6.5) are not part of the header */
    if (transfer->headers.len + len > HEADERS_MAX) {
        transfer->cause = "too-large";
        buf_printf(&transfer->message, "the header has more than %zu bytes", HEADERS_MAX);
        return 0;
    }
    buf_add(&transfer->headers, line, len);
    return len;
}

static void explain_too_large(struct transfer *transfer)
{
    transfer->cause = "too-large";
    buf_printf(&transfer->message, "the page has more than %zu bytes",
               transfer->options->max_bytes);
}

/* The largest body gives way: small ones are not to suffer from those that flood us. */
static void crowd_out_largest(struct transfer *transfer)
{
    struct transfer *largest = transfer;
    for (struct transfer *at = transfer->shared->running; at; at = at->next)
        if (at->body.len > largest->body.len)
            largest = at;
    drop_body(largest);
    largest->crowded_out = true;
    largest->cause = "too-large";
    buf_reset(&largest->message);
    buf_printf(&largest->message, "the pages that come in at one time have more than %zu bytes",
               HELD_MAX);
}

static size_t on_body(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    size_t len = size * count;
    if (!is_success(status_of(transfer))) {
        transfer->discarded += len;
        return transfer->discarded > DISCARDED_MAX ? 0 : len;
    }
    if (len > transfer->options->max_bytes - transfer->body.len) {
        explain_too_large(transfer);
        drop_body(transfer);
        return 0;
    }
    if (len > HELD_MAX - transfer->shared->held)
        crowd_out_largest(transfer);
    if (transfer->crowded_out)
        return 0;
    transfer->shared->held += len;
    buf_add(&transfer->body, bytes, len);
    return len;
}

static curl_socket_t open_socket(void *context, curlsocktype purpose, struct curl_sockaddr *address)
{
    struct transfer *transfer = context;
    (void)purpose;
    if (!address_is_allowed(&address->addr, &transfer->options->allowed)) {
        transfer->refused = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC, address->protocol);
}

/*
 * Before each request, also on a connection that was kept open: what is connected is what was
 * checked, whatever the name means by now.
 */
static int check_connection(void *context, char *remote, char *local, int remote_port,
                            int local_port)
{
    struct transfer *transfer = context;
    (void)local, (void)remote_port, (void)local_port;
    if (address_text_is_allowed(remote, &transfer->options->allowed))
        return CURL_PREREQFUNC_OK;
    transfer->refused = true;
    return CURL_PREREQFUNC_ABORT;
}

static int set_trust(CURL *easy, const struct http_options *options)
{
    int failed = curl_easy_setopt(easy, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    if (options->ca_file)
        failed |= curl_easy_setopt(easy, CURLOPT_CAINFO, options->ca_file);
    return failed;
}

/*
 * Names stay known for the whole run (-1): libcurl looks through all that it knows for old ones at
 * each request. Of a host that has moved since the next run knows.
 */
static int set_limits(CURL *easy, const struct http_options *options)
{
    return curl_easy_setopt(easy, CURLOPT_CONNECTTIMEOUT_MS, options->connect_timeout_ms) |
           curl_easy_setopt(easy, CURLOPT_TIMEOUT_MS, options->timeout_ms) |
           curl_easy_setopt(easy, CURLOPT_LOW_SPEED_LIMIT, LOW_SPEED_BYTES) |
           curl_easy_setopt(easy, CURLOPT_LOW_SPEED_TIME, LOW_SPEED_SECONDS) |
           curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, -1L) |
           curl_easy_setopt(easy, CURLOPT_BUFFERSIZE, 8192L) |
           curl_easy_setopt(easy, CURLOPT_MAXFILESIZE_LARGE, (curl_off_t)options->max_bytes);
}

static int set_callbacks(CURL *easy, struct transfer *transfer)
{
    return curl_easy_setopt(easy, CURLOPT_PRIVATE, transfer) |
           curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->error) |
           curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, on_header) |
           curl_easy_setopt(easy, CURLOPT_HEADERDATA, transfer) |
           curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, on_body) |
           curl_easy_setopt(easy, CURLOPT_WRITEDATA, transfer) |
           curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket) |
           curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, transfer) |
           curl_easy_setopt(easy, CURLOPT_PREREQFUNCTION, check_connection) |
           curl_easy_setopt(easy, CURLOPT_PREREQDATA, transfer);
}

/*
 * Redirects are not left to libcurl, since each hop has a host that may have to wait. No proxy, not
 * even from the environment: the check of addresses would see the proxy's and nothing else.
 */
static int set_request(CURL *easy, const struct transfer *transfer)
{
    return curl_easy_setopt(easy, CURLOPT_URL, transfer->address) |
           curl_easy_setopt(easy, CURLOPT_PROTOCOLS_STR, "http,https") |
           curl_easy_setopt(easy, CURLOPT_FOLLOWLOCATION, 0L) |
           curl_easy_setopt(easy, CURLOPT_PROXY, "") |
           curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) |
           curl_easy_setopt(easy, CURLOPT_ACCEPT_ENCODING, "") |
           curl_easy_setopt(easy, CURLOPT_USERAGENT, transfer->shared->user_agent) |
           curl_easy_setopt(easy, CURLOPT_HTTPHEADER, transfer->fields);
}

int transfer_start(struct transfer *transfer, CURLM *multi)
{
    if (!transfer->address)
        return -1;
    CURL *easy = curl_easy_init();
    transfer->easy = easy;
    transfer->error = mem_alloc(CURL_ERROR_SIZE);
    add_field(&transfer->fields, "If-None-Match", transfer->etag);
    add_field(&transfer->fields, "If-Modified-Since", transfer->last_modified);
    if (transfer->own_host && strcmp(transfer->own_host, transfer->host) == 0)
        for (const struct curl_slist *at = transfer->own; at; at = at->next)
            add_line(&transfer->fields, at->data);
    if (!easy || set_limits(easy, transfer->options) | set_callbacks(easy, transfer) |
                     set_trust(easy, transfer->options) | set_request(easy, transfer))
        mem_die("libcurl refuses a handle or an option");
    if (curl_multi_add_handle(multi, easy) != CURLM_OK)
        mem_die("libcurl refuses a transfer");
    transfer->multi = multi;
    link_in(transfer);
    return 0;
}

/* The last response's field, verbatim but for blanks around it, or NULL. */
static const char *field(const struct transfer *transfer, const char *name)
{
    struct curl_header *header;
    if (!transfer->easy ||
        curl_easy_header(transfer->easy, name, 0, CURLH_HEADER, -1, &header) != CURLHE_OK)
        return NULL;
    return header->value;
}

bool transfer_redirected(struct transfer *transfer)
{
    int status = status_of(transfer);
    const char *location = field(transfer, "Location");
    if (!location || transfer->cause ||
        !(status == 301 || status == 302 || status == 303 || status == 307 || status == 308))
        return false;
    char *target = url_resolve(transfer->address, location);
    if (!target) {
        transfer->cause = "redirects";
        buf_puts(&transfer->message, "redirects to what is not an address of the web");
        return false;
    }
    if (transfer->redirects == REDIRECTS_MAX) {
        free(target);
        transfer->cause = "redirects";
        buf_printf(&transfer->message, "redirects more than %d times", REDIRECTS_MAX);
        return false;
    }
    transfer->redirects++;
    transfer->temporary = transfer->temporary || (status != 301 && status != 308);
    reset(transfer);
    set_address(transfer, target);
    return true;
}

/* RFC 9110, section 10.2.3: seconds or a date. */
static long pause_of(const char *text)
{
    char *end;
    if (!text)
        return 0;
    double pause = strtod(text, &end);
    if (end == text || *end)
        pause = difftime(curl_getdate(text, NULL), time(NULL));
    return pause > 0 && pause < (double)LONG_MAX ? (long)pause : 0;
}

bool transfer_rate_limited(const struct transfer *transfer, long *seconds)
{
    const char *retry_after = field(transfer, "Retry-After");
    int status = status_of(transfer);
    *seconds = pause_of(retry_after);
    return status == 429 || (status == 503 && retry_after);
}

void transfer_refuse(struct transfer *transfer, const char *cause, const char *message)
{
    transfer->cause = cause;
    buf_puts(&transfer->message, message);
}

static const char *cause_of_code(CURLcode code)
{
    switch (code) {
    case CURLE_COULDNT_RESOLVE_HOST:
        return "dns";
    case CURLE_OPERATION_TIMEDOUT:
        return "slow";
    case CURLE_OUT_OF_MEMORY: /* what libcurl calls a line of the header above 100 KB */
        return "too-large";
    case CURLE_COULDNT_CONNECT:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_RECV_ERROR:
    case CURLE_SEND_ERROR:
    case CURLE_HTTP2:
    case CURLE_HTTP2_STREAM:
        return "unreachable";
    case CURLE_SSL_CONNECT_ERROR:
    case CURLE_SSL_CIPHER:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_CLIENTCERT:
    case CURLE_PEER_FAILED_VERIFICATION:
        return "tls";
    default:
        return "bad-answer";
    }
}

/* RFC 9110, section 15, 429 and 451 of RFC 6585 and RFC 7725. */
static const char *cause_of_status(const struct transfer *transfer, int status)
{
    long seconds;
    if (transfer_rate_limited(transfer, &seconds))
        return "rate-limited";
    if (status == 401 || status == 402 || status == 403 || status == 407 || status == 451)
        return "blocked";
    if (status == 404 || status == 410)
        return "gone";
    return status >= 500 ? "server-error" : "bad-answer";
}

/* What libcurl says of the bytes, in a sentence for people. */
static void explain_code(struct transfer *transfer, CURLcode code)
{
    struct buf *message = &transfer->message;
    if (transfer->refused && (code == CURLE_COULDNT_CONNECT || code == CURLE_ABORTED_BY_CALLBACK)) {
        transfer->cause = "refused-address";
        buf_puts(message, "the host has only addresses within this machine or its network");
    } else if (code == CURLE_FILESIZE_EXCEEDED) {
        explain_too_large(transfer);
    } else if (code == CURLE_URL_MALFORMAT) {
        transfer->cause = "bad-url";
        buf_puts(message, "not an address of the web (http or https, no password)");
    } else {
        transfer->cause = cause_of_code(code);
        buf_puts(message,
                 transfer->error && *transfer->error ? transfer->error : curl_easy_strerror(code));
    }
}

/* What we found ourselves comes first, then the status, and libcurl's view of the bytes last. */
static void explain_failure(struct transfer *transfer, CURLcode code,
                            struct http_response *response)
{
    int status = response->status;
    if (!transfer->cause && status > 0 && !is_success(status)) {
        transfer->cause = cause_of_status(transfer, status);
        buf_printf(&transfer->message, "the server answers with status %03d", status);
    } else if (!transfer->cause) {
        explain_code(transfer, code);
    }
    response->cause = transfer->cause;
    response->message = transfer->message.data;
}

void transfer_report(struct transfer *transfer, CURLcode code)
{
    struct http_response response = {
        .url = transfer->url,
        .final_url = transfer->address ? transfer->address : transfer->url,
        .status = status_of(transfer),
        .etag = field(transfer, "ETag"),
        .last_modified = field(transfer, "Last-Modified"),
        .retry_after = field(transfer, "Retry-After"),
        .cache_control = field(transfer, "Cache-Control"),
        .expires = field(transfer, "Expires"),
        .date = field(transfer, "Date"),
        .moved_to = transfer->redirects > 0 && !transfer->temporary ? transfer->address : NULL,
    };
    struct document document = {
        .url = response.url,
        .final_url = response.final_url,
        .content_type = field(transfer, "Content-Type"),
        .headers = buf_text(&transfer->headers),
        .status = response.status,
        .fetched = time(NULL),
        .body = buf_text(&transfer->body),
        .body_len = transfer->body.len,
    };
    bool conditional = transfer->etag || transfer->last_modified;
    if (code == CURLE_OK && response.status == 304 && conditional) {
        response.not_modified = true;
    } else if (code == CURLE_OK && is_success(response.status)) {
        hash_hex(document.body, document.body_len, document.sha256);
        response.document = &document;
    } else {
        explain_failure(transfer, code, &response);
    }
    transfer->callback(&response, transfer->context);
}
