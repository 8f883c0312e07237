#include "extract/why_not.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "extract/prefix.h"
#include "extract/trace.h"
#include "extract/typed.h"

#define EXCERPT_MAX 40 /* bytes of the words at which a match ended */

struct why_not {
    const struct rule *rule;
    struct branches branches;
};

struct why_not *why_not_new(const struct rule *rule)
{
    struct why_not *why_not = mem_alloc(sizeof(*why_not));
    why_not->rule = rule;
    why_not->branches = branches_new(rule);
    return why_not;
}

void why_not_free(struct why_not *why_not)
{
    if (!why_not)
        return;
    branches_free(&why_not->branches);
    free(why_not);
}

/* ---- what is told while the rules run */

struct listener {
    const struct rule *rule;
    struct attempt *attempts;
};

static enum stop stop_of(enum trace_kind kind)
{
    switch (kind) {
    case TRACE_LIMIT:
        return STOP_LIMIT;
    case TRACE_UNLESS:
        return STOP_UNLESS;
    case TRACE_DENIED:
        return STOP_DENIED;
    case TRACE_NOTHING:
        return STOP_NOTHING;
    case TRACE_SAME:
        return STOP_SAME;
    case TRACE_PARTY:
        return STOP_PARTY;
    case TRACE_CLAIMED:
        return STOP_CLAIMED;
    case TRACE_KNOWN:
        return STOP_KNOWN;
    case TRACE_FACT:
        return STOP_NONE;
    default:
        return STOP_PATTERN;
    }
}

/* A fact outweighs all that stopped the rule elsewhere in the sentence. */
static void listen(const struct trace_event *event, void *context)
{
    const struct listener *listener = context;
    struct attempt *attempt = &listener->attempts[event->sentence];
    enum stop stop = stop_of(event->kind);
    if (event->rule != listener->rule || stop == STOP_PATTERN || attempt->stop == STOP_NONE)
        return;
    attempt->stop = stop;
    attempt->place = event->place;
    attempt->term = event->term;
    attempt->other = event->other;
}

/* ---- how far the pattern gets */

static size_t weight_of(const struct branch *branch, size_t matched)
{
    size_t weight = 0;
    for (size_t i = 0; i < matched; i++)
        weight += branch->heavy[i];
    return weight;
}

/* Without the blanks around it. */
static struct place place_of(const struct typed *typed, struct span span, size_t sentence)
{
    if (span.start == PATTERN_UNSET)
        return (struct place){.sentence = sentence};
    while (span.start < span.end && typed->text[span.start] == ' ')
        span.start++;
    while (span.end > span.start && typed->text[span.end - 1] == ' ')
        span.end--;
    return (struct place){typed->origin[span.start], typed->origin[span.end], sentence};
}

static void set_words(struct attempt *attempt, const struct branch *branch,
                      const struct typed *typed, const struct reading *reading, size_t sentence)
{
    struct span *spans = arena_alloc(reading->arena, (branch->count + 1) * sizeof(*spans));
    branch_spans(branch, attempt->matched, typed->text, typed->len, spans);
    attempt->words = arena_alloc(reading->arena, (branch->count + 1) * sizeof(*attempt->words));
    for (size_t i = 0; i < attempt->matched; i++)
        attempt->words[i] = place_of(typed, spans[i + 1], sentence);
    if (attempt->stop == STOP_PATTERN)
        attempt->place = place_of(typed, spans[0], sentence);
}

static kind_set missing_kinds(const struct rule *rule, kind_set present)
{
    kind_set missing = 0;
    for (size_t i = 0; i < rule->need_count; i++)
        missing |= rule->needs[i] & present ? 0 : rule->needs[i];
    return missing;
}

/* No passage of the rule's scope begins there, or nothing is named in it. */
static void nothing_to_read(const struct why_not *why_not, struct attempt *attempt)
{
    const struct rule *rule = why_not->rule;
    attempt->missing = missing_kinds(rule, 0);
    if (rule->scope != SCOPE_SENTENCE || why_not->branches.count == 0)
        return;
    attempt->elements = why_not->branches.items[0].elements;
    attempt->element_count = why_not->branches.items[0].count;
}

