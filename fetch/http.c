#include "fetch/http.h"

#include <curl/curl.h>
#include <malloc.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/resource.h>

#include "base/buf.h"
#include "base/mem.h"
#include "fetch/host.h"
#include "fetch/network.h"
#include "fetch/origin.h"
#include "fetch/transfer.h"

/* 500 feeds over a network of 200 ms are then asked in one breath; each takes about 30 KB. */
#define TRANSFERS_MAX 512

/*
 * What a transfer may need of the process's descriptors: sockets of two families that race for a
 * host (RFC 8305) and a pair that tells of its looked-up name. The others are for the program.
 */
#define DESCRIPTORS_EACH  4
#define DESCRIPTORS_OTHER 64

/* Of a buffer: what goes back to the system as soon as it is freed. */
#define LARGE (1024 * 1024)

/* Kept open between two requests to a host. */
#define CONNECTIONS_MAX 256

/* "Crawl-delay" is no standard, and some sites ask for hours; a run has to end some day. */
#define CRAWL_DELAY_MAX_MS (2 * 60 * 1000)

/* A host that wants a longer pause is not waited for in this run. */
#define RETRY_AFTER_MAX_S 10

/* Large pages that did not come in beside each other are asked for again one after the other. */
#define CROWDED_PAUSE_MS     1000
#define CROWDED_PAUSE_MAX_MS (20 * 1000)

/* How long to sleep when nothing is to be expected; libcurl wakes earlier for its own timers. */
#define POLL_MAX_MS 1000

struct http {
    struct http_options options;
    char *user_agent;
    struct transfer_shared shared; /* by all transfers */
    struct network *network;
    struct arena *arena; /* of what is asked for by itself: robots.txt */
    struct origins *origins;
    struct hosts *hosts;                     /* holds the transfers that wait */
    struct transfer *running[TRANSFERS_MAX]; /* those in libcurl's hands */
    size_t running_count;
    size_t running_max;
    int64_t crowded_out; /* how many were */
    bool stopped;
};

struct http_options http_defaults(void)
{
    return (struct http_options){
        .agent = "newsledger",
        .version = NEWSLEDGER_VERSION,
        .connect_timeout_ms = 10 * 1000,
        .timeout_ms = 30 * 1000,
        /* The largest real news pages have 5 MB, sitemaps of 50,000 addresses 7. */
        .max_bytes = (size_t)10 * 1024 * 1024,
        .host_delay_ms = 1000,
        .ca_file = getenv("SSL_CERT_FILE"),
    };
}

/*
 * Raises the soft limit of open files, which is there for programs that select(2), to the hard one.
 * Returns how many transfers can be under way at a time within it.
 */
static size_t make_room(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) < 0)
        return 1;
    rlim_t soft = files.rlim_cur;
    files.rlim_cur = files.rlim_max;
    if (setrlimit(RLIMIT_NOFILE, &files) < 0)
        files.rlim_cur = soft;
    if (files.rlim_cur < DESCRIPTORS_OTHER + DESCRIPTORS_EACH)
        return 1;
    rlim_t room = (files.rlim_cur - DESCRIPTORS_OTHER) / DESCRIPTORS_EACH;
    return room < TRANSFERS_MAX ? (size_t)room : TRANSFERS_MAX;
}

struct http *http_new(const struct http_options *options)
{
    struct http *http = mem_alloc(sizeof(*http));
    struct buf user_agent = {0};
    buf_printf(&user_agent, "%s/%s", options->agent, options->version);
    if (options->contact)
        buf_printf(&user_agent, " (+%s)", options->contact);
    http->user_agent = buf_detach(&user_agent);
    http->options = *options;

