#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "cli/workers.h"

#ifdef __SANITIZE_ADDRESS__
#define CONFINED false
#else
#define CONFINED true
#endif

static char *text_of(const char *text)
{
    return mem_strdup(text);
}

static char *hang(void)
{
    for (volatile bool on = true; on;)
        continue;
    return NULL;
}

static char *crash(void)
{
    raise(SIGKILL);
    return text_of("alive");
}

static char *flood(void)
{
    for (size_t i = 0; i < 1000; i++)
        memset(mem_alloc(16 << 20), 1, 16 << 20);
    return text_of("dry");
}

static char *open_file(void)
{
    return text_of(open("/etc/passwd", O_RDONLY) < 0 ? "refused" : "opened");
}

static char *open_socket(void)
{
    return text_of(socket(AF_INET, SOCK_STREAM, 0) < 0 ? "refused" : "opened");
}

static char *count_files(void)
{
    size_t count = 0;
    for (int file = 0; file < 256; file++)
        count += read(file, NULL, 0) == 0 || write(file, NULL, 0) == 0;
    return text_of(count == 4 ? "four" : "more");
}

static char *echo(const struct document *document, const struct source *source)
{
    struct buf out = {0};
    buf_printf(&out, "%s|%s|%s|%s|%d|%d|%s|%zu|%s", document->url, document->final_url,
               document->content_type ? document->content_type : "none",
               document->headers ? document->headers : "none", document->status,
               (int)document->fetched, document->sha256, document->body_len,
               source ? source->id : "none");
    return buf_detach(&out);
}

/* The body says what the reader does. */
static char *read_document(const struct document *document, const struct source *source,
                           void *context)
{
    static const struct {
        const char *word;
        char *(*act)(void);
    } acts[] = {{"hang", hang},      {"crash", crash},        {"flood", flood},
                {"file", open_file}, {"socket", open_socket}, {"files", count_files}};
    (*(int *)context)++;
    for (size_t i = 0; i < sizeof(acts) / sizeof(*acts); i++)
        if (strcmp(document->body, acts[i].word) == 0)
            return acts[i].act();
    return strcmp(document->body, "echo") == 0 ? echo(document, source) : text_of(document->body);
}

static void keep_result(const struct worker_result *result, void *context)
{
    buf_printf(context, "%s%s\n", result->text ? result->text : "! ",
               result->text ? "" : result->cause);
}

static void give(struct workers *workers, const char *body, struct buf *out)
{
    struct document document = {
        .url = "a", .final_url = "b", .body = body, .body_len = strlen(body)};
    workers_read(workers, &document, NULL, keep_result, out);
}

static int calls;

static struct workers *start(size_t jobs, double seconds, size_t memory)
{
    struct reader reader = {read_document, &calls};
    struct workers_limits limits = {jobs, seconds, memory};
    return workers_new(&reader, &limits);
}

static void assert_gives(size_t jobs, double seconds, const char *const *bodies, const char *want)
{
    struct buf out = {0};
    struct workers *workers = start(jobs, seconds, (size_t)64 << 20);
    for (; *bodies; bodies++)
        give(workers, *bodies, &out);
    workers_finish(workers);
    workers_free(workers);
    assert_string_equal(buf_text(&out), want);
    buf_free(&out);
}

static void hands_over_the_whole_document(void **state)
{
    (void)state;
    struct source source = {.id = "courier"};
    struct document document = {.url = "https://news.example/1",
                                .final_url = "https://news.example/one",
                                .headers = "A: b",
                                .status = 203,
                                .fetched = 77,
                                .body = "echo",
                                .body_len = 4,
                                .sha256 = "abcd"};
    struct buf out = {0};
    struct workers *workers = start(1, 30, (size_t)64 << 20);
    workers_read(workers, &document, &source, keep_result, &out);
    workers_finish(workers);
    assert_string_equal(
        buf_text(&out),
        "https://news.example/1|https://news.example/one|none|A: b|203|77|abcd|4|courier\n");
    buf_free(&out);
    workers_free(workers);
}

static void gives_results_in_order(void **state)
{
    (void)state;
    struct buf out = {0}, want = {0};
    struct workers *workers = start(3, 30, (size_t)64 << 20);
    for (int i = 0; i < 300; i++) {
        char body[16];
        snprintf(body, sizeof(body), "page %d", i);
        give(workers, body, &out);
        buf_printf(&want, "page %d\n", i);
    }
    workers_finish(workers);
    assert_string_equal(buf_text(&out), buf_text(&want));
    buf_free(&out);
    buf_free(&want);
    workers_free(workers);
}

static void carries_long_documents_and_answers(void **state)
{
    (void)state;
    const size_t size = (size_t)8 << 20;
    struct buf out = {0};
    char *body = mem_alloc(size + 1);
    memset(body, 'x', size);
    struct workers *workers = start(2, 30, (size_t)128 << 20);
    give(workers, body, &out);
    give(workers, body, &out);
    workers_finish(workers);
    assert_int_equal(out.len, 2 * (size + 1));
    free(body);
    buf_free(&out);
    workers_free(workers);
}

static void goes_on_behind_one_that_hangs(void **state)
{
    (void)state;
    assert_gives(2, 0.3, (const char *[]){"one", "hang", "two", "three", "hang", "four", NULL},
                 "one\n! time-limit\ntwo\nthree\n! time-limit\nfour\n");
}

static void goes_on_behind_one_that_crashes(void **state)
{
    (void)state;
    assert_gives(1, 30, (const char *[]){"one", "crash", "two", "crash", "crash", "three", NULL},
                 "one\n! crash\ntwo\n! crash\n! crash\nthree\n");
}

static void goes_on_behind_one_that_takes_all_memory(void **state)
{
    (void)state;
    if (!CONFINED)
        skip();
    assert_gives(1, 30, (const char *[]){"one", "flood", "two", NULL},
                 "one\n! memory-limit\ntwo\n");
}

static void lets_a_worker_open_nothing(void **state)
{
    (void)state;
    if (!CONFINED)
        skip();
    assert_gives(1, 30, (const char *[]){"file", "socket", "two", NULL}, "! crash\n! crash\ntwo\n");
}

static void leaves_a_worker_no_file_of_the_parents(void **state)
{
    (void)state;
    int pipe_ends[2];
    assert_int_equal(pipe(pipe_ends), 0);
    assert_gives(1, 30, (const char *[]){"files", NULL}, "four\n");
    close(pipe_ends[0]);
    close(pipe_ends[1]);
}

static void reads_in_other_processes(void **state)
{
    (void)state;
    calls = 0;
    assert_gives(2, 30, (const char *[]){"one", "two", NULL}, "one\ntwo\n");
    assert_int_equal(calls, 0);
}

static void gives_up_what_is_not_waited_for(void **state)
{
    (void)state;
    struct buf out = {0};
    struct workers *workers = start(1, 30, (size_t)64 << 20);
    give(workers, "hang", &out);
    workers_free(workers);
    assert_string_equal(buf_text(&out), "");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(hands_over_the_whole_document),
        cmocka_unit_test(gives_results_in_order),
        cmocka_unit_test(carries_long_documents_and_answers),
        cmocka_unit_test(goes_on_behind_one_that_hangs),
        cmocka_unit_test(goes_on_behind_one_that_crashes),
        cmocka_unit_test(goes_on_behind_one_that_takes_all_memory),
        cmocka_unit_test(lets_a_worker_open_nothing),
        cmocka_unit_test(leaves_a_worker_no_file_of_the_parents),
        cmocka_unit_test(reads_in_other_processes),
        cmocka_unit_test(gives_up_what_is_not_waited_for),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