static void match_prefixes(const struct why_not *why_not, const struct reading *reading,
                           size_t sentence, struct attempt *attempt)
{
    struct passage passage;
    if (!passage_at(reading, why_not->rule->scope, sentence, &passage)) {
        nothing_to_read(why_not, attempt);
        return;
    }
    struct typed typed = typed_passage(reading, &passage);
    if (attempt->stop == STOP_PATTERN)
        attempt->missing = missing_kinds(why_not->rule, typed.kinds);
    const struct branch *best = NULL;
    for (size_t i = 0; i < why_not->branches.count; i++) {
        const struct branch *branch = &why_not->branches.items[i];
        size_t matched = branch_match(branch, typed.text, typed.len);
        size_t weight = weight_of(branch, matched);
        if (best && weight <= attempt->weight)
            continue;
        best = branch;
        attempt->matched = matched;
        attempt->weight = weight;
    }
    if (!best)
        return;
    attempt->elements = best->elements;
    attempt->element_count = best->count;
    set_words(attempt, best, &typed, reading, sentence);
}

const struct attempt *why_not_attempts(const struct why_not *why_not, struct reading *reading,
                                       bool alone, struct facts *facts)
{
    struct listener listener = {
        .rule = why_not->rule,
        .attempts =
            arena_alloc(reading->arena, (reading->sentence_count + 1) * sizeof(struct attempt))};
    struct trace trace = {listen, &listener};
    facts_find_traced(reading, alone ? why_not->rule : NULL, &trace, facts);
    for (size_t i = 0; i < reading->sentence_count; i++) {
        struct attempt *attempt = &listener.attempts[i];
        match_prefixes(why_not, reading, i, attempt);
    }
    return listener.attempts;
}

/* ---- which sentences are worth a word */

bool attempt_is_close(const struct attempt *attempt)
{
    if (attempt->stop != STOP_PATTERN)
        return attempt->stop != STOP_NONE;
    return attempt->weight >= 2 || (attempt->weight == 1 && !attempt->missing);
}

static bool is_closer(const struct attempt *a, const struct attempt *b)
{
    bool a_matched = a->stop != STOP_PATTERN, b_matched = b->stop != STOP_PATTERN;
    if (a_matched != b_matched)
        return a_matched;
    return a->weight > b->weight;
}

size_t why_not_closest(const struct attempt *attempts, size_t count)
{
    size_t closest = SIZE_MAX;
    for (size_t i = 0; i < count; i++)
        if (attempts[i].stop != STOP_NONE &&
            (closest == SIZE_MAX || is_closer(&attempts[i], &attempts[closest])))
            closest = i;
    return closest;
}

/* ---- in words */

const char *stop_name(enum stop stop)
{
    static const char *const names[] = {
        [STOP_PATTERN] = "pattern", [STOP_LIMIT] = "limit",     [STOP_UNLESS] = "unless",
        [STOP_DENIED] = "denied",   [STOP_NOTHING] = "nothing", [STOP_SAME] = "same",
        [STOP_PARTY] = "party",     [STOP_CLAIMED] = "claimed", [STOP_KNOWN] = "known",
        [STOP_NONE] = "none",
    };
    return names[stop];
}

static void put_kinds(struct buf *out, const struct ruleset *rules, kind_set kinds)
{
    const char *between = "";
    for (size_t i = 0; i < rules->kind_count; i++) {
        if (!(kinds >> i & 1))
            continue;
        buf_printf(out, "%s%s", between, rules->kinds[i].name);
        between = "|";
    }
}

/* The missing kinds, need by need: "{org} and no {loom}". */
static void put_missing(struct buf *out, const struct attempt *attempt, const struct rule *rule,
                        const struct ruleset *rules)
{
    kind_set told = 0;
    for (size_t i = 0; i < rule->need_count; i++) {
        kind_set need = rule->needs[i];
        if ((need & ~attempt->missing) || !(need & ~told))
            continue;
        buf_puts(out, told ? " and no {" : "; the sentence has no {");
        put_kinds(out, rules, need);
        buf_puts(out, "}");
        told |= need;
    }
}

/* The words from a place on, cut at a blank where there is one. */
static void put_excerpt(struct buf *out, const char *text, size_t len)
{
    size_t cut = len;
    if (len > EXCERPT_MAX) {
        for (cut = EXCERPT_MAX; cut > 0 && text[cut] != ' ';)
            cut--;
        for (cut = cut ? cut : EXCERPT_MAX; (text[cut] & 0xC0) == 0x80;)
            cut--;
    }
    buf_add(out, text, cut);
    buf_puts(out, cut < len ? " …" : "");
}

