#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>
#include <zstd.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "fetch/http.h"
#include "tests/support/folder.h"
#include "tests/support/server.h"

#define MB ((size_t)1024 * 1024)

/* One of each for a test; `got` is a copy of the last response, in the arena. */
struct fixture {
    struct arena *arena;
    char *folder;
    struct server *server;
    struct http_options options;
    struct http *http;
    struct http_response got;
    struct document document;
    size_t calls;
};

static int set_up(void **state)
{
    struct fixture *f = mem_alloc(sizeof(*f));
    f->arena = arena_new();
    f->folder = folder_new();
    f->server = server_start(f->folder, 0);
    f->options = http_defaults();
    f->options.host_delay_ms = 0;
    address_ranges_parse("127.0.0.0/8", &f->options.allowed);
    f->http = http_new(&f->options);
    *state = f;
    return f->server ? 0 : -1;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    http_free(f->http);
    server_stop(f->server);
    folder_remove(f->folder);
    arena_free(f->arena);
    free(f);
    return 0;
}

static void change_options(struct fixture *f)
{
    http_free(f->http);
    f->http = http_new(&f->options);
}

static void keep(const struct http_response *response, void *context)
{
    struct fixture *f = context;
    struct arena *arena = f->arena;
    f->calls++;
    f->got = *response;
    f->got.url = arena_strdup(arena, response->url);
    f->got.final_url = arena_strdup(arena, response->final_url);
    f->got.etag = arena_strdup(arena, response->etag);
    f->got.last_modified = arena_strdup(arena, response->last_modified);
    f->got.retry_after = arena_strdup(arena, response->retry_after);
    f->got.cause = arena_strdup(arena, response->cause);
    f->got.message = arena_strdup(arena, response->message);
    if (response->document) {
        const struct document *document = response->document;
        f->document = *document;
        f->document.url = f->got.url;
        f->document.final_url = f->got.final_url;
        f->document.content_type = arena_strdup(arena, document->content_type);
        f->document.headers = arena_strdup(arena, document->headers);
        f->document.body = arena_strndup(arena, document->body, document->body_len);
        f->got.document = &f->document;
    }
}

static void get(struct fixture *f, const char *url, const char *etag, const char *last_modified)
{
    size_t calls = f->calls;
    http_get(f->http,
             &(struct http_request){.url = url, .etag = etag, .last_modified = last_modified}, keep,
             f);
    assert_int_equal(f->calls, calls);
    http_perform(f->http);
    assert_int_equal(f->calls, calls + 1);
}

static void get_path(struct fixture *f, const char *path)
{
    get(f, server_url(f->server, path), NULL, NULL);
}

static void answer(struct fixture *f, const char *path, struct server_answer content)
{
    server_answer(f->server, path, &content);
}

static void assert_failed(const struct fixture *f, const char *cause, int status)
{
    assert_null(f->got.document);
    assert_false(f->got.not_modified);
    assert_non_null(f->got.cause);
    assert_string_equal(f->got.cause, cause);
    assert_non_null(f->got.message);
    assert_int_equal(f->got.status, status);
}

static void assert_body(const struct fixture *f, const char *body)
{
    if (f->got.cause)
        fail_msg("%s: %s (%s)", f->got.url, f->got.cause, f->got.message);
    assert_non_null(f->got.document);
    assert_int_equal(f->document.body_len, strlen(body));
    assert_string_equal(f->document.body, body);
}

static void write_page(const struct fixture *f, const char *name, const char *text)
{
    char *path = folder_path(f->folder, name);
    assert_int_equal(file_write(path, text, strlen(text)), 0);
    free(path);
}

static void test_a_page_becomes_a_document(void **state)
{
    struct fixture *f = *state;
    char hex[HASH_HEX_SIZE];
    write_page(f, "a.html", "<p>Chips are sold.");
    get_path(f, "/a.html#part");

    assert_body(f, "<p>Chips are sold.");
    assert_null(f->got.message);
    assert_int_equal(f->document.status, 200);
    assert_string_equal(f->document.url, server_url(f->server, "/a.html#part"));
    assert_string_equal(f->document.final_url, server_url(f->server, "/a.html"));
    assert_string_equal(f->document.content_type, "text/html; charset=utf-8");
    assert_non_null(strstr(f->document.headers, "Content-Length: 18\r\n"));
    assert_null(strstr(f->document.headers, "HTTP/1.1"));
    assert_true(f->document.fetched > 1700000000);
    hash_hex("<p>Chips are sold.", 18, hex);
    assert_string_equal(f->document.sha256, hex);
}

