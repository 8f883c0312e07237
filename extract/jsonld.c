#include "extract/jsonld.h"

#include <jansson.h>
#include <libxml/HTMLparser.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/text.h"
#include "extract/plain.h"

/* Objects nest a few levels deep (@graph, mainEntity); lists of teasers are not searched. */
#define MAX_DEPTH 6

/* A page with more authors than this lists its staff. */
#define MAX_AUTHORS 20

struct reading {
    struct jsonld *found;
    struct arena *arena;
    json_t **roots;
    size_t root_count;
    size_t root_capacity;
};

/*
 * Copies JSON, forgiving what jansson does not: line breaks within strings, a comma before a
 * closing bracket, \' and the comment or CDATA marks that some wrap around it.
 */
static void mend(const char *text, struct buf *out)
{
    bool within = false;
    const char *at = text + strcspn(text, "{[");
    for (; *at; at++) {
        if (within && *at == '\\' && at[1]) {
            if (at[1] != '\'')
                buf_add(out, at, 2);
            else
                buf_putc(out, '\'');
            at++;
            continue;
        }
        if (*at == '"')
            within = !within;
        if (!within && *at == ',') {
            size_t blanks = strspn(at + 1, " \t\r\n");
            if (at[1 + blanks] == '}' || at[1 + blanks] == ']')
                continue;
        }
        buf_putc(out, (unsigned char)*at < 0x20 ? ' ' : *at);
    }
}

static json_t *load(const xmlNode *script, const char *thing, struct diags *diags)
{
    struct buf raw = {0}, text = {0};
    json_error_t error;
    for (const xmlNode *at = script->children; at; at = at->next)
        if (at->content)
            buf_puts(&raw, (const char *)at->content);
    mend(buf_text(&raw), &text);
    json_t *root = json_loadb(buf_text(&text), text.len, JSON_DISABLE_EOF_CHECK, &error);
    if (!root)
        diags_add(diags, SEVERITY_NOTE, "extract", thing, "JSON-LD is broken and ignored: %s",
                  error.text);
    buf_free(&raw);
    buf_free(&text);
    return root;
}

/* "&amp;" and "&#8217;", which belong in HTML but are found in JSON. */
static void decode_entities(const char *text, struct buf *out)
{
    while (*text) {
        const char *end = *text == '&' ? strchr(text, ';') : NULL;
        char name[12] = "";
        if (end && end - text > 1 && (size_t)(end - text) <= sizeof(name)) {
            memcpy(name, text + 1, (size_t)(end - text - 1));
            unsigned long code_point = 0;
            if (name[0] == '#')
                code_point =
                    name[1] == 'x' ? strtoul(name + 2, NULL, 16) : strtoul(name + 1, NULL, 10);
            const htmlEntityDesc *entity = htmlEntityLookup((const xmlChar *)name);
            if (entity)
                code_point = entity->value;
            if (code_point > 0 && code_point <= 0x10FFFF) {
                buf_put_code_point(out, (uint32_t)code_point);
                text = end + 1;
                continue;
            }
        }
        buf_putc(out, *text++);
    }
}

/* A string, or the first one of a list; NULL where it is empty. */
static const char *string_of(struct reading *reading, const json_t *value)
{
    if (json_is_array(value))
        value = json_array_get(value, 0);
    const char *text = json_string_value(value);
    if (!text)
        return NULL;
    struct buf plain = {0};
    decode_entities(text, &plain);
    const char *squeezed = plain_text(buf_text(&plain), reading->arena);
    buf_free(&plain);
    return *squeezed ? squeezed : NULL;
}

static const char *member(struct reading *reading, const json_t *object, const char *key)
{
    return string_of(reading, json_object_get(object, key));
}

static bool type_is(const json_t *object, bool (*matches)(const char *))
{
    const json_t *type = json_object_get(object, "@type");
    if (json_is_string(type))
        return matches(json_string_value(type));
    for (size_t i = 0; i < json_array_size(type); i++) {
        const char *name = json_string_value(json_array_get(type, i));
        if (name && matches(name))
            return true;
    }
    return false;
}

static bool is_article(const char *type)
{
    return text_ends(type, "Article") || text_ends(type, "Posting") || strcmp(type, "Report") == 0;
}

static bool is_news(const char *type)
{
    return text_ends(type, "NewsArticle");
}

static bool is_page(const char *type)
{
    return text_ends(type, "Page");
}

static bool is_person(const char *type)
{
    return strcmp(type, "Person") == 0;
}

static bool is_organisation(const char *type)
{
    return text_ends(type, "Organization") || strcmp(type, "WebSite") == 0;
}

/* The first object whose type matches, outermost first, in document order. */
static const json_t *find_type(const json_t *value, bool (*matches)(const char *), int depth)
{
    static const char *const members[] = {"@graph", "mainEntity", "mainEntityOfPage"};
    const json_t *found = NULL;
    if (depth > MAX_DEPTH)
        return NULL;
    for (size_t i = 0; !found && i < json_array_size(value); i++)
        found = find_type(json_array_get(value, i), matches, depth + 1);
    if (found || !json_is_object(value))
        return found;
    if (type_is(value, matches))
        return value;
    for (size_t i = 0; !found && i < sizeof(members) / sizeof(*members); i++)
        found = find_type(json_object_get(value, members[i]), matches, depth + 1);
    return found;
}

