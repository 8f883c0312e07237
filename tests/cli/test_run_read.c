#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "cli/run.h"
#include "tests/support/ledger.h"

/* Reads a document whose body is a record, and dies of any other. */
static char *read_or_die(const struct document *document, const struct source *source,
                         void *context)
{
    (void)source;
    (void)context;
    if (document->body[0] != '{')
        raise(SIGKILL);
    return mem_strdup(document->body);
}

static struct run start(struct ledger_fixture *fixture)
{
    struct reader reader = {read_or_die, NULL};
    struct workers_limits limits = workers_defaults();
    return (struct run){.rules = (struct ruleset *)fixture_ruleset(fixture->arena),
                        .ledger = fixture->ledger,
                        .how = fixture->how,
                        .workers = workers_new(&reader, &limits),
                        .report = report_new(true)};
}

static void give(struct run *run, struct ledger_fixture *fixture, const char *url, const char *body)
{
    struct document document = {
        .url = url, .final_url = url, .body = body, .body_len = strlen(body)};
    run_read(run, fixture_document(fixture, url, body), &document, NULL);
}

/* A page that kills its reader costs that page alone, and the ledger says so. */
static void marks_a_page_that_crashes_and_goes_on(void **state)
{
    static const char record[] =
        "{\"version\":1,\"document\":{},\"article\":{\"url\":null,\"title\":"
        "\"T\",\"text\":\"Looms.\"},\"mentions\":[],\"relations\":[],"
        "\"quantities\":[],\"diagnostics\":[]}";
    struct ledger_fixture *fixture = *state;
    struct run run = start(fixture);
    give(&run, fixture, "https://daily.example/1", record);
    give(&run, fixture, "https://daily.example/2", "<p>Trouble.</p>");
    give(&run, fixture, "https://daily.example/3", record);
    workers_finish(run.workers);
    assert_int_equal(run.counts.documents, 2);
    assert_int_equal(run.counts.problems, 1);
    assert_false(run.broken);
    assert_string_equal(
        fixture_sql(fixture, "SELECT group_concat(state || ' ' || coalesce(cause, '-'), '; ')"
                             " FROM (SELECT * FROM v_documents ORDER BY id)"),
        "extracted -; failed crash; extracted -");
    assert_string_equal(fixture_sql(fixture, "SELECT count(*) FROM v_articles"), "2");
    workers_free(run.workers);
    report_free(run.report);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(marks_a_page_that_crashes_and_goes_on, ledger_set_up,
                                        ledger_tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
