#include "tests/support/ledger.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/arena.h"
#include "base/buf.h"
#include "store/sync.h"
#include "tests/support/folder.h"

enum { ORG = KIND_FIRST_PACK, CLOUD, MAKER, TOOL, KIND_COUNT };

static const struct ruleset *make_ruleset(struct arena *arena, struct entity *entities)
{
    static struct kind kinds[KIND_COUNT] = {[KIND_PERCENT] = {"percent", "percentage"},
                                            [KIND_PERIOD] = {"period", "period"},
                                            [ORG] = {"org", "organisation"},
                                            [CLOUD] = {"cloud", "cloud provider"},
                                            [MAKER] = {"maker", "maker"},
                                            [TOOL] = {"tool", "tool"}};
    static struct relation_type relations[] = {{.name = "partners", .symmetric = true},
                                               {.name = "supplies"}};
    static struct metric metrics[] = {{.id = "share", .name = "market share"}};
    static struct rule rule = {.id = "r.one", .version = "v1"};
    static struct rule *rules[] = {&rule};
    static struct source sources[] = {
        {.id = "daily",
         .name = "The Daily",
         .url = "https://daily.example/feed",
         .language = "en",
         .every = 3600,
         .enabled = true,
         .verified = true},
        {.id = "weekly",
         .name = "The Weekly",
         .kind = SOURCE_INDEX,
         .url = "https://weekly.example/",
         .every = 86400,
         .enabled = true},
        {.id = "gone", .name = "Gone", .url = "https://gone.example/feed", .every = 3600}};
    static struct source *source_list[] = {&sources[0], &sources[1], &sources[2]};

    struct ruleset *ruleset = arena_alloc(arena, sizeof(*ruleset));
    *ruleset = (struct ruleset){.kinds = kinds,
                                .kind_count = KIND_COUNT,
                                .relations = relations,
                                .relation_count = 2,
                                .metrics = metrics,
                                .metric_count = 1,
                                .rules = rules,
                                .rule_count = 1,
                                .sources = source_list,
                                .source_count = 3,
                                .entities = arena_alloc(arena, 4 * sizeof(struct entity *)),
                                .entity_count = 4,
                                .arena = arena};
    for (size_t i = 0; i < ruleset->entity_count; i++)
        ruleset->entities[i] = &entities[i];
    snprintf(ruleset->version, sizeof(ruleset->version), "rules-1");
    return ruleset;
}

const struct ruleset *fixture_ruleset(struct arena *arena)
{
    static struct name acorn[] = {{.text = "Acorn"}, {.text = "Acorn Cloud"}};
    static struct name birch[] = {{.text = "Birch"}, {.text = "Birch Äxte"}};
    static struct name cedar[] = {{.text = "Cedar Research"}};
    static struct name elm[] = {{.text = "Elm"}, {.text = "Sapling", .version = "2"}};
    struct entity *entities = arena_alloc(arena, 4 * sizeof(*entities));
    entities[0] = (struct entity){.id = "acorn",
                                  .name = "Acorn",
                                  .type = "org",
                                  .names = acorn,
                                  .kinds = 1u << ORG | 1u << CLOUD,
                                  .name_count = 2,
                                  .wikidata = "Q1"};
    entities[1] = (struct entity){.id = "birch",
                                  .name = "Birch",
                                  .type = "org",
                                  .names = birch,
                                  .kinds = 1u << ORG | 1u << MAKER,
                                  .name_count = 2,
                                  .owner = &entities[0]};
    entities[2] = (struct entity){.id = "cedar",
                                  .name = "Cedar Research",
                                  .type = "org",
                                  .names = cedar,
                                  .kinds = 1u << ORG,
                                  .name_count = 1};
    entities[3] = (struct entity){.id = "elm",
                                  .name = "Elm",
                                  .type = "tool",
                                  .names = elm,
                                  .kinds = 1u << TOOL,
                                  .name_count = 2,
                                  .maker = &entities[1]};
    return make_ruleset(arena, entities);
}

int ledger_set_up(void **state)
{
    struct ledger_fixture *fixture = calloc(1, sizeof(*fixture));
    fixture->folder = folder_new();
    fixture->path = folder_path(fixture->folder, "ledger.db");
    fixture->diags = diags_new();
    fixture->arena = arena_new();
    fixture->how = (struct extraction){"rules-1", "newsledger test", FIXTURE_TIME + 60};
    fixture->ledger = ledger_open(fixture->path, LEDGER_WRITE, fixture->diags);
    assert_non_null(fixture->ledger);
    assert_int_equal(ledger_sync(fixture->ledger, fixture_ruleset(fixture->arena), FIXTURE_TIME),
                     0);
    *state = fixture;
    return 0;
}

int ledger_tear_down(void **state)
{
    struct ledger_fixture *fixture = *state;
    ledger_close(fixture->ledger);
    diags_free(fixture->diags);
    arena_free(fixture->arena);
    free(fixture->path);
    folder_remove(fixture->folder);
    free(fixture);
    return 0;
}

