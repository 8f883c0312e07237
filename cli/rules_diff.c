#include "cli/rules_diff.h"

#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "cli/output.h"
#include "cli/record_workers.h"
#include "cli/run.h"
#include "store/recall.h"
#include "store/save.h"
#include "store/sync.h"

/* Examples of each rule in the table, unless --limit says otherwise. */
#define EXAMPLES 3

/* What other rules find is saved in a ledger in memory, which is begun anew after so many articles.
 */
#define SCRATCH_MAX 1000

enum difference { APPEARS, VANISHES, CHANGES };

static const char *const differences[] = {"appears", "vanishes", "changes"};

/* The columns of the rows. */
enum { CHANGE, RULE, FACT, WAS, SENTENCE, URL, COLUMNS };

struct diff {
    const struct call *call;
    const struct ruleset *rules;
    struct ledger *ledger;
    struct ledger *scratch;
    size_t scratch_count;
    struct archive *archive;
    struct workers *workers;
    struct extraction how;
    struct result *rows;
    struct acceptance accepted;
    size_t counts[3];
    int64_t read; /* articles, so far */
    bool problems;
    bool broken; /* a ledger failed */
};

/* A document that a worker reads. */
struct reading_of {
    struct diff *diff;
    struct arena *arena; /* holds this */
    int64_t id;
    struct document document; /* without its body */
    const char *url_key;
    const char *title; /* from the feed */
    const char *published;
};

/* ---- facts as text, spelled as rules' tests spell them */

static const char *text_of(const struct cell *row, enum recall_column column)
{
    return row[column].type == CELL_TEXT ? row[column].text : NULL;
}

static void put(struct buf *out, const char *before, const char *word)
{
    if (word)
        buf_printf(out, "%s%s", before, word);
}

static void put_rest(struct buf *out, const struct cell *row)
{
    const char *modality = text_of(row, RECALL_MODALITY);
    put(out, " ", modality && strcmp(modality, "actual") != 0 ? modality : NULL);
    put(out, " ", row[RECALL_APPROX].number > 0 ? "approx" : NULL);
    put(out, " ", text_of(row, RECALL_CHANGE));
    put(out, " ", text_of(row, RECALL_BASIS));
    put(out, " by ", text_of(row, RECALL_CLAIMANT));
}

static const char *spell(const struct cell *row, struct arena *arena)
{
    struct buf out = {0};
    if (row[RECALL_VALUE].type == CELL_NUMBER) {
        buf_puts(&out, output_number(arena, row[RECALL_VALUE].number));
        if (row[RECALL_VALUE_HIGH].type == CELL_NUMBER)
            put(&out, "–", output_number(arena, row[RECALL_VALUE_HIGH].number));
        put(&out, "", text_of(row, RECALL_UNIT));
        put(&out, " ", text_of(row, RECALL_PREDICATE));
        put(&out, " of ", text_of(row, RECALL_SUBJECT));
        put(&out, " for ", text_of(row, RECALL_PERIOD));
    } else {
        put(&out, "", text_of(row, RECALL_SUBJECT));
        put(&out, " ", text_of(row, RECALL_PREDICATE));
        put(&out, " ", text_of(row, RECALL_OBJECT));
        put(&out, " about ", text_of(row, RECALL_ABOUT));
        put(&out, " as ", text_of(row, RECALL_ROLE));
    }
    put_rest(&out, row);
    const char *text = arena_strdup(arena, buf_text(&out));
    buf_free(&out);
    return text;
}

/* ---- the facts of one document, before and after */

static bool cells_equal(const struct cell *a, const struct cell *b)
{
    if (a->type != b->type)
        return false;
    return a->type == CELL_TEXT ? strcmp(a->text, b->text) == 0 : a->number == b->number;
}

static bool rows_equal(const struct cell *a, const struct cell *b)
{
    for (int i = 0; i < RECALL_COLUMNS; i++)
        if (!cells_equal(&a[i], &b[i]))
            return false;
    return true;
}

