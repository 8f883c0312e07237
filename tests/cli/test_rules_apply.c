/*
 * rules apply and rules diff: over a long random series of edits, reading again only what a change
 * can touch gives the same ledger as reading everything again.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/buf.h"
#include "tests/support/newsroom.h"

#define ARTICLES 24
#define EDITS    40

/* ---- random numbers that are the same everywhere: xorshift (Marsaglia, 2003) */

static uint32_t seed;

static size_t random_below(size_t count)
{
    seed ^= seed << 13;
    seed ^= seed >> 17;
    seed ^= seed << 5;
    return seed % count;
}

/* ---- articles */

static const char *const mills[] = {"Arden", "Borrowdale Works", "Calder", "Derwent-Mills",
                                    "Esk & Sons"};
static const char *const looms[] = {"Shuttle", "Treadle", "Heddle"};

static const char *mill(void)
{
    return mills[random_below(5)];
}

static void put_sentence(struct buf *out)
{
    const char *loom = looms[random_below(3)];
    int version = (int)random_below(4) + 1, percent = (int)random_below(60) + 2;
    int year = 2021 + (int)random_below(5);
    switch (random_below(9)) {
    case 0:
        buf_printf(out, "%s showed %s v%d, co-developed with %s. ", mill(), loom, version, mill());
        break;
    case 1:
        buf_printf(out, "%s will buy %s %d from %s. ", mill(), loom, version, mill());
        break;
    case 2:
        buf_printf(out, "The mill also weaves with %s %d. ", loom, version);
        break;
    case 3:
        buf_printf(out, "%s had %d%% of the market in %d. ", mill(), percent, year);
        break;
    case 4:
        buf_printf(out, "Its yield rose by %d%% in %d. ", percent, year);
        break;
    case 5:
        buf_printf(out, "%s and %s denied a joint venture. ", mill(), mill());
        break;
    case 6:
        buf_printf(out, "Prices of looms fell %d%% from %d. ", percent, year);
        break;
    case 7:
        buf_printf(out, "%s, a supplier of %s, is set to own %d%% of it. ", mill(), mill(),
                   percent);
        break;
    default:
        buf_puts(out, "The weather in the valley stays fair. ");
    }
}

static void write_article(struct newsroom *room, int number)
{
    struct buf page = {0};
    char name[32];
    buf_printf(&page,
               "<!DOCTYPE html><html lang=\"en\"><head><title>Looms, part %d</title>"
               "<meta property=\"article:published_time\" content=\"2025-05-%02d\"></head><body>"
               "<article><h1>Looms, part %d</h1>",
               number, number % 28 + 1, number);
    for (size_t i = 2 + random_below(3); i > 0; i--) {
        buf_printf(&page, "<p class=\"%s\">", i == 1 ? "last" : "other");
        for (size_t j = 1 + random_below(3); j > 0; j--)
            put_sentence(&page);
        buf_puts(&page, "</p>");
    }
    buf_puts(&page, "</article></body></html>\n");
    snprintf(name, sizeof(name), "site/%d.html", number);
    sandbox_write(room->sandbox, name, page.data);
    buf_free(&page);
}

/* ---- rules: each number is one thing that an edit changes, and how many ways there are of it */

enum thing {
    ARDEN_NAMES,
    BORROW_NAMES,
    BORROW_NEAR,
    CALDER_HERE,
    CALDER_KIND,
    CALDER_OWNER,
    DERWENT_HERE,
    ESK_NAMES,
    SHUTTLE_MAKER,
    SHUTTLE_VERSION,
    TREADLE_HERE,
    TREADLE_MAKER,
    HEDDLE_UNLESS,
    HEDDLE_NEEDS_VERSION,
    VERB,
    BUY_HERE,
    BUY_ROLE,
    BUY_FIRST,
    CO_DEVELOPED,
    WEAVES,
    HOUSE_PARTNER,
    SHARE_PRIORITY,
    ANY_PERCENT,
    SUPPLIER,
    DENIED,
    METRIC_ORDER,
    METRIC_WORDS,
    METRIC_UNDATED,
    PRONOUNS,
    FORECAST,
    DOWN,
    TOPIC,
    BODY,
    SOURCE_OFF_HOSTS,
    THINGS
};

