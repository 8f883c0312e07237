/*
 * Servers that mean harm, one a row: what each sends, and what the fetcher makes of it. All are
 * asked in one go, beside one that is as it should be.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/mem.h"
#include "fetch/feed.h"
#include "fetch/http.h"

#define ENOUGH_MS     30000 /* of time for one of them, by the project's own promise */
#define MEMORY_KB_MAX (64L * 1024)
#define FILLED        ((size_t)9 * 1024 * 1024)
#define TITLE_MAX     1000000 /* entities that unfold have more */
#define TIMEOUT_MS    5000

enum act {
    CLOSES,  /* the connection, after `bytes` */
    RESETS,  /* it */
    HOLDS,   /* it open, and says no more */
    REPEATS, /* `more` without end */
    DRIPS,   /* `more` without end, one byte ten times a second */
    BOMBS,   /* with zeros that gzip makes small, without end */
    FILLS    /* what a body may have with `more`, and closes */
};

#define OK   "HTTP/1.1 200 OK\r\n"
#define XML  OK "Content-Type: application/xml\r\n\r\n"
#define TO   "HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: "
#define END  "\r\n\r\n"
#define GZIP "Content-Encoding: gzip\r\n"

/* In an address "%PORT" stands for the port of what must not be connected to. */
static const struct hostile {
    const char *name;
    enum act act;
    const char *bytes, *more;
    const char *cause; /* NULL: the document is taken, for what it is */
} rows[] = {
    {"closes at once", CLOSES, "", NULL, "unreachable"},
    {"resets", RESETS, "", NULL, "unreachable"},
    {"resets within the body", RESETS, OK "Content-Length: 100\r\n\r\nhalf", NULL, "unreachable"},
    {"says nothing", HOLDS, "", NULL, "slow"},
    {"stops in the status line", HOLDS, "HTTP/1.1 2", NULL, "slow"},
    {"stops in the header", HOLDS, OK "X: ", NULL, "slow"},
    {"stops in the body", HOLDS, OK "Content-Length: 9\r\n\r\nhalf", NULL, "slow"},
    {"drips its header", DRIPS, OK, "X", "slow"},
    {"drips its body", DRIPS, OK "\r\n", "a", "slow"},
    {"drips its chunks", DRIPS, OK "Transfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n", "slow"},

    {"header without end", REPEATS, OK, "X-Filler: aaaaaaaaaaaaaaaaaaaaaaaaaaaaa\r\n", "too-large"},
    {"header line without end", REPEATS, OK "X: ", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaa", "too-large"},
    {"promises without end", REPEATS, "", "HTTP/1.1 103 Early Hints\r\n\r\n", "bad-answer"},
    {"body without end", REPEATS, OK "\r\n", "<p>more</p>", "too-large"},
    {"chunks without end", REPEATS, OK "Transfer-Encoding: chunked\r\n\r\n", "4\r\nmore\r\n",
     "too-large"},
    {"error page without end", REPEATS, "HTTP/1.1 404 Not Found\r\n\r\n", "more", "gone"},
    {"length beyond the body", CLOSES, OK "Content-Length: 99\r\n\r\nhalf", NULL, "unreachable"},
    {"length beyond all bounds", HOLDS, OK "Content-Length: 99999999999999999999\r\n\r\n", NULL,
     "too-large"},
    {"length below nothing", CLOSES, OK "Content-Length: -1\r\n\r\nabc", NULL, "bad-answer"},
    {"length that is none", CLOSES, OK "Content-Length: many\r\n\r\nabc", NULL, "bad-answer"},
    {"chunk without a size", CLOSES, OK "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n", NULL,
     "unreachable"},
    {"chunk beyond all bounds", CLOSES,
     OK "Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\nabc", NULL, "unreachable"},
    {"chunk that ends early", CLOSES, OK "Transfer-Encoding: chunked\r\n\r\nff\r\nabc", NULL,
     "unreachable"},
    {"no HTTP", CLOSES, "SSH-2.0-OpenSSH_9.2\r\n", NULL, "bad-answer"},
    {"HTTP/0.9", CLOSES, "<rss><channel/></rss>", NULL, "bad-answer"},
    {"a status that is none", CLOSES, "HTTP/1.1 2OO OK\r\n\r\n", NULL, "bad-answer"},
    {"status 999", CLOSES, "HTTP/1.1 999 No\r\nContent-Length: 0\r\n\r\n", NULL, "server-error"},
    {"another protocol", CLOSES, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: h2c\r\n\r\nabc",
     NULL, "bad-answer"},

    {"bomb", BOMBS, OK GZIP "\r\n", NULL, "too-large"},
    {"gzip that is none", CLOSES, OK GZIP "\r\nno gzip", NULL, "bad-answer"},
    {"brotli that is none", CLOSES, OK "Content-Encoding: br\r\n\r\nno brotli", NULL, "bad-answer"},
    {"zstd that is none", CLOSES, OK "Content-Encoding: zstd\r\n\r\nno zstd", NULL, "bad-answer"},
    {"twenty codings", CLOSES,
     OK "Content-Encoding: gzip,gzip,gzip,gzip,gzip,gzip,gzip,gzip,gzip,gzip,gzip,gzip,gzip,gzip,"
        "gzip,gzip,gzip,gzip,gzip,gzip\r\n\r\nabc",
     NULL, "bad-answer"},

    {"leads to itself", CLOSES, TO "/" END, NULL, "redirects"},
    {"leads to a file", CLOSES, TO "file:///etc/passwd" END, NULL, "redirects"},
    {"leads to FTP", CLOSES, TO "ftp://127.0.0.2/" END, NULL, "redirects"},
    {"leads to gopher", CLOSES, TO "gopher://127.0.0.2:%PORT/_x" END, NULL, "redirects"},
    {"leads to dict", CLOSES, TO "dict://127.0.0.2:%PORT/x" END, NULL, "redirects"},
    {"leads to a script", CLOSES, TO "javascript:alert(1)" END, NULL, "redirects"},
    {"leads on with a password", CLOSES, TO "http://a:b@127.0.0.2:%PORT/" END, NULL, "redirects"},
    {"leads within", CLOSES, TO "http://127.0.0.2:%PORT/" END, NULL, "refused-address"},
    {"within, as a number", CLOSES, TO "http://2130706434:%PORT/" END, NULL, "refused-address"},
    {"within, as hexadecimal", CLOSES, TO "http://0x7f000002:%PORT/" END, NULL, "refused-address"},
    {"within, as octal", CLOSES, TO "http://0177.0.0.2:%PORT/" END, NULL, "refused-address"},
    {"within, shortened", CLOSES, TO "http://127.2:%PORT/" END, NULL, "refused-address"},
    {"within, as IPv6", CLOSES, TO "http://[::ffff:127.0.0.2]:%PORT/" END, NULL, "refused-address"},
    {"within, by NAT64", CLOSES, TO "http://[64:ff9b::127.0.0.2]:%PORT/" END, NULL,
     "refused-address"},
    {"to IPv6's loopback", CLOSES, TO "http://[::1]:%PORT/" END, NULL, "refused-address"},
    {"to this network", CLOSES, TO "http://0.0.0.0:%PORT/" END, NULL, "refused-address"},
    {"to the cloud's metadata", CLOSES, TO "http://169.254.169.254/latest/" END, NULL,
     "refused-address"},
    {"to a private network", CLOSES, TO "http://10.0.0.1/" END, NULL, "refused-address"},
    {"to a link's addresses", CLOSES, TO "http://[fe80::1]/" END, NULL, "refused-address"},
    {"to a multicast address", CLOSES, TO "http://224.0.0.1/" END, NULL, "refused-address"},

    {"entities of entities", CLOSES,
     XML "<!DOCTYPE rss [<!ENTITY a 'ha'><!ENTITY b '&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;'><!ENTITY c "
         "'&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;'><!ENTITY d '&c;&c;&c;&c;&c;&c;&c;&c;&c;&c;'><!ENTITY e "
         "'&d;&d;&d;&d;&d;&d;&d;&d;&d;&d;'><!ENTITY f '&e;&e;&e;&e;&e;&e;&e;&e;&e;&e;'><!ENTITY g "
         "'&f;&f;&f;&f;&f;&f;&f;&f;&f;&f;'>]><rss version='2.0'><channel><title>&g;</title><item>"
         "<title>&g;</title><link>http://a.example/</link></item></channel></rss>",
     NULL, NULL},
    {"entity of a file", CLOSES,
     XML "<!DOCTYPE rss [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><rss version='2.0'><channel>"
         "<title>&x;</title></channel></rss>",
     NULL, NULL},
    {"entity of an address", CLOSES,
     XML "<!DOCTYPE rss SYSTEM 'http://127.0.0.2:%PORT/a.dtd' [<!ENTITY x SYSTEM "
         "'http://127.0.0.2:%PORT/'>]><rss version='2.0'><channel><title>&x;</title></channel>"
         "</rss>",
     NULL, NULL},
    {"elements without end", REPEATS, XML "<rss version='2.0'>", "<channel><item>", "too-large"},
};

#define ROWS (sizeof(rows) / sizeof(rows[0]))

/* As large as a body may be, and made to need much more when it is read. */
static const struct hostile large[] = {
    {"entries", FILLS, XML "<rss><channel>", "<item><link>/a</link></item>", NULL},
    {"elements", FILLS, XML "<rss><channel>", "<a/>", NULL},
    {"elements of an entry", FILLS, XML "<rss><channel><item>", "<a/>", NULL},
    {"open elements", FILLS, XML "<rss><channel>", "<a>", NULL},
    {"open entries", FILLS, XML "<rss><channel>", "<item>", NULL},
    {"attributes", FILLS, XML "<rss><channel><item>", "<a a='' b='' c='' d='' e='' f=''/>", NULL},
    {"ampersands", FILLS, XML "<rss><channel><item><title>", "& ", NULL},
    {"a title", FILLS, XML "<rss><channel><item><title>", "wool ", NULL},
    {"a text of markup", FILLS, XML "<rss><channel><item><description>", "&lt;p>x", NULL},
    {"texts", FILLS, XML "<rss><channel>", "<item><title>&lt;b>x</title></item>", NULL},
    {"sitemap", FILLS, XML "<urlset xmlns='http://www.sitemaps.org/schemas/sitemap/0.9'>",
     "<url><loc>http://a.example/2025/05/15/looms-and-more-looms.html</loc></url>", NULL},
    {"JSON", FILLS, OK "\r\n{\"version\":1,\"items\":[", "{},", NULL},
    {"brackets", FILLS, OK "\r\n[", "[", NULL},
    {"a page", FILLS, OK "\r\n<html><body>", "<p>x", NULL},
};

#define LARGE (sizeof(large) / sizeof(large[0]))

/* ---- The servers: a process each, so that they block and flood as they like. ---- */

static void send_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t sent = send(fd, bytes, len, 0);
        if (sent <= 0)
            _exit(0); /* the other side has had enough */
        bytes += sent;
        len -= (size_t)sent;
    }
}