/* The same statement, told otherwise: the same number, or the same two parties. */
static bool is_same_statement(const struct cell *a, const struct cell *b)
{
    static const enum recall_column place[] = {RECALL_IN_TITLE, RECALL_START, RECALL_END};
    if (a[RECALL_VALUE].type != b[RECALL_VALUE].type)
        return false;
    for (size_t i = 0; a[RECALL_VALUE].type == CELL_NUMBER && i < 3; i++)
        if (!cells_equal(&a[place[i]], &b[place[i]]))
            return false;
    if (a[RECALL_VALUE].type == CELL_NUMBER)
        return true;
    return cells_equal(&a[RECALL_PREDICATE], &b[RECALL_PREDICATE]) &&
           cells_equal(&a[RECALL_SUBJECT], &b[RECALL_SUBJECT]) &&
           cells_equal(&a[RECALL_OBJECT], &b[RECALL_OBJECT]);
}

/* `shown` is whichever of the two there is, the new one before the old one. */
static void add_row(struct diff *diff, enum difference kind, const struct cell *was,
                    const struct cell *now, const struct cell *shown, const char *url)
{
    struct result *rows = diff->rows;
    struct cell *row = result_add_row(rows);
    row[CHANGE] = cell_text(rows, differences[kind]);
    row[RULE] = cell_text(rows, text_of(shown, RECALL_RULE));
    row[FACT] = cell_text(rows, now ? spell(now, rows->arena) : NULL);
    row[WAS] = cell_text(rows, was ? spell(was, rows->arena) : NULL);
    row[SENTENCE] = cell_text(rows, text_of(shown, RECALL_SENTENCE));
    row[URL] = cell_text(rows, url);
    diff->counts[kind]++;
}

/* Both sides with what is the same on the other one crossed out. */
struct sides {
    const struct result *was;
    const struct result *now;
    bool *was_done;
    bool *now_done;
};

static void cross_out(struct sides *sides, bool (*same)(const struct cell *a, const struct cell *b),
                      struct diff *diff, const char *url)
{
    for (size_t i = 0; i < sides->was->row_count; i++) {
        for (size_t j = 0; j < sides->now->row_count && !sides->was_done[i]; j++) {
            const struct cell *was = result_row(sides->was, i), *now = result_row(sides->now, j);
            if (sides->now_done[j] || !same(was, now))
                continue;
            sides->was_done[i] = sides->now_done[j] = true;
            if (same != rows_equal)
                add_row(diff, CHANGES, was, now, now, url);
        }
    }
}

static void compare(struct diff *diff, const struct result *was, const struct result *now,
                    const char *url)
{
    struct sides sides = {was, now, mem_alloc(was->row_count + 1), mem_alloc(now->row_count + 1)};
    cross_out(&sides, rows_equal, diff, url);
    cross_out(&sides, is_same_statement, diff, url);
    for (size_t i = 0; i < was->row_count; i++)
        if (!sides.was_done[i])
            add_row(diff, VANISHES, result_row(was, i), NULL, result_row(was, i), url);
    for (size_t i = 0; i < now->row_count; i++)
        if (!sides.now_done[i])
            add_row(diff, APPEARS, NULL, result_row(now, i), result_row(now, i), url);
    free(sides.was_done);
    free(sides.now_done);
}

/* ---- reading the documents again */

static int open_scratch(struct diff *diff)
{
    if (diff->scratch && diff->scratch_count++ < SCRATCH_MAX)
        return 0;
    ledger_close(diff->scratch);
    diff->scratch_count = 0;
    diff->scratch = ledger_open("scratch", LEDGER_SCRATCH, diff->call->diags);
    return diff->scratch ? ledger_sync(diff->scratch, diff->rules, diff->how.time) : -1;
}