static const size_t ways[THINGS] = {
    [ARDEN_NAMES] = 2,   [BORROW_NAMES] = 3,
    [BORROW_NEAR] = 3,   [CALDER_HERE] = 2,
    [CALDER_KIND] = 2,   [CALDER_OWNER] = 3,
    [DERWENT_HERE] = 2,  [ESK_NAMES] = 3,
    [SHUTTLE_MAKER] = 3, [SHUTTLE_VERSION] = 2,
    [TREADLE_HERE] = 2,  [TREADLE_MAKER] = 2,
    [HEDDLE_UNLESS] = 2, [HEDDLE_NEEDS_VERSION] = 2,
    [VERB] = 3,          [BUY_HERE] = 2,
    [BUY_ROLE] = 3,      [BUY_FIRST] = 2,
    [CO_DEVELOPED] = 3,  [WEAVES] = 2,
    [HOUSE_PARTNER] = 2, [SHARE_PRIORITY] = 3,
    [ANY_PERCENT] = 3,   [SUPPLIER] = 3,
    [DENIED] = 2,        [METRIC_ORDER] = 2,
    [METRIC_WORDS] = 2,  [METRIC_UNDATED] = 2,
    [PRONOUNS] = 2,      [FORECAST] = 2,
    [DOWN] = 2,          [TOPIC] = 3,
    [BODY] = 3,          [SOURCE_OFF_HOSTS] = 2,
};

struct rules {
    size_t way[THINGS];
};

/* The line for the present way of a thing; NULL leaves it out. */
static void put_way(struct buf *out, const struct rules *rules, enum thing thing,
                    const char *const *lines)
{
    if (lines[rules->way[thing]])
        buf_printf(out, "%s\n", lines[rules->way[thing]]);
}

#define PUT(thing, ...) put_way(out, rules, thing, (const char *const[]){__VA_ARGS__})

static void put_entities(struct buf *out, const struct rules *rules)
{
    buf_puts(out, "kinds: {org: organisation, mill: mill, loom: loom}\nentities:\n"
                  "  arden:\n    kind: [org, mill]\n");
    PUT(ARDEN_NAMES, "    names: [Arden]", "    names: [Arden Mills, Arden]");
    buf_puts(out, "  borrow:\n    kind: org\n");
    PUT(BORROW_NAMES, "    names: [Borrowdale Works]", "    names: [Borrowdale, Borrowdale Works]",
        "    names: [Works]");
    PUT(BORROW_NEAR, NULL, "    near: '(?i)loom|market'", "    unless: '(?i)\\bdenied\\b'");
    if (rules->way[CALDER_HERE]) {
        PUT(CALDER_KIND, "  calder:\n    kind: org\n    names: [Calder]",
            "  calder:\n    kind: [org, mill]\n    names: [Calder]");
        PUT(CALDER_OWNER, NULL, "    owner: arden", "    owner: borrow");
    }
    PUT(DERWENT_HERE, NULL, "  derwent: {kind: [org, mill], names: [Derwent Mills]}");
    PUT(ESK_NAMES, "  esk: {kind: org, names: [Esk & Sons]}", "  esk: {kind: org, names: [Esk]}",
        "  esk: {kind: org, names: [Sons], case: exact}");
    PUT(SHUTTLE_MAKER, "  shuttle:\n    kind: loom\n    maker: arden",
        "  shuttle:\n    kind: loom\n    maker: borrow", "  shuttle:\n    kind: loom");
    PUT(SHUTTLE_VERSION, "    names: [Shuttle]\n    version: '[\\s-]?v?(\\d)'",
        "    names: [Shuttle]");
    if (rules->way[TREADLE_HERE])
        PUT(TREADLE_MAKER, "  treadle: {kind: loom, maker: arden, names: [Treadle]}",
            "  treadle: {kind: loom, names: [Treadle], version: '\\s(\\d)'}");
    buf_puts(out, "  heddle:\n    kind: loom\n    maker: esk\n    names: [Heddle]\n"
                  "    version: '\\s(\\d)'\n");
    PUT(HEDDLE_UNLESS, NULL, "    unless: '@ [34]'");
    PUT(HEDDLE_NEEDS_VERSION, NULL, "    needs_version: true");
}

static void put_buy(struct buf *out, const struct rules *rules)
{
    if (!rules->way[BUY_HERE])
        return;
    buf_puts(out,
             "  - id: buys\n    match: |\n      {who:org} {verb} {what:loom} from {from:org}\n");
    PUT(BUY_ROLE, "    emit: who partners from about what as supply", "    emit: who partners from",
        "    emit: [who partners from as use, who develops what]");
}

