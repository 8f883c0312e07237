#include "cli/report.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <fcntl.h>
#include <poll.h>
#include <pty.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define TEXT_MAX 4096

static const struct run_counts counts = {.sources_polled = 3,
                                         .sources_unchanged = 1,
                                         .sources_failed = 1,
                                         .articles_new = 7,
                                         .documents = 5,
                                         .facts = 40,
                                         .problems = 2};

static void report_all(bool quiet)
{
    struct report *report = report_new(quiet);
    report_progress(report, &counts, 4, 2);
    report_problem(report, &(struct report_problem){.source = "weekly",
                                                    .stage = "fetch",
                                                    .thing = "https://looms.example/\033[2J",
                                                    .cause = "gone",
                                                    .message = "Not Found"});
    report_progress(report, &counts, 4, 1);
    report_summary(report, &counts);
    report_free(report);
}

/* Standard error is `descriptor` meanwhile. */
static void report_to(int descriptor, bool quiet)
{
    int kept = dup(STDERR_FILENO);
    fflush(stderr);
    assert_int_equal(dup2(descriptor, STDERR_FILENO), STDERR_FILENO);
    report_all(quiet);
    fflush(stderr);
    assert_int_equal(dup2(kept, STDERR_FILENO), STDERR_FILENO);
    close(kept);
}

static void read_all(int descriptor, char text[TEXT_MAX])
{
    size_t len = 0;
    struct pollfd ready = {.fd = descriptor, .events = POLLIN};
    while (len < TEXT_MAX - 1 && poll(&ready, 1, 0) > 0 && ready.revents & POLLIN) {
        ssize_t got = read(descriptor, text + len, TEXT_MAX - 1 - len);
        if (got <= 0)
            break;
        len += (size_t)got;
    }
    text[len] = '\0';
}

static const char *const problem =
    "weekly: fetch: https://looms.example/\\u{1B}[2J: gone: Not Found; if it lasts, check the "
    "address; after 410 it is not asked again\n";

static const char *const summary =
    "sources: 3 polled, 1 unchanged, 1 failed; articles: 7 new, 5 read; facts: 40; problems: 2\n";

static void says_problems_and_a_summary_in_a_log(void **state)
{
    int ends[2];
    char text[TEXT_MAX], want[TEXT_MAX];
    (void)state;
    assert_int_equal(pipe(ends), 0);
    report_to(ends[1], false);
    close(ends[1]);
    read_all(ends[0], text);
    close(ends[0]);
    snprintf(want, sizeof(want), "%s%s", problem, summary);
    assert_string_equal(text, want);
}

static void says_only_problems_when_quiet(void **state)
{
    int ends[2];
    char text[TEXT_MAX];
    (void)state;
    assert_int_equal(pipe(ends), 0);
    report_to(ends[1], true);
    close(ends[1]);
    read_all(ends[0], text);
    close(ends[0]);
    assert_string_equal(text, problem);
}

static void shows_progress_on_a_terminal_and_takes_it_away(void **state)
{
    static const char first[] = "\r\033[Ksources: 3 of 4; articles: 5 read, 2 to go; facts: 40";
    static const char then[] = "\r\033[Kweekly: ";
    int master, slave;
    char text[TEXT_MAX];
    (void)state;
    assert_int_equal(openpty(&master, &slave, NULL, NULL, NULL), 0);
    report_to(slave, false);
    read_all(master, text);
    close(slave);
    close(master);
    assert_memory_equal(text, first, strlen(first));
    assert_memory_equal(text + strlen(first), then, strlen(then));
    assert_non_null(strstr(text, "1 to go; facts: 40\r\033[Ksources: 3 polled"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(says_problems_and_a_summary_in_a_log),
        cmocka_unit_test(says_only_problems_when_quiet),
        cmocka_unit_test(shows_progress_on_a_terminal_and_takes_it_away),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
