/* An explanation as JSON: explanation_print_json of cli/explanation.h. */
#include <jansson.h>

#include "base/mem.h"
#include "cli/explanation.h"

static void set(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, value) != 0)
        mem_die("an explanation as JSON");
}

static void append(json_t *array, json_t *value)
{
    if (json_array_append_new(array, value) != 0)
        mem_die("an explanation as JSON");
}

static json_t *text_or_null(const char *text)
{
    return text ? json_string(text) : json_null();
}

/* A span of the sentence: bytes from its start, and the words. */
static json_t *span_json(const struct reading *reading, size_t sentence, size_t start, size_t end)
{
    size_t from = reading->sentences[sentence].start;
    json_t *json = json_object();
    set(json, "start", json_integer((json_int_t)(start - from)));
    set(json, "end", json_integer((json_int_t)(end - from)));
    set(json, "text", json_stringn(reading->text + start, end - start));
    return json;
}

static json_t *mentions_json(const struct reading *reading, size_t sentence)
{
    static const char *const types[] = {[MENTION_ENTITY] = "entity",
                                        [MENTION_PRONOUN] = "pronoun",
                                        [MENTION_PERCENT] = "percent",
                                        [MENTION_PERIOD] = "period"};
    json_t *list = json_array();
    size_t first, last;
    reading_mentions_in(reading, sentence, &first, &last);
    for (size_t i = first; i < last; i++) {
        const struct mention *mention = &reading->mentions[i];
        struct party party = {mention->entity, mention->version};
        json_t *json = span_json(reading, sentence, mention->start, mention->end);
        set(json, "type", json_string(types[mention->type]));
        set(json, "id", text_or_null(mention->entity ? party_id(party, reading->arena) : NULL));
        append(list, json);
    }
    return list;
}

static json_t *fact_json(const struct reading *reading, const struct place *place,
                         const struct rule *rule, const char *fact)
{
    json_t *json = span_json(reading, place->sentence, place->start, place->end);
    set(json, "rule", json_string(rule->id));
    set(json, "fact", json_string(fact));
    return json;
}

static json_t *facts_json(const struct explanation *explanation, size_t sentence)
{
    const struct reading *reading = explanation->reading;
    const struct facts *facts = &explanation->facts;
    const struct rule *only = explanation->rule;
    json_t *list = json_array();
    for (size_t i = 0; i < facts->relation_count; i++) {
        const struct relation *fact = &facts->relations[i];
        if (fact->place.sentence == sentence && (!only || fact->rule == only))
            append(list, fact_json(reading, &fact->place, fact->rule,
                                   relation_print(fact, reading->arena)));
    }
    for (size_t i = 0; i < facts->quantity_count; i++) {
        const struct quantity *fact = &facts->quantities[i];
        if (fact->place.sentence == sentence && (!only || fact->rule == only))
            append(list, fact_json(reading, &fact->place, fact->rule,
                                   quantity_print(fact, reading->arena)));
    }
    return list;
}

static json_t *attempt_json(const struct explanation *explanation, size_t sentence)
{
    const struct reading *reading = explanation->reading;
    const struct attempt *attempt = &explanation->attempts[sentence];
    json_t *json = json_object(), *elements = json_array(), *missing = json_array();
    for (size_t i = 0; i < attempt->element_count; i++) {
        bool matched = i < attempt->matched;
        const struct place *words = matched ? &attempt->words[i] : NULL;
        json_t *element = words && words->end > 0
                              ? span_json(reading, sentence, words->start, words->end)
                              : json_object();
        set(element, "element", json_string(attempt->elements[i].text));
        set(element, "matched", json_boolean(matched));
        append(elements, element);
    }
    const struct ruleset *rules = reading->extractor->rules;
    for (size_t i = 0; i < rules->kind_count; i++)
        if (attempt->missing >> i & 1)
            append(missing, json_string(rules->kinds[i].name));
    set(json, "stop", json_string(stop_name(attempt->stop)));
    set(json, "reason",
        json_string(attempt_reason(attempt, explanation->why_not, reading, sentence)));
    set(json, "other", text_or_null(attempt->other ? attempt->other->id : NULL));
    set(json, "missing", missing);
    set(json, "elements", elements);
    return json;
}

static json_t *sentence_json(const struct explanation *explanation, size_t number)
{
    const struct reading *reading = explanation->reading;
    const struct sentence *sentence = &reading->sentences[number];
    json_t *json = json_object();
    set(json, "in", json_string(sentence->start < reading->body ? "title" : "text"));
    set(json, "text",
        json_stringn(reading->text + sentence->start, sentence->end - sentence->start));
    set(json, "mentions", mentions_json(reading, number));
    set(json, "facts", facts_json(explanation, number));
    if (explanation->rule)
        set(json, "why_not", attempt_json(explanation, number));
    return json;
}

void explanation_print_json(FILE *out, const struct explanation *explanation)
{
    const struct reading *reading = explanation->reading;
    json_t *json = json_object(), *sentences = json_array();
    for (size_t i = 0; i < reading->sentence_count; i++)
        if (explanation_shows(explanation, i))
            append(sentences, sentence_json(explanation, i));
    set(json, "url", json_string(explanation->name));
    set(json, "title", text_or_null(reading->article->title));
    set(json, "rule", text_or_null(explanation->rule ? explanation->rule->id : NULL));
    set(json, "on_topic", json_boolean(reading_on_topic(reading)));
    set(json, "sentences", sentences);
    /* A failed write shows in ferror(out), which main looks at. */
    json_dumpf(json, out, JSON_INDENT(1));
    fputc('\n', out);
    json_decref(json);
}