static void test_says_who_asks_and_no_more(void **state)
{
    struct fixture *f = *state;
    f->options.version = "1";
    f->options.contact = "https://desk.example/bot";
    change_options(f);
    answer(f, "/a",
           (struct server_answer){.headers = "Set-Cookie: id=1\nLocation: /b\n", .status = 302});
    answer(f, "/b", (struct server_answer){.body = "b"});
    get_path(f, "/a");
    assert_body(f, "b");
    const struct server_request *request = server_request(f->server, 1);
    assert_string_equal(request->path, "/b");
    assert_string_equal(request->user_agent, "newsledger/1 (+https://desk.example/bot)");
    assert_null(strcasestr(request->headers, "Cookie:"));
    assert_null(strcasestr(request->headers, "Referer:"));
    assert_null(strcasestr(request->headers, "Authorization:"));
    assert_non_null(strcasestr(request->headers, "gzip"));
}

static void test_conditional_requests(void **state)
{
    struct fixture *f = *state;
    write_page(f, "feed.xml", "<rss/>");
    get_path(f, "/feed.xml");
    const char *etag = f->got.etag, *last_modified = f->got.last_modified;
    assert_non_null(etag);
    assert_non_null(last_modified);

    const char *url = server_url(f->server, "/feed.xml");
    get(f, url, etag, last_modified);
    assert_true(f->got.not_modified);
    assert_null(f->got.document);
    assert_null(f->got.cause);
    assert_int_equal(f->got.status, 304);
    assert_string_equal(server_request(f->server, 1)->if_none_match, etag);
    assert_string_equal(server_request(f->server, 1)->if_modified_since, last_modified);

    get(f, url, NULL, last_modified);
    assert_true(f->got.not_modified);

    write_page(f, "feed.xml", "<rss>new</rss>");
    get(f, url, etag, NULL);
    assert_false(f->got.not_modified);
    assert_body(f, "<rss>new</rss>");
    assert_string_not_equal(f->got.etag, etag);
}

static void test_validators_are_kept_verbatim(void **state)
{
    struct fixture *f = *state;
    answer(f, "/weak",
           (struct server_answer){.body = "x",
                                  .headers = "ETag: W/\"a,b \\\"\nLast-Modified: yesterday\n"});
    get_path(f, "/weak");
    assert_string_equal(f->got.etag, "W/\"a,b \\\"");
    assert_string_equal(f->got.last_modified, "yesterday");
    get(f, server_url(f->server, "/weak"), f->got.etag, f->got.last_modified);
    assert_string_equal(server_request(f->server, 1)->if_none_match, "W/\"a,b \\\"");
    assert_string_equal(server_request(f->server, 1)->if_modified_since, "yesterday");

    get(f, server_url(f->server, "/weak"), "x\r\nX-Forged: 1", "");
    assert_null(server_request(f->server, 2)->if_none_match);
    assert_null(server_request(f->server, 2)->if_modified_since);
    assert_null(strstr(server_request(f->server, 2)->headers, "Forged"));
}

static void test_304_that_nobody_asked_for_is_a_failure(void **state)
{
    struct fixture *f = *state;
    answer(f, "/a", (struct server_answer){.status = 304});
    get_path(f, "/a");
    assert_failed(f, "bad-answer", 304);
}

