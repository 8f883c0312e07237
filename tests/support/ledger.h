/*
 * ledger fixture: a ledger in a temporary folder with a small set of rules, and short ways to store
 * documents and records. Failing to store ends the test.
 */
#ifndef TESTS_SUPPORT_LEDGER_H
#define TESTS_SUPPORT_LEDGER_H

#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "rules/ruleset.h"
#include "store/database.h"
#include "store/documents.h"
#include "store/ledger.h"
#include "store/save.h"

#define FIXTURE_TIME 1748736000 /* 2025-06-01T00:00:00Z */

struct ledger_fixture {
    char *folder;
    char *path; /* of the ledger in it */
    struct diags *diags;
    struct ledger *ledger;
    struct arena *arena; /* for anything of the test */
    struct extraction how;
};

/* For cmocka_unit_test_setup_teardown: *state is a fixture with an open, synced ledger. */
int ledger_set_up(void **state);
int ledger_tear_down(void **state);

/*
 * The rules that it is synced with: acorn (org, cloud; "Acorn", "Acorn Cloud"), birch (org, maker),
 * cedar (org; "Cedar Research") and elm (tool; made by birch, version 2 is also called "Sapling");
 * relations supplies and partners; the metric share ("market share"); the rule r.one; the sources
 * daily (verified), weekly (unverified) and gone (off). The ruleset lives in `arena`.
 */
const struct ruleset *fixture_ruleset(struct arena *arena);

/* Closes and opens the ledger again. */
void fixture_reopen(struct ledger_fixture *fixture, enum ledger_mode mode);

/* Adds an article's document from the source "daily", fetched at FIXTURE_TIME; its id. */
int64_t fixture_document(struct ledger_fixture *fixture, const char *url, const char *body);

/* Saves a record, given as JSON with ' for ", for a document. */
struct save_counts fixture_save(struct ledger_fixture *fixture, int64_t document_id,
                                const char *record);

/*
 * Both, for an article of that day: `facts` are the record's members "mentions", "relations" and
 * "quantities", as JSON with ' for ". The text is 400 bytes made from the address.
 */
int64_t fixture_article(struct ledger_fixture *fixture, const char *url, const char *published,
                        const char *facts);

/* The first column of the first row, as text that lives in fixture->arena; NULL for NULL. */
const char *fixture_sql(struct ledger_fixture *fixture, const char *sql);

/* A row a line, cells separated by "|", NULL as "-". */
const char *fixture_rows(struct ledger_fixture *fixture, const struct result *result);

/* The message (and hint) of the diagnostic added last, as "message; hint". */
const char *fixture_problem(struct ledger_fixture *fixture);

/* Every row of every table as text: what two ledgers that hold the same have in common. */
const char *fixture_dump(struct ledger_fixture *fixture);

#endif