    /* glibc would keep what large bodies needed, and put small things into it. */
    mallopt(M_MMAP_THRESHOLD, LARGE);
    http->running_max = make_room();
    long kept = http->running_max < CONNECTIONS_MAX ? (long)http->running_max : CONNECTIONS_MAX;
    http->shared = (struct transfer_shared){&http->options, http->user_agent, 0, NULL};
    http->hosts = hosts_new();
    http->arena = arena_new();
    http->origins = origins_new(http->options.agent, http->options.robots);
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        mem_die("libcurl cannot start");
    http->network = network_new(kept);
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
    for (struct transfer *waiting; (waiting = origins_release(http->origins));)
        transfer_free(waiting);
    origins_free(http->origins);
    arena_free(http->arena);
    hosts_free(http->hosts);
    network_free(http->network);
    curl_global_cleanup();
    free(http->user_agent);
    free(http);
}

void http_get(struct http *http, const struct http_request *request, http_callback *callback,
              void *context)
{
    struct transfer *transfer = transfer_new(request, &http->shared, callback, context);
    host_add(http->hosts, hosts_get(http->hosts, transfer_host(transfer)), transfer);
}

static int64_t after_pause(const struct http *http, const struct host *host)
{
    int64_t own = http->options.host_delay_ms, asked = host_pause(host);
    return network_now_ms() + (own > asked ? own : asked);
}

/* The caller hears of a request that was not made; its host may be asked at once. */
static void drop(struct http *http, struct transfer *transfer, struct host *host, CURLcode code)
{
    transfer_report(transfer, code);
    transfer_free(transfer);
    host_done(http->hosts, host, network_now_ms());
}

/*
 * The caller hears of the answer; its host then has a pause, which the answer may have set. A host
 * that has had enough is left alone: for a moment, or until another run.
 */
static void finish(struct http *http, struct transfer *transfer, struct host *host, CURLcode code)
{
    long seconds;
    bool limited = transfer_rate_limited(transfer, &seconds);
    transfer_report(transfer, code);
    transfer_free(transfer);
    int64_t next = after_pause(http, host);
    if (limited && (seconds == 0 || seconds > RETRY_AFTER_MAX_S))
        host_close(host);
    else if (limited && network_now_ms() + seconds * 1000 > next)
        next = network_now_ms() + seconds * 1000;
    host_done(http->hosts, host, next);
}

static void start(struct http *http, struct transfer *transfer, struct host *host)
{
    if (transfer_start(transfer, network_multi(http->network)) < 0)
        drop(http, transfer, host, CURLE_URL_MALFORMAT);
    else
        http->running[http->running_count++] = transfer;
}

/* ---- robots.txt */

/* Who asked for the robots.txt of which origin. */
struct asking {
    struct http *http;
    struct origin *origin;
    struct host *host;
};

/* Those that waited for it are the next ones of their host. */
static void take_robots(const struct http_response *response, void *context)
{
    struct asking *asking = context;
    struct http *http = asking->http;
    struct origin *origin = asking->origin;
    origin_answered(http->origins, origin, response);
    double delay = robots_delay(origin->robots) * 1000;
    host_slow_down(asking->host, delay < CRAWL_DELAY_MAX_MS ? (int64_t)delay : CRAWL_DELAY_MAX_MS);
    for (void *waiting; (waiting = origin_release(origin));)
        host_put_back(http->hosts, asking->host, waiting);
}

/* Asks for it in place of the transfer that is to wait for it. */
static void ask_for_robots(struct http *http, struct origin *origin, struct host *host)
{
    struct buf url = {0};
    struct asking *asking = arena_alloc(http->arena, sizeof(*asking));
    *asking = (struct asking){http, origin, host};
    buf_printf(&url, "%s/robots.txt", origin->key);
    origin->state = ORIGIN_ASKED;
    struct transfer *transfer =
        transfer_new(&(struct http_request){.url = url.data}, &http->shared, take_robots, asking);
    buf_free(&url);
    start(http, transfer, host);
}

static void refuse(struct http *http, struct transfer *transfer, struct host *host,
                   const char *cause, const char *message)
{
    transfer_refuse(transfer, cause, message);
    drop(http, transfer, host, CURLE_OK);
}