static void test_errors_of_the_server(void **state)
{
    struct fixture *f = *state;
    get_path(f, "/missing");
    assert_failed(f, "gone", 404);
    assert_string_equal(f->got.message, "the server answers with status 404");

    answer(f, "/500", (struct server_answer){.status = 500, .body = "sorry"});
    get_path(f, "/500");
    assert_failed(f, "server-error", 500);

    answer(f, "/long",
           (struct server_answer){.status = 410, .filler = SERVER_ENDLESS, .no_length = true});
    get_path(f, "/long");
    assert_failed(f, "gone", 410);

    answer(f, "/204", (struct server_answer){.status = 204});
    get_path(f, "/204");
    assert_failed(f, "bad-answer", 204);

    answer(f, "/503", (struct server_answer){.status = 503, .headers = "Retry-After: 120\n"});
    get_path(f, "/503");
    assert_failed(f, "rate-limited", 503);
    assert_string_equal(f->got.retry_after, "120");
    get_path(f, "/long"); /* the host has had enough, and is not asked */
    assert_failed(f, "rate-limited", 0);
}

static void test_follows_redirects(void **state)
{
    struct fixture *f = *state;
    answer(f, "/old/a",
           (struct server_answer){.status = 301, .headers = "Location: ../b?x=1#top\n"});
    answer(f, "/b",
           (struct server_answer){.status = 307, .headers = "Location: /c\n", .body = "moved"});
    answer(f, "/c", (struct server_answer){.body = "here", .headers = "ETag: \"c\"\n"});
    get(f, server_url(f->server, "/old/a"), "\"c\"", NULL);
    assert_body(f, "here");
    assert_string_equal(f->got.url, server_url(f->server, "/old/a"));
    assert_string_equal(f->got.final_url, server_url(f->server, "/c"));
    assert_string_equal(f->got.etag, "\"c\"");
    assert_string_equal(server_request(f->server, 2)->if_none_match, "\"c\"");
    assert_null(strstr(f->document.headers, "Location"));
}

static void test_follows_redirects_to_another_host(void **state)
{
    struct fixture *f = *state;
    char headers[100];
    snprintf(headers, sizeof(headers), "Location: http://other.localhost:%u/b\n",
             server_port(f->server));
    answer(f, "/a", (struct server_answer){.status = 302, .headers = headers});
    answer(f, "/b", (struct server_answer){.body = "there"});
    get_path(f, "/a");
    assert_body(f, "there");
    assert_non_null(strstr(server_request(f->server, 1)->headers, "Host: other.localhost"));
}

static void test_refuses_bad_redirects(void **state)
{
    struct fixture *f = *state;
    static const char *const targets[] = {"Location: file:///etc/passwd\n",
                                          "Location: ftp://127.0.0.1/\n",
                                          "Location: http://user:secret@127.0.0.1/\n"};
    for (size_t i = 0; i < sizeof(targets) / sizeof(targets[0]); i++) {
        answer(f, "/a", (struct server_answer){.status = 302, .headers = targets[i]});
        get_path(f, "/a");
        assert_failed(f, "redirects", 302);
    }
    answer(f, "/nowhere", (struct server_answer){.status = 302});
    get_path(f, "/nowhere");
    assert_failed(f, "bad-answer", 302);

    answer(f, "/loop", (struct server_answer){.status = 301, .headers = "Location: /loop\n"});
    size_t before = server_request_count(f->server);
    get_path(f, "/loop");
    assert_failed(f, "redirects", 301);
    assert_int_equal(server_request_count(f->server) - before, 11);
}

static void test_a_page_that_ends_early_is_no_document(void **state)
{
    struct fixture *f = *state;
    answer(f, "/length", (struct server_answer){.body = "<p>half a page", .cut = true});
    get_path(f, "/length");
    assert_failed(f, "unreachable", 200);

    answer(f, "/chunked", (struct server_answer){.filler = MB, .no_length = true, .cut = true});
    get_path(f, "/chunked");
    assert_failed(f, "unreachable", 200);
}