static const json_t *find_everywhere(const struct reading *reading, bool (*matches)(const char *))
{
    const json_t *found = NULL;
    for (size_t i = 0; !found && i < reading->root_count; i++)
        found = find_type(reading->roots[i], matches, 0);
    return found;
}

/* The object with that @id that has a name, among the roots and their graphs. */
static const json_t *find_id(const json_t *value, const char *id, int depth)
{
    const json_t *found = NULL;
    if (depth > MAX_DEPTH)
        return NULL;
    for (size_t i = 0; !found && i < json_array_size(value); i++)
        found = find_id(json_array_get(value, i), id, depth + 1);
    if (found || !json_is_object(value))
        return found;
    const char *own = json_string_value(json_object_get(value, "@id"));
    if (own && strcmp(own, id) == 0 && json_object_get(value, "name"))
        return value;
    return find_id(json_object_get(value, "@graph"), id, depth + 1);
}

/* The object itself, or the one that it refers to by {"@id": …}. */
static const json_t *resolve(const struct reading *reading, const json_t *object)
{
    const char *id = json_string_value(json_object_get(object, "@id"));
    const json_t *found = NULL;
    if (!id || json_object_get(object, "name"))
        return object;
    for (size_t i = 0; !found && i < reading->root_count; i++)
        found = find_id(reading->roots[i], id, 0);
    return found ? found : object;
}

static void add_author(struct reading *reading, const char *name, bool person)
{
    struct jsonld *found = reading->found;
    if (!name || found->author_count == MAX_AUTHORS)
        return;
    if (person && !found->authors_are_persons)
        found->author_count = 0; /* persons go before organisations */
    else if (!person && found->authors_are_persons)
        return;
    found->authors_are_persons = person;
    found->authors[found->author_count++] = name;
}

static void read_author(struct reading *reading, const json_t *author)
{
    if (json_is_string(author)) {
        add_author(reading, string_of(reading, author), true);
        return;
    }
    author = resolve(reading, author);
    const json_t *names = json_object_get(author, "name");
    bool person = type_is(author, is_person) || !type_is(author, is_organisation);
    for (size_t i = 0; i < json_array_size(names); i++)
        add_author(reading, string_of(reading, json_array_get(names, i)), person);
    if (!json_is_array(names))
        add_author(reading, string_of(reading, names), person);
}

static void read_authors(struct reading *reading, const json_t *authors)
{
    struct jsonld *found = reading->found;
    found->authors = arena_alloc(reading->arena, MAX_AUTHORS * sizeof(*found->authors));
    for (size_t i = 0; i < json_array_size(authors); i++)
        read_author(reading, json_array_get(authors, i));
    if (authors && !json_is_array(authors))
        read_author(reading, authors);
}

/* Google's convention: "isAccessibleForFree" of the article or of a part, often as a string. */
static bool is_paid(const json_t *object, int depth)
{
    const json_t *parts = json_object_get(object, "hasPart");
    const json_t *access = json_object_get(object, "isAccessibleForFree");
    const char *text = json_string_value(access);
    if (json_is_false(access) || (text && strcasestr(text, "false")))
        return true;
    for (size_t i = 0; depth > 0 && i < json_array_size(parts); i++)
        if (is_paid(json_array_get(parts, i), depth - 1))
            return true;
    return depth > 0 && json_is_object(parts) && is_paid(parts, depth - 1);
}

static void read_article(struct reading *reading, const json_t *article)
{
    struct jsonld *found = reading->found;
    found->headline = member(reading, article, "headline");
    found->published = member(reading, article, "datePublished");
    found->modified = member(reading, article, "dateModified");
    found->language = member(reading, article, "inLanguage");
    found->body = member(reading, article, "articleBody");
    found->section = member(reading, article, "articleSection");
    found->article = true;
    found->news = type_is(article, is_news);
    found->paid = is_paid(article, 1);
    const json_t *authors = json_object_get(article, "author");
    read_authors(reading, authors ? authors : json_object_get(article, "creator"));
    const json_t *publisher = json_object_get(article, "publisher");
    if (json_is_array(publisher))
        publisher = json_array_get(publisher, 0);
    found->publisher = member(reading, resolve(reading, publisher), "name");
}

struct jsonld *jsonld_read(const struct page *page, const char *thing, struct arena *arena,
                           struct diags *diags)
{
    struct reading reading = {.arena = arena};
    reading.found = arena_alloc(arena, sizeof(*reading.found));
    for (size_t i = 0; i < page->clue_count; i++) {
        if (page->clues[i].kind != CLUE_JSON)
            continue;
        json_t *root = load(page->clues[i].node, thing, diags);
        if (!root)
            continue;
        reading.roots = arena_grow(arena, reading.roots, reading.root_count, &reading.root_capacity,
                                   sizeof(*reading.roots));
        reading.roots[reading.root_count++] = root;
    }
    const json_t *article = find_everywhere(&reading, is_article);
    const json_t *web_page = find_everywhere(&reading, is_page);
    if (article)
        read_article(&reading, article);
    reading.found->page_published = member(&reading, web_page, "datePublished");
    if (!reading.found->headline)
        reading.found->headline = member(&reading, web_page, "headline");
    for (size_t i = 0; i < reading.root_count; i++)
        json_decref(reading.roots[i]);
    return reading.found;
}
