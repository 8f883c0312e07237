#include "fetch/http.h"

#include <curl/curl.h>
#include <stdint.h>
#include <stdlib.h>
#include <time.h>

#include "base/buf.h"
#include "base/mem.h"
#include "fetch/host.h"
#include "fetch/transfer.h"

/* Enough to hide the network's delays; more would only cost memory, and some routers give up. */
#define TRANSFERS_MAX 64

/* Kept open between two requests to a host; well below the usual limit of 1024 descriptors. */
#define CONNECTIONS_MAX 256L

/* How long to sleep when nothing is to be expected; libcurl wakes earlier for its own timers. */
#define POLL_MAX_MS 1000

struct http {
    struct http_options options;
    char *user_agent;
    CURLM *multi;
    struct hosts *hosts;                     /* holds the transfers that wait */
    struct transfer *running[TRANSFERS_MAX]; /* those in libcurl's hands */
    size_t running_count;
    bool stopped;
};

struct http_options http_defaults(void)
{
    return (struct http_options){
        .user_agent = "newsledger/" NEWSLEDGER_VERSION,
        .connect_timeout_ms = 10 * 1000,
        .timeout_ms = 60 * 1000,
        /* The largest real news pages have 5 MB; with 64 at once this is 2 GB at the very worst. */
        .max_bytes = (size_t)32 * 1024 * 1024,
        .host_delay_ms = 1000,
    };
}

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

struct http *http_new(const struct http_options *options)
{
    struct http *http = mem_alloc(sizeof(*http));
    struct buf user_agent = {0};
    buf_puts(&user_agent, options->user_agent);
    if (options->contact)
        buf_printf(&user_agent, " (+%s)", options->contact);
    http->user_agent = buf_detach(&user_agent);
    http->options = *options;
    http->options.user_agent = http->user_agent;
    http->options.contact = NULL;

    http->hosts = hosts_new();
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK || !(http->multi = curl_multi_init()) ||
        curl_multi_setopt(http->multi, CURLMOPT_MAXCONNECTS, CONNECTIONS_MAX) != CURLM_OK)
        mem_die("libcurl cannot start");
    return http;
}

void http_free(struct http *http)
{
    if (!http)
        return;
    for (size_t i = 0; i < http->running_count; i++)
        transfer_free(http->running[i]);
    for (struct transfer *waiting; (waiting = hosts_take(http->hosts, INT64_MAX));) {
        host_done(http->hosts, hosts_get(http->hosts, transfer_host(waiting)), 0);
        transfer_free(waiting);
    }
    hosts_free(http->hosts);
    curl_multi_cleanup(http->multi);
    curl_global_cleanup();
    free(http->user_agent);
    free(http);
}

void http_get(struct http *http, const struct http_request *request, http_callback *callback,
              void *context)
{
    struct transfer *transfer = transfer_new(request, &http->options, callback, context);
    host_add(http->hosts, hosts_get(http->hosts, transfer_host(transfer)), transfer);
}

/* The caller hears of it; the host may be asked again from `not_before` on. */
static void finish(struct http *http, struct transfer *transfer, struct host *host, CURLcode code,
                   int64_t not_before)
{
    host_done(http->hosts, host, not_before);
    transfer_report(transfer, code);
    transfer_free(transfer);
}

static int64_t after_pause(const struct http *http)
{
    return now_ms() + http->options.host_delay_ms;
}

static void start(struct http *http, struct transfer *transfer, struct host *host)
{
    if (transfer_start(transfer, http->multi) < 0)
        finish(http, transfer, host, CURLE_URL_MALFORMAT, now_ms());
    else
        http->running[http->running_count++] = transfer;
}

static void start_waiting(struct http *http)
{
    while (http->running_count < TRANSFERS_MAX) {
        struct transfer *transfer = hosts_take(http->hosts, now_ms());
        if (!transfer)
            return;
        start(http, transfer, hosts_get(http->hosts, transfer_host(transfer)));
    }
}

static void forget_running(struct http *http, const struct transfer *transfer)
{
    size_t at = 0;
    while (http->running[at] != transfer)
        at++;
    http->running[at] = http->running[--http->running_count];
}

/* A redirect within the host goes on at once, as the page that it is; another host has a queue. */
static void settle(struct http *http, struct transfer *transfer, CURLcode code)
{
    struct host *host = hosts_get(http->hosts, transfer_host(transfer));
    forget_running(http, transfer);
    if (!transfer_redirected(transfer)) {
        finish(http, transfer, host, code, after_pause(http));
        return;
    }
    struct host *next = hosts_get(http->hosts, transfer_host(transfer));
    if (next == host) {
        start(http, transfer, host);
        return;
    }
    host_done(http->hosts, host, after_pause(http));
    host_add(http->hosts, next, transfer);
}

static bool settle_ended(struct http *http)
{
    bool any = false;
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(http->multi, &left));) {
        CURLcode code = message->data.result;
        char *transfer;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        settle(http, (struct transfer *)(void *)transfer, code);
        any = true;
    }
    return any;
}

void http_stop(struct http *http)
{
    http->stopped = true;
}

void http_perform(struct http *http)
{
    while (!http->stopped) {
        int running;
        start_waiting(http);
        int64_t wait = hosts_wait(http->hosts, now_ms());
        if (http->running_count == 0 && wait < 0)
            return;
        if (curl_multi_perform(http->multi, &running) != CURLM_OK)
            mem_die("libcurl cannot go on");
        if (settle_ended(http))
            continue;
        bool full = http->running_count == TRANSFERS_MAX;
        int timeout = wait < 0 || wait > POLL_MAX_MS || full ? POLL_MAX_MS : (int)wait;
        if (curl_multi_poll(http->multi, NULL, 0, timeout, NULL) != CURLM_OK)
            mem_die("libcurl cannot wait for the network");
    }
}