static void test_a_page_over_the_limit(void **state)
{
    struct fixture *f = *state;
    answer(f, "/announced", (struct server_answer){.filler = 50 * MB});
    get_path(f, "/announced");
    assert_failed(f, "too-large", 200);

    answer(f, "/chunked", (struct server_answer){.filler = 50 * MB, .no_length = true});
    get_path(f, "/chunked");
    assert_failed(f, "too-large", 200);

    answer(f, "/endless", (struct server_answer){.filler = SERVER_ENDLESS, .no_length = true});
    get_path(f, "/endless");
    assert_failed(f, "too-large", 200);

    f->options.max_bytes = 1000;
    change_options(f);
    answer(f, "/1000", (struct server_answer){.filler = 1000, .no_length = true});
    get_path(f, "/1000");
    assert_non_null(f->got.document);
    assert_int_equal(f->document.body_len, 1000);
    answer(f, "/1001", (struct server_answer){.filler = 1001, .no_length = true});
    get_path(f, "/1001");
    assert_failed(f, "too-large", 200);
    assert_string_equal(f->got.message, "the page has more than 1000 bytes");
}

static struct server_answer compressed(struct arena *arena, size_t len)
{
    size_t room = ZSTD_compressBound(len);
    char *plain = mem_alloc(len), *packed = arena_alloc(arena, room);
    size_t size = ZSTD_compress(packed, room, plain, len, 1);
    assert_false(ZSTD_isError(size));
    free(plain);
    return (struct server_answer){
        .headers = "Content-Encoding: zstd\n", .body = packed, .body_len = size};
}

static void test_bytes_are_counted_after_decompression(void **state)
{
    struct fixture *f = *state;
    answer(f, "/small", compressed(f->arena, MB));
    get_path(f, "/small");
    assert_non_null(f->got.document);
    assert_int_equal(f->document.body_len, MB);

    struct server_answer bomb = compressed(f->arena, 50 * MB);
    assert_true(bomb.body_len < MB / 10);
    answer(f, "/bomb", bomb);
    get_path(f, "/bomb");
    assert_failed(f, "too-large", 200);

    answer(f, "/broken",
           (struct server_answer){.headers = "Content-Encoding: gzip\n", .body = "no gzip"});
    get_path(f, "/broken");
    assert_failed(f, "bad-answer", 200);
}

static void test_headers_are_bounded(void **state)
{
    struct fixture *f = *state;
    struct buf headers = {0};
    for (int i = 0; headers.len < 100 * (size_t)1024; i++)
        buf_printf(&headers, "X-%d: %0500d\n", i, 0);
    answer(f, "/a", (struct server_answer){.headers = headers.data, .body = "x"});
    get_path(f, "/a");
    assert_failed(f, "too-large", 200);
    buf_free(&headers);
}

static void test_unusable_addresses(void **state)
{
    struct fixture *f = *state;
    static const char *const urls[] = {"", "news.example", "ftp://127.0.0.1/", "file:///etc/passwd",
                                       "http://user:secret@127.0.0.1/"};
    for (size_t i = 0; i < sizeof(urls) / sizeof(urls[0]); i++) {
        get(f, urls[i], NULL, NULL);
        assert_failed(f, "bad-url", 0);
        assert_string_equal(f->got.url, urls[i]);
    }
}

static void test_private_addresses_are_refused_unless_allowed(void **state)
{
    struct fixture *f = *state;
    char url[100];
    f->options.allowed.count = 0;
    change_options(f);
    get_path(f, "/");
    assert_failed(f, "refused-address", 0);
    snprintf(url, sizeof(url), "http://localhost:%u/", server_port(f->server));
    get(f, url, NULL, NULL);
    assert_failed(f, "refused-address", 0);
    snprintf(url, sizeof(url), "http://[::ffff:127.0.0.1]:%u/", server_port(f->server));
    get(f, url, NULL, NULL);
    assert_failed(f, "refused-address", 0);
    assert_int_equal(server_request_count(f->server), 0);
}

/* A socket that listens and never answers; closed, its port refuses connections. */
static int listen_only(char *url, size_t size, const char *scheme)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(address);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    assert_int_equal(bind(fd, (struct sockaddr *)&address, sizeof(address)), 0);
    assert_int_equal(listen(fd, 1), 0);
    assert_int_equal(getsockname(fd, (struct sockaddr *)&address, &len), 0);
    snprintf(url, size, "%s://127.0.0.1:%u/", scheme, ntohs(address.sin_port));
    return fd;
}