/* The facts of a record as a ledger would show them. */
static struct result *save_and_recall(struct diff *diff, const struct reading_of *of,
                                      const json_t *record)
{
    struct document_entry entry = {.document = &of->document,
                                   .url_key = of->url_key,
                                   .kind = DOCUMENT_ARTICLE,
                                   .title = of->title,
                                   .published = of->published};
    int64_t id;
    if (open_scratch(diff) != 0 || ledger_add_document(diff->scratch, &entry, &id) != 0 ||
        ledger_save_record(diff->scratch, id, record, &diff->how, NULL) != 0)
        return NULL;
    return ledger_recall(diff->scratch, id);
}

static void compare_record(struct diff *diff, const struct reading_of *of, const char *text)
{
    json_error_t error;
    json_t *record = json_loads(text, 0, &error);
    struct result *now = save_and_recall(diff, of, record);
    struct result *was = now ? ledger_recall(diff->ledger, of->id) : NULL;
    if (was)
        compare(diff, was, now, of->document.url);
    else
        diff->broken = true;
    result_free(was);
    result_free(now);
    json_decref(record);
}

static void show_progress(const struct diff *diff)
{
    if (isatty(STDERR_FILENO))
        fprintf(stderr, "\r\033[Kread again: %" PRId64 " of %" PRId64, diff->read,
                diff->accepted.touched);
}

static void tell_problem(struct diff *diff, const char *url, const char *message)
{
    diags_add(diff->call->diags, SEVERITY_ERROR, "extract", url, "%s", message);
    diff->problems = true;
}

static void take_result(const struct worker_result *result, void *context)
{
    struct reading_of *of = context;
    struct diff *diff = of->diff;
    diff->read++;
    show_progress(diff);
    if (!result->text)
        tell_problem(diff, of->document.url, result->message);
    else if (!diff->broken)
        compare_record(diff, of, result->text);
    arena_free(of->arena);
}

static struct reading_of *copy_row(struct diff *diff, const struct document_row *row)
{
    struct arena *arena = arena_new();
    struct reading_of *of = arena_alloc(arena, sizeof(*of));
    *of = (struct reading_of){.diff = diff,
                              .arena = arena,
                              .id = row->id,
                              .document = row->document,
                              .url_key = arena_strdup(arena, row->url_key),
                              .title = arena_strdup(arena, row->title),
                              .published = arena_strdup(arena, row->published)};
    of->document.url = arena_strdup(arena, row->document.url);
    of->document.final_url = arena_strdup(arena, row->document.final_url);
    of->document.content_type = of->document.headers = NULL;
    return of;
}

static int read_again(const struct document_row *row, void *context)
{
    struct diff *diff = context;
    const struct source *source =
        row->source_id ? ruleset_source(diff->rules, row->source_id) : NULL;
    struct document document = row->document;
    char *body = NULL;
    if (ledger_is_superseded(diff->ledger, row->id)) {
        diff->read++;
        return 0;
    }
    if (archive_get(diff->archive, document.sha256, &body, &document.body_len, diff->call->diags) !=
        0) {
        diff->problems = true;
        return 0;
    }
    document.body = body;
    workers_read(diff->workers, &document, site_reader(diff->rules, source, document.final_url),
                 take_result, copy_row(diff, row));
    free(body);
    return diff->broken ? -1 : 0;
}

/* ---- showing the rows */

static int compare_rules(const void *left, const void *right)
{
    const struct cell *const *a = left, *const *b = right;
    int order =
        strcmp((*a)[RULE].text ? (*a)[RULE].text : "", (*b)[RULE].text ? (*b)[RULE].text : "");
    return order != 0 ? order : (*a > *b) - (*a < *b); /* else as they stand */
}

static enum difference difference_of(const struct cell *row)
{
    for (int kind = APPEARS; kind < CHANGES; kind++)
        if (strcmp(row[CHANGE].text, differences[kind]) == 0)
            return (enum difference)kind;
    return CHANGES;
}