static void send_bomb(int fd)
{
    static char zeros[1 << 16], packed[1 << 16];
    z_stream stream = {0};
    deflateInit2(&stream, 9, Z_DEFLATED, 16 + MAX_WBITS, 9, Z_DEFAULT_STRATEGY);
    for (;;) {
        stream.next_in = (unsigned char *)zeros;
        stream.avail_in = sizeof(zeros);
        stream.next_out = (unsigned char *)packed;
        stream.avail_out = sizeof(packed);
        deflate(&stream, Z_SYNC_FLUSH);
        send_all(fd, packed, sizeof(packed) - stream.avail_out);
    }
}

/* Many at a time: that one is cut off shall not depend on how fast it comes. */
static void send_flood(int fd, const char *drop)
{
    struct buf flood = {0};
    while (flood.len < 1 << 16)
        buf_puts(&flood, drop);
    for (;;)
        send_all(fd, flood.data, flood.len);
}

static void send_drops(int fd, const char *drops)
{
    for (const char *at = drops;; at = at[1] ? at + 1 : drops) {
        send_all(fd, at, 1);
        nanosleep(&(struct timespec){.tv_nsec = 100000000}, NULL);
    }
}

static void reset(int fd)
{
    setsockopt(fd, SOL_SOCKET, SO_LINGER, &(struct linger){1, 0}, sizeof(struct linger));
    close(fd);
}