static void test_failures_below_http(void **state)
{
    struct fixture *f = *state;
    char url[100];
    f->options.timeout_ms = 50;
    change_options(f);
    int fd = listen_only(url, sizeof(url), "http");
    get(f, url, NULL, NULL);
    assert_failed(f, "slow", 0);
    close(fd);
    get(f, url, NULL, NULL);
    assert_failed(f, "unreachable", 0);

    snprintf(url, sizeof(url), "https://127.0.0.1:%u/", server_port(f->server));
    f->options.timeout_ms = 5000;
    change_options(f);
    get(f, url, NULL, NULL);
    assert_failed(f, "tls", 0);
}

struct chain {
    struct fixture *fixture;
    size_t left;
    size_t good;
};

/* Queues the next request from within the callback, as articles are while feeds come in. */
static void ask_again(const struct http_response *response, void *context)
{
    struct chain *chain = context;
    chain->good += response->document != NULL;
    if (chain->left == 0)
        return;
    chain->left--;
    http_get(chain->fixture->http, &(struct http_request){.url = response->url}, ask_again, chain);
}

static void test_requests_from_callbacks(void **state)
{
    struct fixture *f = *state;
    struct chain chain = {f, 20, 0};
    answer(f, "/a", (struct server_answer){.body = "a"});
    http_get(f->http, &(struct http_request){.url = server_url(f->server, "/a")}, ask_again,
             &chain);
    http_perform(f->http);
    assert_int_equal(chain.good, 21);
}

static void test_one_connection_for_each_host(void **state)
{
    struct fixture *f = *state;
    answer(f, "/a", (struct server_answer){.filler = MB});
    for (int i = 0; i < 30; i++)
        http_get(f->http, &(struct http_request){.url = server_url(f->server, "/a")}, keep, f);
    http_perform(f->http);
    assert_int_equal(f->calls, 30);
    assert_int_equal(server_connections_peak(f->server), 1);
}

static void test_a_pause_holds_up_its_host_alone(void **state)
{
    struct fixture *f = *state;
    char url[100];
    f->options.host_delay_ms = 60;
    change_options(f);
    answer(f, "/a", (struct server_answer){.body = "a"});
    answer(f, "/b", (struct server_answer){.body = "b"});
    for (int i = 0; i < 3; i++)
        http_get(f->http, &(struct http_request){.url = server_url(f->server, "/a")}, keep, f);
    for (int i = 0; i < 3; i++) {
        snprintf(url, sizeof(url), "http://h%d.localhost:%u/b", i, server_port(f->server));
        http_get(f->http, &(struct http_request){.url = url}, keep, f);
    }
    http_perform(f->http);
    assert_int_equal(f->calls, 6);

    /* The first four come from four hosts; only then the paused one again, each time later. */
    int64_t last = 0;
    for (size_t i = 0, seen = 0; i < 6; i++) {
        const struct server_request *request = server_request(f->server, i);
        if (strcmp(request->path, "/a") != 0)
            continue;
        assert_true(seen == 0 || request->arrived - last >= 60);
        assert_true(seen == 0 || i >= 4);
        last = request->arrived;
        seen++;
    }
}

static void test_a_redirect_waits_for_the_host_that_it_leads_to(void **state)
{
    struct fixture *f = *state;
    char headers[120], url[100];
    f->options.host_delay_ms = 60;
    change_options(f);
    snprintf(url, sizeof(url), "http://other.localhost:%u/b", server_port(f->server));
    snprintf(headers, sizeof(headers), "Location: %s\n", url);
    answer(f, "/a", (struct server_answer){.status = 302, .headers = headers});
    answer(f, "/b", (struct server_answer){.body = "b"});
    http_get(f->http, &(struct http_request){.url = url}, keep, f);
    http_get(f->http, &(struct http_request){.url = server_url(f->server, "/a")}, keep, f);
    snprintf(url, sizeof(url), "http://third.localhost:%u/a", server_port(f->server));
    http_get(f->http, &(struct http_request){.url = url}, keep, f);
    http_perform(f->http);
    assert_int_equal(server_request_count(f->server), 5);
    assert_body(f, "b");

    int64_t first = 0;
    for (size_t i = 0; i < 5; i++) {
        const struct server_request *request = server_request(f->server, i);
        if (strcmp(request->path, "/b") != 0)
            continue;
        assert_true(first == 0 || request->arrived - first >= 60);
        first = request->arrived;
    }
}