static void put_rules(struct buf *out, const struct rules *rules)
{
    buf_puts(out, "relations:\n  develops: {subject: org, object: loom}\n  partners:\n"
                  "    subject: org\n    object: org\n    symmetric: true\n"
                  "    roles: [co-develop, supply, use]\n");
    PUT(DENIED, NULL, "    unless: '(?i)\\bdenied\\b'");
    buf_puts(out, "slots:\n");
    PUT(VERB, "  verb: 'will buy'", "  verb: '(?:will )?(?:buy|make)'", "  verb: '(?i)showed'");
    buf_puts(out, "rules:\n");
    if (rules->way[BUY_FIRST])
        put_buy(out, rules);
    PUT(CO_DEVELOPED, NULL,
        "  - {id: co, match: '{a:loom}, co-developed with {b:org}', emit: maker(a) partners b "
        "about a as co-develop}",
        "  - {id: co, match: '{m:org} showed {a:loom},? .{0,20}?with {b:org}', emit: m partners "
        "b}");
    PUT(WEAVES, NULL,
        "  - {id: weaves, match: '(?:{m:mill} also )?weaves with {a:loom}', emit: "
        "m partners maker(a)}");
    PUT(HOUSE_PARTNER, NULL,
        "  - {id: house, match: '{b:org}, a supplier', emit: arden partners b}");
    PUT(SUPPLIER, NULL,
        "  - {id: supplier, match: '{a:org}, a supplier of {b:org}', emit: a "
        "partners b as supply}",
        "  - {id: supplier, match: '{a:org}(?:, a supplier of| and) {b:org}', emit: a partners b}");
    if (!rules->way[BUY_FIRST])
        put_buy(out, rules);
    PUT(SHARE_PRIORITY,
        "  - {id: share, match: '{who:org} had {v:percent}', emit: v is any of who}",
        "  - {id: share, priority: 5, match: '{who:org} had {v:percent}', emit: v is share of who}",
        "  - {id: share, match: '(?:yield|Prices).{0,30}?{v:percent}', emit: v is any}");
    PUT(ANY_PERCENT, NULL, "  - {id: any, match: '{v:percent}', emit: v is any}",
        "  - {id: any, match: '{v:percent}', unless: 'valley', emit: v is growth}");
}

static void put_context(struct buf *out, const struct rules *rules)
{
    buf_puts(out, "metrics:\n");
    if (rules->way[METRIC_ORDER])
        buf_puts(out, "  price: {name: price, match: '(?i)\\bprices?\\b'}\n");
    PUT(METRIC_WORDS, "  share: {name: share, match: '(?i)of the market|own'}",
        "  share: {name: market share, match: '(?i)\\bmarket'}");
    PUT(METRIC_UNDATED, "  growth: {name: growth, match: '(?i)rose|fell'}",
        "  growth: {name: growth, match: '(?i)rose|fell', undated: true}");
    if (!rules->way[METRIC_ORDER])
        buf_puts(out, "  price: {name: price, match: '(?i)\\bprices?\\b'}\n");
    PUT(PRONOUNS, NULL,
        "pronouns:\n  - {match: '[Tt]he mill', kind: org}\n"
        "  - {match: '[Ii]ts', kind: org, possessive: true}");
    buf_puts(out, "context:\n");
    PUT(FORECAST, "  modality: {forecast: '(?i)\\bwill\\b'}",
        "  modality: {forecast: '(?i)\\b(?:will|is set to)\\b'}");
    PUT(DOWN, "  change: {up: 'rose', down: 'fell'}", "  change: {up: 'rose|own', down: 'Prices'}");
    PUT(TOPIC, NULL, "topic: {terms: '(?i)\\bmarket|looms?\\b', kinds: [loom], least: 1}",
        "topic: {kinds: [loom, mill], least: 3}");
}

static void put_source(struct buf *out, const struct rules *rules)
{
    buf_puts(out, "  weekly: {name: W, feed: '@/feed.xml', language: en, every: 1h, status: "
                  "verified, evidence: own");
    buf_puts(out, rules->way[SOURCE_OFF_HOSTS] ? ", hosts: [127.0.0.1]" : "");
    if (rules->way[BODY] == 1)
        buf_puts(out, ", article: {body: '//article'}");
    if (rules->way[BODY] == 2)
        buf_puts(out, ", article: {body: '//article', strip: ['//p[last()]']}");
    buf_puts(out, "}\n");
}