static void send_much(int fd, const char *drop)
{
    struct buf much = {0};
    while (much.len + strlen(drop) < FILLED)
        buf_puts(&much, drop);
    send_all(fd, much.data, much.len);
}

/* The row is told by the host that is asked: "h7.localhost", those that are large come last. */
static const struct hostile *read_row(int fd)
{
    char request[4096];
    size_t len = 0;
    while (len < sizeof(request) - 1) {
        ssize_t got = recv(fd, request + len, sizeof(request) - 1 - len, 0);
        if (got <= 0)
            _exit(0);
        len += (size_t)got;
        request[len] = '\0';
        if (strstr(request, "\r\n\r\n"))
            break;
    }
    const char *host = strstr(request, "Host: h");
    size_t row = host ? strtoul(host + 7, NULL, 10) : ROWS;
    return row < ROWS                          ? &rows[row]
           : row > ROWS && row <= ROWS + LARGE ? &large[row - ROWS - 1]
                                               : NULL;
}

static void serve(int fd, const char *port)
{
    const struct hostile *row = read_row(fd);
    const char *bytes = row ? row->bytes : OK "Content-Length: 4\r\n\r\ngood";
    for (const char *at; (at = strstr(bytes, "%PORT")); bytes = at + strlen("%PORT")) {
        send_all(fd, bytes, (size_t)(at - bytes));
        send_all(fd, port, strlen(port));
    }
    send_all(fd, bytes, strlen(bytes));
    if (row && row->act == RESETS)
        reset(fd);
    while (row && row->act == HOLDS)
        pause();
    if (row && row->act == REPEATS)
        send_flood(fd, row->more);
    if (row && row->act == DRIPS)
        send_drops(fd, row->more);
    if (row && row->act == BOMBS)
        send_bomb(fd);
    if (row && row->act == FILLS)
        send_much(fd, row->more);
    _exit(0);
}