static void test_no_proxy_from_the_environment(void **state)
{
    struct fixture *f = *state;
    answer(f, "/a", (struct server_answer){.body = "a"});
    setenv("http_proxy", "http://127.0.0.1:1", 1);
    get_path(f, "/a");
    unsetenv("http_proxy");
    assert_body(f, "a");
}

static void test_many_hosts(void **state)
{
    struct fixture *f = *state;
    char url[100];
    answer(f, "/feed", (struct server_answer){.filler = 20000});
    for (int i = 0; i < 200; i++) {
        snprintf(url, sizeof(url), "http://h%d.localhost:%u/feed", i, server_port(f->server));
        http_get(f->http, &(struct http_request){.url = url}, keep, f);
    }
    http_perform(f->http);
    assert_int_equal(f->calls, 200);
    assert_int_equal(server_request_count(f->server), 200);
    assert_non_null(f->got.document);
}

static void count_documents(const struct http_response *response, void *context)
{
    *(size_t *)context += response->document != NULL;
}

/* They have no room beside each other, and come in one after the other; a small one, too. */
static void test_large_pages_of_many_hosts(void **state)
{
    struct fixture *f = *state;
    char url[100];
    size_t documents = 0;
    answer(f, "/large", (struct server_answer){.filler = (uint64_t)7 << 20});
    answer(f, "/small", (struct server_answer){.body = "small"});
    for (int i = 0; i < 6; i++) {
        snprintf(url, sizeof(url), "http://h%d.localhost:%u/%s", i, server_port(f->server),
                 i == 5 ? "small" : "large");
        http_get(f->http, &(struct http_request){.url = url}, count_documents, &documents);
    }
    http_perform(f->http);
    assert_int_equal(documents, 6);
}

/* In a process of its own, since a limit that was lowered stays low. */
static void test_few_descriptors_are_waited_for(void **state)
{
    struct fixture *f = *state;
    char url[100];
    answer(f, "/feed", (struct server_answer){.filler = 20000});
    pid_t child = fork();
    assert_true(child >= 0);
    if (child == 0) {
        setrlimit(RLIMIT_NOFILE, &(struct rlimit){96, 96});
        change_options(f);
        for (int i = 0; i < 200; i++) {
            snprintf(url, sizeof(url), "http://h%d.localhost:%u/feed", i, server_port(f->server));
            http_get(f->http, &(struct http_request){.url = url}, keep, f);
        }
        http_perform(f->http);
        _exit(f->calls == 200 ? 0 : 1);
    }
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_int_equal(status, 0);
    assert_int_equal(server_request_count(f->server), 200);
}

static void test_requests_without_response_are_dropped(void **state)
{
    struct fixture *f = *state;
    http_get(f->http, &(struct http_request){.url = server_url(f->server, "/a")}, keep, f);
    http_get(f->http, &(struct http_request){.url = server_url(f->server, "/b")}, keep, f);
    http_get(f->http, &(struct http_request){.url = ""}, keep, f);
    http_free(f->http);
    f->http = NULL;
    assert_int_equal(f->calls, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_a_page_becomes_a_document, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_says_who_asks_and_no_more, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_conditional_requests, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_validators_are_kept_verbatim, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_304_that_nobody_asked_for_is_a_failure, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_errors_of_the_server, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_follows_redirects, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_follows_redirects_to_another_host, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_refuses_bad_redirects, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_page_that_ends_early_is_no_document, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_page_over_the_limit, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_bytes_are_counted_after_decompression, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_headers_are_bounded, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_unusable_addresses, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_private_addresses_are_refused_unless_allowed, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_failures_below_http, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_requests_from_callbacks, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_one_connection_for_each_host, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_pause_holds_up_its_host_alone, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_redirect_waits_for_the_host_that_it_leads_to, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_no_proxy_from_the_environment, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_many_hosts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_large_pages_of_many_hosts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_few_descriptors_are_waited_for, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_requests_without_response_are_dropped, set_up,
                                        tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