static void put_pattern_reason(struct buf *out, const struct attempt *attempt, enum scope scope,
                               const struct reading *reading, size_t sentence)
{
    if (attempt->matched >= attempt->element_count) {
        if (scope == SCOPE_SENTENCE)
            buf_puts(out, "the sentence names nothing");
        else
            buf_printf(out, "no %s begins here that names something", scope_name(scope));
        return;
    }
    const char *text = attempt->elements[attempt->matched].text;
    size_t at = attempt->place.end, end = reading->sentences[sentence].end;
    while (at > 0 && at < end && reading->text[at] == ' ')
        at++;
    if (attempt->weight == 0 || at == 0) {
        buf_printf(out, "'%s' is nowhere in the sentence", text);
    } else if (at >= end) {
        buf_printf(out, "the sentence ends before '%s'", text);
    } else {
        buf_printf(out, "'%s' does not match \"", text);
        put_excerpt(out, reading->text + at, end - at);
        buf_puts(out, "\"");
    }
}

static void put_term(struct buf *out, const struct attempt *attempt, const struct rule *rule,
                     const struct ruleset *rules)
{
    const struct term *term = attempt->term;
    if (term->maker && term->kind == TERM_SLOT)
        buf_printf(out, "maker(%s) stands for nothing: the article does not name the maker",
                   rule->slots[term->slot].name);
    else if (term->maker && term->kind == TERM_SUBJECT)
        buf_printf(out,
                   "maker(subject(%s)) stands for nothing: no subject before the match, or the "
                   "article does not name its maker",
                   rules->kinds[term->of].name);
    else if (term->kind == TERM_HEADING)
        buf_printf(out,
                   "heading(%s) stands for nothing: no heading of a section that begins with one "
                   "and names no other",
                   rules->kinds[term->of].name);
    else if (term->kind == TERM_TITLE)
        buf_printf(out, "title(%s) stands for nothing: the title names none",
                   rules->kinds[term->of].name);
    else if (term->kind == TERM_SUBJECT)
        buf_printf(out, "subject(%s) stands for nothing: no subject before the match",
                   rules->kinds[term->of].name);
    else if (term->kind == TERM_SLOT)
        buf_printf(out, "'%s' stands for nothing", rule->slots[term->slot].name);
    else
        buf_puts(out, "a term stands for nothing");
}

static void put_other(struct buf *out, const char *what, const struct attempt *attempt,
                      const struct rule *rule)
{
    const struct rule *other = attempt->other;
    if (other == rule)
        buf_printf(out, "%s by this rule before", what);
    else
        buf_printf(out, "%s by rule '%s', which %s", what, other->id,
                   other->priority > rule->priority ? "has a higher priority" : "comes first");
}

const char *attempt_reason(const struct attempt *attempt, const struct why_not *why_not,
                           const struct reading *reading, size_t sentence)
{
    const struct ruleset *rules = reading->extractor->rules;
    struct buf out = {0};
    switch (attempt->stop) {
    case STOP_PATTERN:
        put_pattern_reason(&out, attempt, why_not->rule->scope, reading, sentence);
        put_missing(&out, attempt, why_not->rule, rules);
        break;
    case STOP_LIMIT:
        buf_puts(&out, "the pattern takes too many steps and was given up");
        break;
    case STOP_UNLESS:
        buf_puts(&out, "the rule's 'unless' matches the sentence");
        break;
    case STOP_DENIED:
        buf_puts(&out, "what the relation has for denials matches the sentence");
        break;
    case STOP_NOTHING:
        put_term(&out, attempt, why_not->rule, rules);
        break;
    case STOP_PARTY:
        buf_puts(&out,
                 "a side makes claims only, or is a part of the other, which makes the thing");
        break;
    case STOP_SAME:
        buf_puts(&out, "both sides of the relation are the same");
        break;
    case STOP_CLAIMED:
        put_other(&out, "the percentage was taken", attempt, why_not->rule);
        break;
    case STOP_KNOWN:
        put_other(&out, "the same fact was found", attempt, why_not->rule);
        break;
    case STOP_NONE:
        buf_puts(&out, "it gave a fact");
        break;
    }
    const char *reason = arena_strndup(reading->arena, out.data, out.len);
    buf_free(&out);
    return reason;
}

const char *attempt_print(const struct attempt *attempt, const struct why_not *why_not,
                          const struct reading *reading, size_t sentence)
{
    struct buf out = {0};
    for (size_t i = 0; i < attempt->matched; i++)
        buf_printf(&out, "%s%s", i ? " " : "'", attempt->elements[i].text);
    if (attempt->matched > 0 && attempt->place.end > 0) {
        buf_puts(&out, "' matched \"");
        buf_add(&out, reading->text + attempt->place.start,
                attempt->place.end - attempt->place.start);
        buf_puts(&out, "\", but ");
    } else if (attempt->matched > 0) {
        buf_puts(&out, "' matched, but ");
    }
    buf_puts(&out, attempt_reason(attempt, why_not, reading, sentence));
    const char *line = arena_strndup(reading->arena, buf_text(&out), out.len);
    buf_free(&out);
    return line;
}
