#include "rules/emit.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"
#include "rules/loader.h"
#include "rules/words.h"

/* One emit while it is read. */
struct reader {
    struct words words;
    struct loader *loader;
    const struct slot *slots;
    size_t slot_count;
};

/* Complains about the word read last. */
static void fail(const struct reader *reader, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void fail(const struct reader *reader, const char *format, ...)
{
    struct position position = words_position(&reader->words, 0);
    va_list args;
    va_start(args, format);
    diags_vadd_at(reader->loader->diags, SEVERITY_ERROR, "rules", &position, format, args);
    va_end(args);
}

static bool find_slot(const struct reader *reader, const char *name, size_t *slot)
{
    for (*slot = 0; *slot < reader->slot_count; ++*slot)
        if (strcmp(reader->slots[*slot].name, name) == 0)
            return true;
    return false;
}

/* A word that names nothing. `ahead` is where the name begins in the word. */
static void unknown_name(const struct reader *reader, const char *what, const char *name,
                         size_t ahead, bool with_entities)
{
    const struct ruleset *ruleset = reader->loader->ruleset;
    struct position position = words_position(&reader->words, ahead);
    const char **names =
        mem_alloc((reader->slot_count + ruleset->entity_count + 1) * sizeof(*names));
    size_t count = 0;
    for (size_t i = 0; i < reader->slot_count; i++)
        names[count++] = reader->slots[i].name;
    for (size_t i = 0; with_entities && i < ruleset->entity_count; i++)
        names[count++] = ruleset->entities[i]->id;
    loader_unknown(reader->loader, &position, what, name, names, count);
    free(names);
}

/* What stands in the parentheses of "NAME(…)"; NULL when the call is of another name. */
static const char *argument_of(const struct reader *reader, const char *call, const char *name)
{
    size_t name_len = strlen(name);
    if (strncmp(call, name, name_len) != 0 || call[name_len] != '(')
        return NULL;
    return arena_strndup(reader->loader->arena, call + name_len + 1, strlen(call) - name_len - 2);
}

/* The argument of "subject(kind)", "heading(kind)" or "title(kind)"; NULL for another call. */
static const char *context_argument(const struct reader *reader, const char *call,
                                    struct term *term)
{
    static const struct {
        const char *name;
        enum term_kind kind;
    } calls[] = {{"subject", TERM_SUBJECT}, {"heading", TERM_HEADING}, {"title", TERM_TITLE}};
    for (size_t i = 0; i < sizeof(calls) / sizeof(*calls); i++) {
        const char *inner = argument_of(reader, call, calls[i].name);
        if (!inner)
            continue;
        term->kind = calls[i].kind;
        return inner;
    }
    return NULL;
}

/* "maker(slot)", "subject(kind)", "heading(kind)", "maker(subject(kind))" …; the call begins
 * `ahead` in the word. */
static bool read_call(const struct reader *reader, const char *call, size_t ahead,
                      struct term *term)
{
    static const char *const functions[] = {"maker", "subject", "heading", "title"};
    size_t open = strcspn(call, "("), close = strcspn(call, ")"), len = strlen(call);
    bool nested = strchr(call + open + (open < len), '(') != NULL;
    if (close + 1 + nested != len || call[len - 1] != ')') {
        fail(reader, "expected one closing parenthesis at the end of '%s'", call);
        return false;
    }
    const char *inner = term->maker ? NULL : argument_of(reader, call, "maker");
    if (inner) {
        ahead += strlen("maker(");
        term->maker = true;
        if (strpbrk(inner, "()"))
            return read_call(reader, inner, ahead, term);
        term->kind = TERM_SLOT;
        if (find_slot(reader, inner, &term->slot))
            return true;
        unknown_name(reader, "slot", inner, ahead, false);
        return false;
    }
    inner = context_argument(reader, call, term);
    if (inner) {
        struct position position =
            words_position(&reader->words, ahead + (size_t)(strchr(call, '(') + 1 - call));
        term->of = loader_kind(reader->loader, inner, strlen(inner), &position);
        return term->of >= 0;
    }
    struct position position = words_position(&reader->words, ahead);
    const char *name = arena_strndup(reader->loader->arena, call, strcspn(call, "("));
    loader_unknown(reader->loader, &position, "function", name, functions,
                   sizeof(functions) / sizeof(*functions));
    return false;
}

static bool read_term(struct reader *reader, struct term *term)
{
    const char *word =
        words_expect(&reader->words,
                     "a slot, maker(slot), subject(kind), heading(kind), title(kind) or an entity");
    if (!word)
        return false;
    if (strchr(word, '('))
        return read_call(reader, word, 0, term);
    if (find_slot(reader, word, &term->slot)) {
        term->kind = TERM_SLOT;
        return true;
    }
    term->kind = TERM_ENTITY;
    term->entity = ruleset_entity(reader->loader->ruleset, word);
    if (!term->entity)
        unknown_name(reader, "slot or entity", word, 0, true);
    return term->entity != NULL;
}

/* All kinds that a thing with one of these may have, too: a "csp" is an "org" in every pack. */
static kind_set companions(const struct ruleset *ruleset, kind_set kinds)
{
    kind_set all = kinds;
    for (size_t i = 0; i < ruleset->symbol_count; i++)
        if (ruleset->symbols[i] & kinds)
            all |= ruleset->symbols[i];
    return all;
}

static kind_set term_kinds(const struct reader *reader, const struct term *term)
{
    const struct ruleset *ruleset = reader->loader->ruleset;
    if (term->maker) /* can be anything */
        return ~(kind_set)0;
    switch (term->kind) {
    case TERM_SLOT:
        return companions(ruleset, reader->slots[term->slot].kinds);
    case TERM_SUBJECT:
    case TERM_HEADING:
    case TERM_TITLE:
        return companions(ruleset, (kind_set)1 << term->of);
    case TERM_ENTITY:
        return term->entity->kinds;
    default:
        return 0;
    }
}

/* "org, csp" */
static const char *kind_names(const struct reader *reader, kind_set kinds)
{
    const struct ruleset *ruleset = reader->loader->ruleset;
    struct buf names = {0};
    for (size_t i = 0; i < ruleset->kind_count; i++)
        if (kinds >> i & 1)
            buf_printf(&names, "%s%s", names.len ? ", " : "", ruleset->kinds[i].name);
    const char *text = arena_strdup(reader->loader->arena, buf_text(&names));
    buf_free(&names);
    return text;
}

/* Whether a term can stand on one side of a relation, which is of these kinds. */
static bool check_side(const struct reader *reader, const struct term *term, const char *side,
                       kind_set wanted, const struct position *position)
{
    if (wanted == 0 || term_kinds(reader, term) & wanted)
        return true;
    diags_add_at(reader->loader->diags, SEVERITY_ERROR, "rules", position,
                 "this cannot be the relation's %s, which is of the kind %s", side,
                 kind_names(reader, wanted));
    return false;
}

static bool read_relation(struct reader *reader, struct emit *emit)
{
    struct words *words = &reader->words;
    struct position subject = words_position(words, 0);
    emit->relation = words_relation(words);
    if (!emit->relation || !read_term(reader, &emit->object))
        return false;
    const struct relation_type *relation = emit->relation;
    struct position object = words_position(words, 0);
    bool good = check_side(reader, &emit->subject, "subject", relation->subject, &subject);
    good &= check_side(reader, &emit->object, "object", relation->object, &object);
    if (words_accept(words, "about"))
        good &= read_term(reader, &emit->about);
    if (good && words_accept(words, "as")) {
        emit->role = words_role(words, relation);
        good = emit->role != NULL;
    }
    return good;
}

static bool read_quantity(struct reader *reader, struct emit *emit)
{
    struct words *words = &reader->words;
    const struct term *value = &emit->object;
    bool any;
    if (value->kind != TERM_SLOT ||
        !(reader->slots[value->slot].kinds & (kind_set)1 << KIND_PERCENT)) {
        words->next = 1;
        fail(reader, "'%s' is no percentage", words->text[0]);
        diags_hint(reader->loader->diags, "the value must be a slot {name:percent}");
        return false;
    }
    emit->metric = words_metric(words, &any);
    if (!emit->metric && !any)
        return false;
    return !words_accept(words, "of") || read_term(reader, &emit->subject);
}

bool emit_parse(struct loader *loader, const struct yaml_node *node, const struct slot *slots,
                size_t slot_count, struct emit *emit)
{
    struct reader reader = {.loader = loader, .slots = slots, .slot_count = slot_count};
    struct term first = {.kind = TERM_NONE};
    *emit = (struct emit){.relation = NULL};
    if (!words_split(loader, node, &reader.words) || !read_term(&reader, &first))
        return false;
    bool quantity = words_accept(&reader.words, "is");
    *(quantity ? &emit->object : &emit->subject) = first;
    if (!(quantity ? read_quantity(&reader, emit) : read_relation(&reader, emit)))
        return false;
    if (reader.words.next == reader.words.count)
        return true;
    reader.words.next++;
    fail(&reader, "unexpected '%s'", reader.words.text[reader.words.next - 1]);
    diags_hint(loader->diags,
               quantity ? "SLOT is METRIC [of TERM]" : "TERM RELATION TERM [about TERM] [as ROLE]");
    return false;
}