static void print_example(const struct cell *row)
{
    static const char signs[] = {[APPEARS] = '+', [VANISHES] = '-', [CHANGES] = '~'};
    enum difference kind = difference_of(row);
    printf("  %c ", signs[kind]);
    text_print_escaped(stdout, kind == CHANGES  ? row[WAS].text
                               : row[FACT].text ? row[FACT].text
                                                : row[WAS].text);
    if (kind == CHANGES) {
        printf("\n    now ");
        text_print_escaped(stdout, row[FACT].text);
    }
    printf("\n      ");
    text_print_escaped(stdout, row[SENTENCE].text ? row[SENTENCE].text : "");
    printf("\n      ");
    text_print_escaped(stdout, row[URL].text);
    putchar('\n');
}

/* The rows of one rule: how many of each kind, and the first few. */
static void print_rule(const struct cell **rows, size_t count, size_t examples)
{
    size_t counts[3] = {0};
    for (size_t i = 0; i < count; i++)
        counts[difference_of(rows[i])]++;
    text_print_escaped(stdout, rows[0][RULE].text ? rows[0][RULE].text : "(no rule)");
    printf(": %zu appear, %zu vanish, %zu change\n", counts[APPEARS], counts[VANISHES],
           counts[CHANGES]);
    for (size_t i = 0; i < count && i < examples; i++)
        print_example(rows[i]);
    if (count > examples)
        printf("    and %zu more\n", count - examples);
}

static void print_by_rule(const struct diff *diff)
{
    const struct result *result = diff->rows;
    size_t count = result->row_count, end;
    size_t examples = (size_t)options_count(diff->call->options, "examples", EXAMPLES);
    const struct cell **rows = mem_alloc((count + 1) * sizeof(*rows));
    for (size_t i = 0; i < count; i++)
        rows[i] = result_row(result, i);
    qsort(rows, count, sizeof(*rows), compare_rules);
    for (size_t first = 0; first < count; first = end) {
        for (end = first + 1; end < count; end++)
            if (!cells_equal(&rows[end][RULE], &rows[first][RULE]))
                break;
        print_rule(rows + first, end - first, examples);
    }
    free(rows);
    printf("changed definitions: %" PRId64 "; articles: %" PRId64 " to be read again, %" PRId64
           " spared; facts: %zu appear, %zu vanish, %zu change\n",
           diff->accepted.changes, diff->accepted.touched, diff->accepted.spared,
           diff->counts[APPEARS], diff->counts[VANISHES], diff->counts[CHANGES]);
}

static void print(const struct diff *diff)
{
    const char *format = options_text(diff->call->options, "format");
    if (isatty(STDERR_FILENO))
        fputs("\r\033[K", stderr);
    if (format && strcmp(format, "table") != 0)
        output_print(stdout, format, diff->rows);
    else
        print_by_rule(diff);
}

static enum exit_code find(struct diff *diff)
{
    int status =
        ledger_touched(diff->ledger, diff->rules, &diff->how, read_again, diff, &diff->accepted);
    workers_finish(diff->workers);
    if (status != 0 || diff->broken)
        return EXIT_LEDGER;
    print(diff);
    return diff->problems ? EXIT_PROBLEMS : EXIT_WELL;
}

enum exit_code rules_diff(const struct call *call, const struct ruleset *rules)
{
    static const char *const columns[COLUMNS] = {"change", "rule",     "fact",
                                                 "was",    "sentence", "url"};
    struct diff diff = {.call = call,
                        .rules = rules,
                        .how = {rules->version, RUN_PROGRAM, time(NULL)},
                        .ledger = ledger_open(call->config.ledger, LEDGER_READ, call->diags)};
    if (!diff.ledger)
        return EXIT_LEDGER;
    struct extractor *extractor = extractor_new(rules);
    diff.archive = archive_new(call->config.archive);
    diff.workers = record_workers(call, extractor);
    diff.rows = result_new(columns, COLUMNS);
    enum exit_code code = find(&diff);
    result_free(diff.rows);
    workers_free(diff.workers);
    archive_free(diff.archive);
    ledger_close(diff.scratch);
    ledger_close(diff.ledger);
    extractor_free(extractor);
    return code;
}
