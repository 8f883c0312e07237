/* A run that is killed at any moment loses nothing and doubles nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>

#include "tests/support/newsroom.h"

#define ARTICLES 12
#define KILLS    20
#define SEED     20250515

static int64_t now_us(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000 + now.tv_nsec / 1000;
}

/* Whether the run was still at work when the kill came. */
static bool run_and_kill(struct newsroom *room, int64_t after_us)
{
    pid_t child = sandbox_start(room->sandbox, (const char *const[]){"run", "--all", NULL});
    struct timespec pause = {after_us / 1000000, after_us % 1000000 * 1000};
    nanosleep(&pause, NULL);
    kill(child, SIGKILL);
    int status;
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFSIGNALED(status);
}

static void loses_and_doubles_nothing(void **state)
{
    struct newsroom *room = *state;
    int64_t began = now_us();
    assert_int_equal(newsroom_run(room, "--all", "--quiet", NULL).status, 0);
    int64_t duration = now_us() - began;
    const char *undisturbed = newsroom_content(room);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_articles"), ARTICLES);

    unsigned short random[3] = {SEED & 0xFFFF, SEED >> 16, 0};
    int killed = 0;
    for (int i = 0; i < KILLS; i++) {
        char name[32];
        snprintf(name, sizeof(name), "killed-%d/ledger.db", i);
        newsroom_ledger(room, name);
        killed += run_and_kill(room, (int64_t)(erand48(random) * (double)duration));
        struct outcome outcome = newsroom_run(room, "--all", "--quiet", NULL);
        assert_string_equal(outcome.err, "");
        assert_int_equal(outcome.status, 0);
        assert_string_equal(newsroom_content(room), undisturbed);
        assert_string_equal(newsroom_text(room, "PRAGMA integrity_check"), "ok\n");
    }
    assert_true(killed > 0);
}

/* Every attempt dies; each may bring the next one further, and one that lives finishes. */
static void gets_to_the_end_through_many_kills(void **state)
{
    struct newsroom *room = *state;
    int64_t began = now_us();
    assert_int_equal(newsroom_run(room, "--all", "--quiet", NULL).status, 0);
    int64_t duration = now_us() - began;
    const char *undisturbed = newsroom_content(room);

    newsroom_ledger(room, "often/ledger.db");
    for (int i = 1; i <= KILLS; i++)
        run_and_kill(room, duration * i / KILLS);
    assert_int_equal(newsroom_run(room, "--all", "--quiet", NULL).status, 0);
    assert_string_equal(newsroom_content(room), undisturbed);
}

static int setup(void **state)
{
    *state = newsroom_with(ARTICLES);
    return 0;
}

static int teardown(void **state)
{
    newsroom_free(*state);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(loses_and_doubles_nothing, setup, teardown),
        cmocka_unit_test_setup_teardown(gets_to_the_end_through_many_kills, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
