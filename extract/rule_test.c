#include "extract/rule_test.h"

#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "extract/fact.h"
#include "extract/why_not.h"

/* A test's text as an article: each line a paragraph. */
static struct article test_article(const struct rule_test *test, struct arena *arena)
{
    struct article article = {.url = test->position.file,
                              .title = test->title,
                              .published = test->published,
                              .text = test->text,
                              .text_len = strlen(test->text)};
    size_t capacity = 0;
    for (size_t at = 0; at < article.text_len;) {
        size_t len = strcspn(test->text + at, "\n");
        article.blocks = arena_grow(arena, article.blocks, article.block_count, &capacity,
                                    sizeof(*article.blocks));
        article.blocks[article.block_count++] = (struct block){.start = at, .end = at + len};
        at += len + 1;
    }
    return article;
}

static bool among(const char *line, const char **lines, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(line, lines[i]) == 0)
            return true;
    return false;
}

static size_t print_facts(const struct facts *facts, const struct rule *rule, const char **lines,
                          struct arena *arena)
{
    size_t count = 0;
    for (size_t i = 0; i < facts->relation_count; i++)
        if (facts->relations[i].rule == rule)
            lines[count++] = relation_print(&facts->relations[i], arena);
    for (size_t i = 0; i < facts->quantity_count; i++)
        if (facts->quantities[i].rule == rule)
            lines[count++] = quantity_print(&facts->quantities[i], arena);
    return count;
}

static void put_list(struct buf *out, const char **lines, size_t count)
{
    buf_puts(out, "[");
    for (size_t i = 0; i < count; i++)
        buf_printf(out, "%s%s", i ? ", " : "", lines[i]);
    buf_puts(out, "]");
}

/* What kept the rule from a fact where it came closest to one, if more was wanted than came. */
static void put_why_not(struct buf *out, const struct rule *rule, struct reading *reading)
{
    struct why_not *why_not = why_not_new(rule);
    struct facts facts = {0};
    const struct attempt *attempts = why_not_attempts(why_not, reading, true, &facts);
    size_t closest = why_not_closest(attempts, reading->sentence_count);
    if (closest != SIZE_MAX)
        buf_printf(out, "%s; ", attempt_print(&attempts[closest], why_not, reading, closest));
    why_not_free(why_not);
}

static void report(const struct rule *rule, const struct rule_test *test, const char **got,
                   size_t got_count, struct reading *reading)
{
    struct diags *diags = reading->diags;
    struct buf message = {0}, hint = {0};
    buf_printf(&message, "rule '%s': wanted ", rule->id);
    put_list(&message, test->want, test->want_count);
    buf_puts(&message, ", got ");
    put_list(&message, got, got_count);
    if (got_count < test->want_count)
        put_why_not(&hint, rule, reading);
    buf_puts(&hint, "if what came is right, write: want: ");
    put_list(&hint, got, got_count);
    diags_add_at(diags, SEVERITY_ERROR, "test", &test->position, "%s", message.data);
    diags_hint(diags, "%s", hint.data);
    buf_free(&message);
    buf_free(&hint);
}

static bool run_test(const struct extractor *extractor, const struct rule *rule,
                     const struct rule_test *test, struct diags *diags)
{
    struct arena *arena = arena_new();
    struct article article = test_article(test, arena);
    struct reading *reading = reading_new(extractor, &article, arena, diags);
    struct facts facts = {0};
    facts_find_of(reading, rule, &facts);

    const char **got =
        arena_alloc(arena, (facts.relation_count + facts.quantity_count + 1) * sizeof(*got));
    size_t count = print_facts(&facts, rule, got, arena);
    bool passed = count == test->want_count;
    for (size_t i = 0; passed && i < count; i++)
        passed = among(got[i], test->want, test->want_count) && among(test->want[i], got, count);
    if (!passed)
        report(rule, test, got, count, reading);
    arena_free(arena);
    return passed;
}

struct rule_test_result rule_tests_run(const struct extractor *extractor, const char *rule_id,
                                       struct diags *diags)
{
    struct rule_test_result result = {0};
    const struct ruleset *rules = extractor->rules;
    for (size_t i = 0; i < rules->rule_count; i++) {
        const struct rule *rule = rules->rules[i];
        if (rule_id && strcmp(rule_id, rule->id) != 0)
            continue;
        for (size_t j = 0; j < rule->test_count; j++) {
            result.run++;
            result.failed += !run_test(extractor, rule, &rule->tests[j], diags);
        }
    }
    return result;
}
