#include "cli/explanation.h"

#include <string.h>

#include "base/text.h"
#include "base/utf8.h"
#include "cli/underline.h"

#define ELEMENT_COLUMN_MAX 40 /* a longer element pushes its words to the right */

/* Room for the marks of one sentence. */
struct marks {
    struct mark *items;
    size_t count;
    size_t capacity;
    const struct sentence *sentence;
    struct arena *arena;
};

static void add_mark(struct marks *marks, enum mark_kind kind, size_t start, size_t end,
                     const char *label)
{
    size_t from = marks->sentence->start;
    marks->items = arena_grow(marks->arena, marks->items, marks->count, &marks->capacity,
                              sizeof(*marks->items));
    marks->items[marks->count++] = (struct mark){kind, start - from, end - from, label};
}

static void add_mention(struct marks *marks, const struct mention *mention)
{
    struct party party = {mention->entity, mention->version};
    bool number = mention->type == MENTION_PERCENT || mention->type == MENTION_PERIOD;
    const char *label = mention->type == MENTION_PERCENT  ? "percent"
                        : mention->type == MENTION_PERIOD ? "period"
                        : mention->entity                 ? party_id(party, marks->arena)
                                                          : "nobody";
    if (mention->type == MENTION_PRONOUN)
        label = arena_printf(marks->arena, "=%s", label);
    add_mark(marks, number ? MARK_NUMBER : MARK_NAME, mention->start, mention->end, label);
}

static void add_fact(struct marks *marks, const struct place *place, const struct rule *rule,
                     const char *fact)
{
    add_mark(marks, MARK_FACT, place->start, place->end,
             arena_printf(marks->arena, "%s: %s", rule->id, fact));
}

/* Of a rule that is asked about, only its own facts. */
static void add_facts(struct marks *marks, const struct explanation *explanation, size_t sentence)
{
    const struct facts *facts = &explanation->facts;
    const struct rule *only = explanation->rule;
    for (size_t i = 0; i < facts->relation_count; i++) {
        const struct relation *relation = &facts->relations[i];
        if (relation->place.sentence == sentence && (!only || relation->rule == only))
            add_fact(marks, &relation->place, relation->rule,
                     relation_print(relation, marks->arena));
    }
    for (size_t i = 0; i < facts->quantity_count; i++) {
        const struct quantity *quantity = &facts->quantities[i];
        if (quantity->place.sentence == sentence && (!only || quantity->rule == only))
            add_fact(marks, &quantity->place, quantity->rule,
                     quantity_print(quantity, marks->arena));
    }
}

bool explanation_shows(const struct explanation *explanation, size_t sentence)
{
    size_t first, last;
    if (explanation->all)
        return true;
    if (explanation->rule)
        return explanation->attempts[sentence].stop == STOP_NONE ||
               attempt_is_close(&explanation->attempts[sentence]);
    reading_mentions_in(explanation->reading, sentence, &first, &last);
    return first < last;
}

static size_t element_column(const struct attempt *attempt)
{
    size_t column = 0;
    for (size_t i = 0; i < attempt->element_count; i++) {
        size_t width = utf8_width(attempt->elements[i].text);
        column = width > column && width <= ELEMENT_COLUMN_MAX ? width : column;
    }
    return column;
}

static void print_element(FILE *out, const struct explanation *explanation,
                          const struct attempt *attempt, size_t i)
{
    const struct reading *reading = explanation->reading;
    bool matched = i < attempt->matched;
    const char *text = attempt->elements[i].text, *words = "";
    if (matched && attempt->words[i].end > 0)
        words = arena_strndup(reading->arena, reading->text + attempt->words[i].start,
                              attempt->words[i].end - attempt->words[i].start);
    fprintf(out, "    %-8s", matched ? "matches" : i == attempt->matched ? "fails" : "");
    text_print_escaped(out, text);
    if (*words) {
        size_t width = utf8_width(text), column = element_column(attempt);
        fprintf(out, "%*s", (int)(column > width ? column - width : 0) + 2, "");
        text_print_escaped(out, words);
    }
    fputc('\n', out);
}

static void print_attempt(FILE *out, const struct explanation *explanation, size_t sentence)
{
    const struct attempt *attempt = &explanation->attempts[sentence];
    if (attempt->stop == STOP_PATTERN)
        for (size_t i = 0; i < attempt->element_count; i++)
            print_element(out, explanation, attempt, i);
    fputs("    ", out);
    text_print_escaped(
        out, attempt_reason(attempt, explanation->why_not, explanation->reading, sentence));
    fputc('\n', out);
}

static void print_sentence(FILE *out, const struct output_style *style,
                           const struct explanation *explanation, size_t number)
{
    const struct reading *reading = explanation->reading;
    const struct sentence *sentence = &reading->sentences[number];
    struct marks marks = {.sentence = sentence, .arena = reading->arena};
    size_t first, last;
    reading_mentions_in(reading, number, &first, &last);
    for (size_t i = first; i < last; i++)
        add_mention(&marks, &reading->mentions[i]);
    add_facts(&marks, explanation, number);
    underline_print(out, style, reading->text + sentence->start, sentence->end - sentence->start,
                    marks.items, marks.count);
    if (explanation->rule)
        print_attempt(out, explanation, number);
}

void explanation_print(FILE *out, const struct output_style *style,
                       const struct explanation *explanation)
{
    bool any = false;
    for (size_t i = 0; i < explanation->reading->sentence_count; i++) {
        if (!explanation_shows(explanation, i))
            continue;
        fputs(any ? "\n" : "", out);
        print_sentence(out, style, explanation, i);
        any = true;
    }
    if (!any && explanation->rule)
        fprintf(out, "The rule comes close in no sentence; --all shows how far it gets in each.\n");
    else if (!any)
        fprintf(out, "No sentence names anything that rules know; --all shows all of them.\n");
}