static void write_rules(struct newsroom *room, const struct rules *rules)
{
    struct buf file = {0}, source = {0};
    put_entities(&file, rules);
    put_rules(&file, rules);
    put_context(&file, rules);
    sandbox_write(room->sandbox, "rules/looms/looms.yaml", file.data);
    put_source(&source, rules);
    newsroom_sources(room, source.data);
    buf_free(&file);
    buf_free(&source);
}

/* ---- both ways */

static const char *content(struct newsroom *room)
{
    static const char *const queries[] = {
        "SELECT url, rule_version, rule, sentence FROM v_facts ORDER BY url, rule, sentence,"
        " predicate, subject_id, object_id, value",
        "SELECT url, entity_id, in_title, span_start, span_end, type FROM v_mentions ORDER BY 1, 3,"
        " 4, 2",
        "SELECT id, name, type, kinds, names, maker_id, owner_id, articles FROM v_entities"
        " WHERE articles > 0 ORDER BY id",
        "SELECT url, stage, message FROM v_diagnostics ORDER BY url, number",
        "SELECT url, state, rules_version, record_sha256 FROM documents WHERE kind = 'article'"
        " ORDER BY url",
        "SELECT url, approx, change, basis, claimant_id, in_title FROM v_quantities ORDER BY url,"
        " in_title, span_start",
    };
    struct buf all = {0};
    buf_puts(&all, newsroom_content(room));
    for (size_t i = 0; i < sizeof(queries) / sizeof(*queries); i++)
        buf_puts(&all, newsroom_text(room, queries[i]));
    const char *text = sandbox_keep(room->sandbox, buf_text(&all));
    buf_free(&all);
    return text;
}

/* What `rules apply` tells: how many articles were read again; -1 where it failed. */
static int apply(struct newsroom *room, int *spared)
{
    int changes, read = -1;
    struct outcome outcome = sandbox_run(room->sandbox, NULL, "rules", "apply", NULL);
    if (outcome.status != 0 ||
        sscanf(outcome.out, "changed definitions: %d; articles: %d read again, %d spared", &changes,
               &read, spared) != 3)
        fail_msg("rules apply gave %d: %s%s", outcome.status, outcome.out, outcome.err);
    return read;
}

/* A copy of the ledger, beside the same archive, in which every article is read again. */
static const char *content_of_full_reading(struct newsroom *room)
{
    int spared;
    unlink(sandbox_path(room->sandbox, "data/full.db"));
    struct buf copy = {0};
    buf_printf(&copy, "VACUUM INTO '%s'", sandbox_path(room->sandbox, "data/full.db"));
    newsroom_change(room, copy.data);
    buf_free(&copy);
    newsroom_ledger(room, "data/full.db");
    newsroom_change(room, "UPDATE documents SET state = 'fetched', rules_version = NULL"
                          " WHERE kind = 'article'");
    assert_int_equal(apply(room, &spared), ARTICLES);
    const char *text = content(room);
    newsroom_ledger(room, "data/ledger.db");
    return text;
}

static void reading_what_is_touched_equals_reading_everything(void **state)
{
    struct newsroom *room = *state;
    struct rules rules = {.way = {0}};
    int read_again = 0, spared_in_all = 0, spared;
    for (int edit = 0; edit < EDITS; edit++) {
        enum thing thing = (enum thing)random_below(THINGS);
        rules.way[thing] = (rules.way[thing] + 1 + random_below(ways[thing] - 1)) % ways[thing];
        write_rules(room, &rules);
        const char *full = content_of_full_reading(room);
        read_again += apply(room, &spared);
        spared_in_all += spared;
        if (strcmp(content(room), full) != 0) {
            print_message("edit %d made thing %d way %zu\n", edit, (int)thing, rules.way[thing]);
            assert_string_equal(content(room), full);
        }
    }
    /* Neither is trivial: some edits touch much, others little. */
    assert_true(read_again > EDITS);
    assert_true(spared_in_all > EDITS * ARTICLES / 4);
}

static int setup(void **state)
{
    struct newsroom *room = newsroom_new();
    struct rules rules = {.way = {0}};
    seed = 20250515;
    for (int number = 1; number <= ARTICLES; number++)
        write_article(room, number);
    newsroom_feed(room, "feed.xml", 1, ARTICLES);
    write_rules(room, &rules);
    struct outcome outcome = newsroom_run(room, "--quiet", NULL);
    assert_string_equal(outcome.err, "");
    *state = room;
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
        cmocka_unit_test_setup_teardown(reading_what_is_touched_equals_reading_everything, setup,
                                        teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