void fixture_reopen(struct ledger_fixture *fixture, enum ledger_mode mode)
{
    ledger_close(fixture->ledger);
    fixture->ledger = ledger_open(fixture->path, mode, fixture->diags);
    assert_non_null(fixture->ledger);
}

int64_t fixture_document(struct ledger_fixture *fixture, const char *url, const char *body)
{
    struct document document = {.url = url,
                                .final_url = url,
                                .content_type = "text/html",
                                .headers = "X-Test: yes\r\n",
                                .status = 200,
                                .fetched = FIXTURE_TIME,
                                .body = body,
                                .body_len = strlen(body)};
    struct document_entry entry = {.document = &document, .url_key = url, .source_id = "daily"};
    int64_t id = 0;
    hash_hex(body, strlen(body), document.sha256);
    assert_int_equal(ledger_add_document(fixture->ledger, &entry, &id), 0);
    return id;
}

struct save_counts fixture_save(struct ledger_fixture *fixture, int64_t document_id,
                                const char *record)
{
    struct save_counts counts;
    char *text = arena_strdup(fixture->arena, record);
    for (char *c = text; *c; c++)
        if (*c == '\'')
            *c = '"';
    json_error_t error;
    json_t *json = json_loads(text, 0, &error);
    if (!json)
        fail_msg("the test's record is no JSON: %s: %s", error.text, text);
    assert_int_equal(ledger_save_record(fixture->ledger, document_id, json, &fixture->how, &counts),
                     0);
    json_decref(json);
    return counts;
}

int64_t fixture_article(struct ledger_fixture *fixture, const char *url, const char *published,
                        const char *facts)
{
    struct buf text = {0};
    int64_t id = fixture_document(fixture, url, url);
    while (text.len < 400)
        buf_printf(&text, "%s words ", url);
    text.data[400] = '\0';
    fixture_save(fixture, id,
                 arena_printf(fixture->arena,
                              "{'version': 1, 'article': {'url': '%s', 'title': 'A title about it',"
                              "'published': '%s', 'date_evidence': 'meta', 'language': 'en',"
                              "'text': '%s'}, %s}",
                              url, published, text.data, facts));
    buf_free(&text);
    return id;
}

static const char *cell_print(struct arena *arena, const struct cell *cell)
{
    switch (cell->type) {
    case CELL_NULL:
        return "-";
    case CELL_NUMBER:
        return arena_printf(arena, "%.12g", cell->number);
    default:
        return cell->text;
    }
}

const char *fixture_rows(struct ledger_fixture *fixture, const struct result *result)
{
    struct buf out = {0};
    for (size_t row = 0; row < result->row_count; row++)
        for (size_t i = 0; i < result->column_count; i++)
            buf_printf(&out, "%s%s", cell_print(fixture->arena, &result_row(result, row)[i]),
                       i + 1 < result->column_count ? "|" : "\n");
    const char *text = arena_strdup(fixture->arena, buf_text(&out));
    buf_free(&out);
    return text;
}

static const char *rows_of(struct ledger_fixture *fixture, const char *sql)
{
    struct database *db = ledger_database(fixture->ledger);
    sqlite3_stmt *stmt = NULL;
    if (sqlite3_prepare_v2(db->handle, sql, -1, &stmt, NULL) != SQLITE_OK)
        fail_msg("%s: %s", sql, sqlite3_errmsg(db->handle));
    struct result *result = database_result(db, stmt, 0);
    sqlite3_finalize(stmt);
    assert_non_null(result);
    const char *rows = fixture_rows(fixture, result);
    result_free(result);
    return rows;
}

const char *fixture_sql(struct ledger_fixture *fixture, const char *sql)
{
    char *rows = arena_strdup(fixture->arena, rows_of(fixture, sql));
    rows[strcspn(rows, "|\n")] = '\0';
    return strcmp(rows, "-") == 0 ? NULL : rows;
}

const char *fixture_problem(struct ledger_fixture *fixture)
{
    size_t count = diags_count(fixture->diags);
    if (count == 0)
        return "";
    const struct diag *diag = diags_get(fixture->diags, count - 1);
    assert_string_equal(diag->stage, "store");
    assert_non_null(diag->thing);
    return arena_printf(fixture->arena, "%s%s%s", diag->message, diag->hint ? "; " : "",
                        diag->hint ? diag->hint : "");
}

const char *fixture_dump(struct ledger_fixture *fixture)
{
    struct buf dump = {0};
    char *save = NULL;
    char *tables = arena_strdup(
        fixture->arena,
        rows_of(fixture, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name"));
    for (char *table = strtok_r(tables, "\n", &save); table; table = strtok_r(NULL, "\n", &save))
        buf_printf(&dump, "%s\n%s", table,
                   rows_of(fixture, arena_printf(fixture->arena, "SELECT * FROM %s", table)));
    const char *text = arena_strdup(fixture->arena, buf_text(&dump));
    buf_free(&dump);
    return text;
}
