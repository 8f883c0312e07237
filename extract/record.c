#include "extract/record.h"

#include <string.h>

#include "base/date.h"
#include "base/mem.h"
#include "extract/fact.h"

/* jansson returns NULL for lack of memory and for broken UTF-8; neither may happen here. */
static json_t *sure(json_t *json)
{
    if (!json)
        mem_die("a record that cannot be made");
    return json;
}

static json_t *text_or_null(const char *text)
{
    return text ? sure(json_string(text)) : json_null();
}

/* Whole numbers without a fraction: 63, not 63.0. */
static json_t *number(double value)
{
    return value == (double)(json_int_t)value ? json_integer((json_int_t)value) : json_real(value);
}

static void set(json_t *object, const char *key, json_t *value)
{
    if (json_object_set_new(object, key, sure(value)) < 0)
        mem_die("a record that cannot be made");
}

static void append(json_t *array, json_t *value)
{
    if (json_array_append_new(array, sure(value)) < 0)
        mem_die("a record that cannot be made");
}

static json_t *document_json(const struct document *document)
{
    char fetched[DATE_TEXT_SIZE];
    json_t *json = json_object();
    date_text(document->fetched, fetched);
    set(json, "url", text_or_null(document->url));
    set(json, "final_url", text_or_null(document->final_url));
    set(json, "fetched", text_or_null(document->fetched ? fetched : NULL));
    set(json, "sha256", json_string(document->sha256));
    return json;
}

static json_t *article_json(const struct article *article)
{
    json_t *json = json_object(), *authors = json_array();
    for (size_t i = 0; i < article->author_count; i++)
        append(authors, json_string(article->authors[i]));
    set(json, "url", text_or_null(article->url));
    set(json, "title", text_or_null(article->title));
    set(json, "authors", authors);
    set(json, "published", text_or_null(article->published));
    set(json, "date_evidence", text_or_null(article->date_evidence));
    set(json, "modified", text_or_null(article->modified));
    set(json, "language", text_or_null(article->language));
    set(json, "publisher", text_or_null(article->publisher));
    set(json, "section", text_or_null(article->section));
    set(json, "access", text_or_null(access_name(article->access)));
    set(json, "text", json_stringn(article->text, article->text_len));
    return json;
}

/* "in", "start" and "end": the reading's text is the title and the text as one. */
static void set_place(json_t *json, const struct reading *reading, size_t start, size_t end)
{
    bool in_title = start < reading->body;
    if (in_title)
        set(json, "in", json_string("title"));
    set(json, "start", json_integer((json_int_t)(in_title ? start : start - reading->body)));
    set(json, "end", json_integer((json_int_t)(in_title ? end : end - reading->body)));
}

static void set_evidence(json_t *json, const struct reading *reading, const struct place *place,
                         const struct rule *rule)
{
    size_t start = reading->sentences[place->sentence].start, last = place->sentence;
    while (reading->sentences[last].end < place->end)
        last++; /* what a rule found that reads paragraphs */
    set_place(json, reading, place->start, place->end);
    set(json, "sentence",
        json_stringn(reading->text + start, reading->sentences[last].end - start));
    set(json, "rule", json_string(rule->id));
}

static json_t *kinds_json(const struct ruleset *rules, kind_set kinds)
{
    json_t *json = json_array();
    for (size_t i = KIND_FIRST_PACK; i < rules->kind_count; i++)
        if (kinds >> i & 1)
            append(json, json_string(rules->kinds[i].name));
    return json;
}

static json_t *mention_json(const struct reading *reading, const struct mention *mention)
{
    const struct entity *entity = mention->entity;
    struct party party = {entity, mention->version};
    json_t *json = json_object();
    set(json, "type", json_string(entity->type));
    set(json, "id", json_string(party_id(party, reading->arena)));
    set(json, "name", json_string(party_name(party, reading->arena)));
    set(json, "kinds", kinds_json(reading->extractor->rules, entity->kinds));
    if (entity->maker || entity->version) {
        set(json, "maker", text_or_null(entity->maker ? entity->maker->name : NULL));
        set(json, "family", json_string(entity->name));
        set(json, "version", text_or_null(mention->version));
    }
    set_place(json, reading, mention->start, mention->end);
    return json;
}

static json_t *party_json(struct party party, struct arena *arena)
{
    if (!party.entity)
        return json_null();
    json_t *json = json_object();
    set(json, "id", json_string(party_id(party, arena)));
    set(json, "name", json_string(party_name(party, arena)));
    return json;
}