static void refuse_by_robots(struct http *http, struct transfer *transfer, struct host *host,
                             const struct origin *origin)
{
    if (origin->unreachable)
        refuse(http, transfer, host, "robots-unreachable",
               "robots.txt of the site cannot be had, so nothing is asked of it");
    else
        refuse(http, transfer, host, "robots", "robots.txt of the site forbids it");
}

/* What is crawled needs leave; the host is ours until something is done with it. */
static void start_allowed(struct http *http, struct transfer *transfer, struct host *host)
{
    struct origin *origin = transfer_is_crawled(transfer) && transfer_address(transfer)
                                ? origins_get(http->origins, transfer_address(transfer))
                                : NULL;
    if (host_is_closed(host)) {
        refuse(http, transfer, host, "rate-limited", "the host wants to be left alone for a while");
    } else if (!origin || (origin->state == ORIGIN_KNOWN &&
                           robots_allow(origin->robots, transfer_address(transfer)))) {
        start(http, transfer, host);
    } else if (origin->state == ORIGIN_KNOWN) {
        refuse_by_robots(http, transfer, host, origin);
    } else {
        origin_wait(origin, transfer);
        if (origin->state == ORIGIN_NEW)
            ask_for_robots(http, origin, host);
        else
            host_done(http->hosts, host, network_now_ms());
    }
}

static void start_waiting(struct http *http)
{
    while (http->running_count < http->running_max) {
        struct transfer *transfer = hosts_take(http->hosts, network_now_ms());
        if (!transfer)
            return;
        start_allowed(http, transfer, hosts_get(http->hosts, transfer_host(transfer)));
    }
}

static void forget_running(struct http *http, const struct transfer *transfer)
{
    size_t at = 0;
    while (http->running[at] != transfer)
        at++;
    http->running[at] = http->running[--http->running_count];
}

/* After those that had no room beside it, and not all at once. */
static void ask_later(struct http *http, struct transfer *transfer, struct host *host)
{
    int64_t pause = ++http->crowded_out * CROWDED_PAUSE_MS;
    host_put_back(http->hosts, host, transfer);
    host_done(http->hosts, host,
              network_now_ms() + (pause < CROWDED_PAUSE_MAX_MS ? pause : CROWDED_PAUSE_MAX_MS));
}

/* A redirect within the host goes on at once, as the page that it is; another host has a queue. */
static void settle(struct http *http, struct transfer *transfer, CURLcode code)
{
    struct host *host = hosts_get(http->hosts, transfer_host(transfer));
    forget_running(http, transfer);
    if (transfer_try_again(transfer)) {
        ask_later(http, transfer, host);
        return;
    }
    if (!transfer_redirected(transfer)) {
        finish(http, transfer, host, code);
        return;
    }
    struct host *next = hosts_get(http->hosts, transfer_host(transfer));
    if (next == host) {
        start_allowed(http, transfer, host);
        return;
    }
    host_done(http->hosts, host, after_pause(http, host));
    host_add(http->hosts, next, transfer);
}

static void settle_ended(struct http *http)
{
    CURLM *multi = network_multi(http->network);
    int left;
    for (CURLMsg *message; (message = curl_multi_info_read(multi, &left));) {
        CURLcode code = message->data.result;
        char *transfer;
        curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &transfer);
        settle(http, (struct transfer *)(void *)transfer, code);
    }
}

void http_stop(struct http *http)
{
    http->stopped = true;
}

void http_perform(struct http *http)
{
    while (!http->stopped) {
        start_waiting(http);
        int64_t wait = hosts_wait(http->hosts, network_now_ms());
        if (http->running_count == 0 && wait < 0)
            return;
        bool full = http->running_count == http->running_max;
        network_turn(http->network,
                     wait < 0 || wait > POLL_MAX_MS || full ? POLL_MAX_MS : (int)wait);
        settle_ended(http);
    }
}