static int listen_at(const char *text, uint16_t *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t len = sizeof(address);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    inet_pton(AF_INET, text, &address.sin_addr);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(listen(fd, 256), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &len), 0);
    *port = ntohs(address.sin_port);
    return fd;
}

/* Returns the process group of all of them. */
static pid_t start_servers(int fd, uint16_t forbidden)
{
    char port[8];
    snprintf(port, sizeof(port), "%u", forbidden);
    pid_t group = fork();
    assert_true(group >= 0);
    if (group > 0)
        return group;
    setpgid(0, 0);
    signal(SIGCHLD, SIG_IGN);
    signal(SIGPIPE, SIG_IGN);
    for (;;) {
        int connection = accept(fd, NULL, NULL);
        if (connection >= 0 && fork() == 0)
            serve(connection, port);
        close(connection);
    }
}

/* ---- What comes of it. ---- */

struct result {
    char cause[32]; /* "" for a document */
    int64_t ms;
    int calls;
    bool leaked; /* something of this machine's files is in it */
    size_t longest;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void read_feed(const struct document *document, struct result *result)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    const struct feed *feed = feed_parse(document->body, document->body_len, document->content_type,
                                         NULL, false, arena, diags);
    const char *title = feed && feed->title ? feed->title : "";
    result->leaked = strstr(title, "root:") != NULL;
    result->longest = strlen(title);
    diags_free(diags);
    arena_free(arena);
}