static json_t *relation_json(const struct reading *reading, const struct relation *relation)
{
    json_t *json = json_object();
    set(json, "type", json_string(relation->type->name));
    set(json, "subject", party_json(relation->subject, reading->arena));
    set(json, "object", party_json(relation->object, reading->arena));
    set(json, "about", party_json(relation->about, reading->arena));
    set(json, "role", text_or_null(relation->role));
    set(json, "modality", json_string(modality_name(relation->modality)));
    set_evidence(json, reading, &relation->place, relation->rule);
    return json;
}

static json_t *quantity_json(const struct reading *reading, const struct quantity *quantity)
{
    const struct percent *percent = &quantity->percent;
    json_t *json = json_object();
    set(json, "value", number(percent->value));
    set(json, "value_high", percent->range ? number(percent->value_high) : json_null());
    set(json, "unit", json_string(percent_unit_name(percent->unit)));
    set(json, "approx", json_boolean(percent->approx));
    set(json, "metric", text_or_null(quantity->metric ? quantity->metric->name : NULL));
    set(json, "subject", party_json(quantity->subject, reading->arena));
    set(json, "market", text_or_null(quantity->market ? quantity->market->name : NULL));
    set(json, "region", text_or_null(quantity->region ? quantity->region->name : NULL));
    set(json, "period", text_or_null(*quantity->period ? quantity->period : NULL));
    set(json, "modality", json_string(modality_name(quantity->modality)));
    set(json, "change", text_or_null(change_name(quantity->change)));
    set(json, "basis", text_or_null(basis_name(quantity->basis)));
    set(json, "claimant", party_json(quantity->claimant, reading->arena));
    set_evidence(json, reading, &quantity->place, quantity->rule);
    return json;
}

static json_t *diagnostics_json(const struct diags *diags)
{
    json_t *json = json_array();
    for (size_t i = 0; i < diags_count(diags); i++) {
        const struct diag *diag = diags_get(diags, i);
        json_t *item = json_object();
        set(item, "severity", json_string(severity_name(diag->severity)));
        set(item, "stage", json_string(diag->stage));
        set(item, "message", json_string(diag->message));
        append(json, item);
    }
    return json;
}

static json_t *record_new(const struct document *document)
{
    json_t *record = json_object();
    set(record, "version", json_integer(RECORD_VERSION));
    set(record, "document", document_json(document));
    return record;
}

/* An article from another field gives its text and nothing else. */
static void set_facts(json_t *record, struct reading *reading, bool on_topic)
{
    json_t *mentions = json_array(), *relations = json_array(), *quantities = json_array();
    struct facts facts = {0};
    if (on_topic)
        facts_find(reading, &facts);
    for (size_t i = 0; on_topic && i < reading->mention_count; i++)
        if (reading->mentions[i].type == MENTION_ENTITY)
            append(mentions, mention_json(reading, &reading->mentions[i]));
    for (size_t i = 0; i < facts.relation_count; i++)
        append(relations, relation_json(reading, &facts.relations[i]));
    for (size_t i = 0; i < facts.quantity_count; i++)
        append(quantities, quantity_json(reading, &facts.quantities[i]));
    set(record, "off_topic", json_boolean(!on_topic));
    set(record, "mentions", mentions);
    set(record, "relations", relations);
    set(record, "quantities", quantities);
}

json_t *record_extract(const struct extractor *extractor, const struct document *document,
                       const struct source *source, struct arena *arena)
{
    struct diags *diags = diags_new();
    const struct article *article = article_read(document, source, arena, diags);
    struct reading *reading = reading_new(extractor, article, arena, diags);
    json_t *record = record_new(document);
    set(record, "article", article_json(article));
    set_facts(record, reading, reading_on_topic(reading));
    set(record, "diagnostics", diagnostics_json(diags));
    diags_free(diags);
    return record;
}

json_t *record_failed(const struct document *document, const char *stage, const char *message)
{
    struct diags *diags = diags_new();
    json_t *record = record_new(document);
    diags_add(diags, SEVERITY_ERROR, stage, document->url, "%s", message);
    set(record, "article", json_null());
    set(record, "diagnostics", diagnostics_json(diags));
    diags_free(diags);
    return record;
}

char *record_text(const json_t *record)
{
    char *text = json_dumps(record, JSON_COMPACT | JSON_REAL_PRECISION(12));
    if (!text)
        mem_die("a record that cannot be written");
    return text;
}
