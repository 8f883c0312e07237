#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

#include "tests/support/newsroom.h"

static int setup(void **state)
{
    *state = newsroom_with(2);
    return 0;
}

static int teardown(void **state)
{
    newsroom_free(*state);
    return 0;
}

static void run(struct newsroom *room)
{
    struct outcome outcome = newsroom_run(room, "--quiet", NULL);
    assert_string_equal(outcome.err, "");
    assert_int_equal(outcome.status, 0);
}

/* As if everything had been done so much earlier. */
static void let_pass(struct newsroom *room, const char *time)
{
    char sql[200];
    snprintf(sql, sizeof(sql),
             "UPDATE documents SET fetched = fetched - %s; UPDATE looks SET time = time - %s", time,
             time);
    newsroom_change(room, sql);
}

static void looks_again_after_a_day_and_a_week(void **state)
{
    struct newsroom *room = *state;
    run(room);
    let_pass(room, "86000");
    run(room);
    assert_int_equal(newsroom_asked(room, "/1.html"), 1);
    let_pass(room, "1000");
    run(room);
    run(room);
    assert_int_equal(newsroom_asked(room, "/1.html"), 2);
    let_pass(room, "6 * 86400");
    run(room);
    run(room);
    assert_int_equal(newsroom_asked(room, "/1.html"), 3);
    let_pass(room, "7 * 86400");
    run(room);
    assert_int_equal(newsroom_asked(room, "/1.html"), 3);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_documents"
                                           " WHERE kind = 'article'"),
                     2);
}

static void looks_once_where_both_were_missed(void **state)
{
    struct newsroom *room = *state;
    run(room);
    let_pass(room, "8 * 86400");
    run(room);
    run(room);
    assert_int_equal(newsroom_asked(room, "/1.html"), 2);
}

static void looks_no_more_after_a_month(void **state)
{
    struct newsroom *room = *state;
    run(room);
    let_pass(room, "40 * 86400");
    run(room);
    assert_int_equal(newsroom_asked(room, "/1.html"), 1);
}

static void asks_with_the_validators_of_the_page(void **state)
{
    struct newsroom *room = *state;
    server_answer(room->server, "/1.html",
                  &(struct server_answer){.headers = "Content-Type: text/html\nETag: \"v1\"\n",
                                          .body = "<h1>Looms</h1><p>Arden wove.</p>"});
    run(room);
    let_pass(room, "90000");
    server_answer(room->server, "/1.html", &(struct server_answer){.status = 304});
    run(room);
    assert_string_equal(newsroom_last(room, "/1.html")->if_none_match, "\"v1\"");
    run(room);
    assert_int_equal(newsroom_asked(room, "/1.html"), 2);
}

/* The second article's words in the first one's place. */
static void keeps_a_changed_text_and_tells_its_facts(void **state)
{
    struct newsroom *room = *state;
    run(room);
    const char *before = newsroom_text(room, "SELECT count(*) FROM v_facts");
    int64_t gone = newsroom_number(room, "SELECT count(*) FROM v_facts WHERE url LIKE '%/1.html'");
    let_pass(room, "90000");
    const char *text = "<html><h1>Looms</h1><p>Nothing was woven this year, they say, and the mill"
                       " stood still for all of its days.</p></html>";
    server_answer(room->server, "/1.html",
                  &(struct server_answer){.headers = "Content-Type: text/html\n", .body = text});
    run(room);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_articles"), 2);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_documents"
                                           " WHERE url LIKE '%/1.html'"),
                     2);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_revisions"
                                           " WHERE change = 'went' AND url LIKE '%/1.html'"),
                     gone);
    assert_true(gone > 0);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_revisions"), gone);
    assert_string_not_equal(newsroom_text(room, "SELECT count(*) FROM v_facts"), before);
}

static void keeps_what_was_had_of_a_page_that_is_gone(void **state)
{
    struct newsroom *room = *state;
    run(room);
    let_pass(room, "90000");
    server_answer(room->server, "/1.html", &(struct server_answer){.status = 410});
    run(room);
    run(room);
    assert_int_equal(newsroom_asked(room, "/1.html"), 2);
    assert_int_equal(newsroom_number(room, "SELECT count(*) FROM v_articles"), 2);
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, setup, teardown)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(looks_again_after_a_day_and_a_week),
        TEST(looks_once_where_both_were_missed),
        TEST(looks_no_more_after_a_month),
        TEST(asks_with_the_validators_of_the_page),
        TEST(keeps_a_changed_text_and_tells_its_facts),
        TEST(keeps_what_was_had_of_a_page_that_is_gone),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