static void take(const struct http_response *response, void *context)
{
    struct result *result = context;
    result->calls++;
    result->ms = now_ms() - result->ms;
    snprintf(result->cause, sizeof(result->cause), "%s", response->cause ? response->cause : "");
    if (response->document)
        read_feed(response->document, result);
}

static struct http *new_http(void)
{
    struct http_options options = http_defaults();
    options.host_delay_ms = 0;
    options.timeout_ms = TIMEOUT_MS;
    assert_int_equal(address_ranges_parse("127.0.0.1", &options.allowed), 0);
    return http_new(&options);
}

static void ask(struct http *http, size_t row, uint16_t port, struct result *result)
{
    char url[60];
    snprintf(url, sizeof(url), "http://h%zu.localhost:%u/", row, port);
    result->ms = now_ms();
    http_get(http, &(struct http_request){.url = url}, take, result);
}

static long memory_kb(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

static bool is_as_it_should(const struct hostile *row, const struct result *result)
{
    bool well = result->calls == 1 && strcmp(result->cause, row->cause ? row->cause : "") == 0 &&
                result->ms <= ENOUGH_MS && !result->leaked && result->longest <= TITLE_MAX;
    if (!well)
        print_error("%s: %d calls, '%s', %d ms, leaked %d, %zu bytes\n", row->name, result->calls,
                    result->cause, (int)result->ms, result->leaked, result->longest);
    return well;
}

static void test_all_at_once(void **state)
{
    (void)state;
    uint16_t port, forbidden;
    static struct result results[ROWS + 1];
    int within = listen_at("127.0.0.2", &forbidden);
    int fd = listen_at("127.0.0.1", &port);
    pid_t servers = start_servers(fd, forbidden);
    struct http *http = new_http();
    long before = memory_kb();
    for (size_t row = 0; row <= ROWS; row++)
        ask(http, row, port, &results[row]);
    http_perform(http);
    http_free(http);
    long after = memory_kb();
    kill(-servers, SIGKILL);
    waitpid(servers, NULL, 0);
    close(fd);
    assert_int_equal(fcntl(within, F_SETFL, O_NONBLOCK), 0);
    assert_int_equal(accept(within, NULL, NULL), -1); /* nobody has come */
    close(within);

    assert_true(ROWS >= 40);
    size_t well = 0;
    for (size_t row = 0; row < ROWS; row++)
        well += is_as_it_should(&rows[row], &results[row]);
    assert_int_equal(well, ROWS);
    assert_string_equal(results[ROWS].cause, ""); /* the good one */
#ifndef __SANITIZE_ADDRESS__                      /* which keeps what was freed */
    assert_in_range(after - before, 0, MEMORY_KB_MAX);
#endif
    print_message("%zu hostile servers: %ld KiB of memory\n", ROWS, after - before);
}

/* One after the other, so that it is known which one needs how much. */
static void test_large_ones(void **state)
{
    (void)state;
    uint16_t port;
    int fd = listen_at("127.0.0.1", &port);
    pid_t servers = start_servers(fd, 1);
    struct http *http = new_http();
    long before = memory_kb(), last = before;
    for (size_t i = 0; i < LARGE; i++) {
        struct result result = {0};
        ask(http, ROWS + 1 + i, port, &result);
        http_perform(http);
        assert_true(is_as_it_should(&large[i], &result));
        if (memory_kb() > last)
            print_message("%s: %ld KiB more\n", large[i].name, memory_kb() - last);
        last = memory_kb();
    }
    http_free(http);
    kill(-servers, SIGKILL);
    waitpid(servers, NULL, 0);
    close(fd);
#ifndef __SANITIZE_ADDRESS__
    assert_in_range(last - before, 0, MEMORY_KB_MAX);
#endif
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_large_ones),
                                       cmocka_unit_test(test_all_at_once)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
