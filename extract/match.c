/* Runs the rules over the sentences of a reading: facts_find of extract/fact.h. */
#include <string.h>

#include "extract/clause.h"
#include "extract/denial.h"
#include "extract/fact.h"
#include "extract/heading.h"
#include "extract/pronoun.h"
#include "extract/quantity.h"
#include "extract/trace.h"
#include "extract/typed.h"

/* One rule may fire so often in one passage; and a list may name so many things. */
#define MATCHES_MAX 64
#define LIST_MAX    32

/* With one of these a heading's words begin, behind numbers and bullets. */
#define LETTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"

/* One match of a rule in a passage. */
struct match {
    struct reading *reading;
    struct facts *facts;
    const struct typed *typed;
    const struct rule *rule;
    struct span spans[PATTERN_GROUPS_MAX]; /* of the match at hand */
    size_t sentence;                       /* with which the passage begins */
    const struct passage *passage;
    const struct rule **claimed; /* by mention: a percentage is a fact of the first that takes it */
    const struct trace *trace;   /* or NULL */
};

/* What a term stands for: several things where its slot is a list. */
struct parties {
    struct party items[LIST_MAX];
    size_t count;
};

static void parties_add(struct parties *parties, struct party party)
{
    if (party.entity && parties->count < LIST_MAX)
        parties->items[parties->count++] = party;
}

/* The maker as the article names it: by its own name, or by its owner's. */
static const struct entity *named_maker(const struct reading *reading, const struct entity *entity)
{
    const struct entity *maker = entity->maker;
    if (!maker || reading_names(reading, maker))
        return maker;
    return maker->owner && reading_names(reading, maker->owner) ? maker->owner : NULL;
}

/* The passage's sentence that holds a byte of the text, which may also be its end. */
static size_t sentence_at(const struct match *match, size_t at)
{
    const struct reading *reading = match->reading;
    size_t sentence = match->sentence;
    while (sentence + 1 < reading->sentence_count && reading->sentences[sentence + 1].start <= at)
        sentence++;
    return sentence;
}

/* What "it" would point to, stood it right before the match. */
static struct party subject_before_match(const struct match *match, int kind)
{
    const struct reading *reading = match->reading;
    size_t before = match->typed->origin[match->spans[0].start], index = match->typed->first;
    while (index < match->typed->last && reading->mentions[index].start < before)
        index++;
    const struct mention *subject =
        pronoun_target(reading, sentence_at(match, before), index, (kind_set)1 << kind, true);
    return subject ? (struct party){subject->entity, subject->version} : (struct party){0};
}

/* What the heading of the section begins with, where it names nothing else of that kind. */
static struct party section_subject(const struct match *match, int kind)
{
    const struct reading *reading = match->reading;
    size_t above = heading_block(reading, match->sentence);
    if (above == SIZE_MAX || reading->blocks[above].start < reading->body)
        return (struct party){0};
    const struct block *heading = &reading->blocks[above];
    const struct mention *found = NULL;
    for (size_t i = reading_mention_from(reading, heading->start);
         i < reading->mention_count && reading->mentions[i].start < heading->end; i++) {
        const struct mention *mention = &reading->mentions[i];
        if (!mention->entity || !(mention->kinds >> kind & 1))
            continue;
        if (found)
            return (struct party){0};
        found = mention;
    }
    if (!found || strcspn(reading->text + heading->start, LETTERS) + heading->start < found->start)
        return (struct party){0};
    return (struct party){found->entity, found->version};
}

/* What the title names first, claimants left out. */
static struct party title_subject(const struct reading *reading, int kind)
{
    kind_set claimants = reading->extractor->rules->context.claimants;
    for (size_t i = 0; i < reading->mention_count && reading->mentions[i].end < reading->body;
         i++) {
        const struct mention *mention = &reading->mentions[i];
        if (mention->entity && (mention->kinds >> kind & 1) && !(mention->kinds & claimants))
            return (struct party){mention->entity, mention->version};
    }
    return (struct party){0};
}

static void slot_parties(const struct match *match, const struct slot *slot,
                         struct parties *parties)
{
    struct span span = match->spans[slot->group];
    if (span.start == PATTERN_UNSET)
        return;
    for (size_t at = span.start; at < span.end; at++) {
        /* Symbols are three bytes long and begin with 0xEE or 0xEF: U+E000 to U+F8FF. */
        unsigned char byte = (unsigned char)match->typed->text[at];
        if (byte != 0xEE && byte != 0xEF)
            continue;
        const struct mention *mention = typed_mention(match->typed, match->reading, at);
        if (!mention || !mention->entity || !(mention->kinds & slot->kinds))
            continue;
        parties_add(parties, (struct party){mention->entity, mention->version});
    }
}

static struct parties makers_of(const struct match *match, const struct parties *parties)
{
    struct parties makers = {0};
    for (size_t i = 0; i < parties->count; i++) {
        const struct entity *maker = named_maker(match->reading, parties->items[i].entity);
        parties_add(&makers, (struct party){maker, NULL});
    }
    return makers;
}

static struct parties term_parties(const struct match *match, const struct term *term)
{
    struct parties parties = {0};
    switch (term->kind) {
    case TERM_NONE:
        break;
    case TERM_SLOT:
        slot_parties(match, &match->rule->slots[term->slot], &parties);
        break;
    case TERM_SUBJECT:
        parties_add(&parties, subject_before_match(match, term->of));
        break;
    case TERM_HEADING:
        parties_add(&parties, section_subject(match, term->of));
        break;
    case TERM_TITLE:
        parties_add(&parties, title_subject(match->reading, term->of));
        break;
    case TERM_ENTITY:
        parties_add(&parties, (struct party){term->entity, NULL});
        break;
    }
    return term->maker ? makers_of(match, &parties) : parties;
}

/* With the slots that a lookahead has seen behind it. */
static struct span match_span(const struct match *match)
{
    struct span span = match->spans[0];
    for (size_t i = 0; i < match->rule->slot_count; i++) {
        struct span slot = match->spans[match->rule->slots[i].group];
        if (slot.start != PATTERN_UNSET && slot.end > span.end)
            span.end = slot.end;
    }
    return span;
}

/* Without the heading or the heads that were read with it. */
static struct place match_place(const struct match *match)
{
    struct span span = match_span(match);
    size_t start = match->typed->origin[span.start], end = match->typed->origin[span.end];
    const struct passage *passage = match->passage;
    if (start < passage->start)
        start = passage->start;
    if (end <= passage->start)
        end = passage->end;
    return (struct place){.start = start, .end = end, .sentence = sentence_at(match, start)};
}

static void tell(const struct match *match, enum trace_kind kind, const struct term *term,
                 const struct rule *other)
{
    if (!match->trace)
        return;
    bool matched = kind != TRACE_BEGIN && kind != TRACE_END && kind != TRACE_LIMIT;
    struct trace_event event = {.kind = kind,
                                .rule = match->rule,
                                .sentence = match->sentence,
                                .place = matched ? match_place(match) : (struct place){0},
                                .term = term,
                                .other = other};
    match->trace->tell(&event, match->trace->context);
}

static bool same_sides(const struct relation *a, const struct relation *b)
{
    bool same = party_equal(a->subject, b->subject) && party_equal(a->object, b->object);
    bool swapped = a->type->symmetric && party_equal(a->subject, b->object) &&
                   party_equal(a->object, b->subject);
    return a->type == b->type && (same || swapped);
}

static bool relation_equal(const struct relation *a, const struct relation *b)
{
    return same_sides(a, b) && party_equal(a->about, b->about) &&
           (a->role == b->role || (a->role && b->role && strcmp(a->role, b->role) == 0));
}

/* Of two wordings in one sentence the one that tells what it is about counts, else the first. */
static bool tells_no_more(const struct relation *relation, const struct relation *than)
{
    return relation->place.sentence == than->place.sentence && same_sides(relation, than) &&
           (!relation->about.entity || party_equal(relation->about, than->about));
}

static void add_relation(const struct match *match, struct relation relation)
{
    struct facts *facts = match->facts;
    if (relation.subject.entity == relation.object.entity) {
        tell(match, TRACE_SAME, NULL, NULL);
        return;
    }
    for (size_t i = 0; i < facts->relation_count; i++) {
        struct relation *known = &facts->relations[i];
        if (relation_equal(&relation, known) || tells_no_more(&relation, known)) {
            tell(match, TRACE_KNOWN, NULL, known->rule);
            return;
        }
        if (tells_no_more(known, &relation)) {
            *known = relation;
            tell(match, TRACE_FACT, NULL, NULL);
            return;
        }
    }
    facts->relations = arena_grow(match->reading->arena, facts->relations, facts->relation_count,
                                  &facts->relation_capacity, sizeof(*facts->relations));
    facts->relations[facts->relation_count++] = relation;
    tell(match, TRACE_FACT, NULL, NULL);
}

/* An analyst house is no party; nor is a chip's maker one to the company that it is a part of. */
static bool are_parties(const struct match *match, const struct emit *emit, struct party a,
                        struct party b)
{
    kind_set claimants = match->reading->extractor->rules->context.claimants;
    bool same_house = a.entity->owner == b.entity || b.entity->owner == a.entity;
    if ((emit->subject.maker || emit->object.maker) && same_house)
        return false;
    return !((a.entity->kinds | b.entity->kinds) & claimants);
}

/* "A and B work with C and D, respectively": the first with the first, the second with the second.
 */
static bool is_pairwise(const struct match *match, const struct parties *a, const struct parties *b)
{
    const struct typed *typed = match->typed;
    const struct pattern *pairwise = match->reading->extractor->rules->context.pairwise;
    return pairwise && a->count > 1 && a->count == b->count &&
           pattern_search(pairwise, typed->text, typed->len, match->spans[0].start, NULL) ==
               PATTERN_MATCH;
}

/* "A's X and Y with B": each maker about its own product; one product is what all is about. */
static struct party about_of(const struct emit *emit, const struct parties *about, size_t subject,
                             size_t subjects)
{
    bool own = emit->subject.maker && emit->subject.kind == TERM_SLOT &&
               emit->about.kind == TERM_SLOT && emit->subject.slot == emit->about.slot;
    return about->items[own && about->count == subjects ? subject : 0];
}

static void emit_relation(const struct match *match, const struct emit *emit)
{
    struct place place = match_place(match);
    if (denial_holds(emit->relation, match->typed, match_span(match))) {
        tell(match, TRACE_DENIED, NULL, NULL);
        return;
    }
    struct parties subjects = term_parties(match, &emit->subject);
    struct parties objects = term_parties(match, &emit->object);
    struct parties about = term_parties(match, &emit->about);
    if (subjects.count == 0 || objects.count == 0)
        tell(match, TRACE_NOTHING, subjects.count == 0 ? &emit->subject : &emit->object, NULL);
    struct relation relation = {
        .type = emit->relation,
        .role = emit->role,
        .modality =
            modality_of(match->reading, match->reading->sentences[place.sentence].start, place.end),
        .place = place,
        .rule = match->rule};
    bool pairwise = is_pairwise(match, &subjects, &objects);
    for (size_t i = 0; i < subjects.count; i++) {
        relation.about = about_of(emit, &about, i, subjects.count);
        for (size_t j = 0; j < objects.count; j++) {
            if (pairwise && i != j)
                continue;
            relation.subject = subjects.items[i];
            relation.object = objects.items[j];
            if (are_parties(match, emit, relation.subject, relation.object))
                add_relation(match, relation);
            else
                tell(match, TRACE_PARTY, NULL, NULL);
        }
    }
}

static bool quantity_equal(const struct quantity *a, const struct quantity *b)
{
    return a->percent.value == b->percent.value && a->percent.value_high == b->percent.value_high &&
           a->percent.unit == b->percent.unit && strcmp(a->period, b->period) == 0 &&
           a->metric == b->metric && party_equal(a->subject, b->subject) &&
           a->change == b->change && a->market == b->market && a->region == b->region;
}

static void emit_quantity(const struct match *match, const struct emit *emit)
{
    struct reading *reading = match->reading;
    struct facts *facts = match->facts;
    struct span span = match->spans[match->rule->slots[emit->object.slot].group];
    if (span.start == PATTERN_UNSET) {
        tell(match, TRACE_NOTHING, &emit->object, NULL);
        return;
    }
    const struct mention *mention = typed_mention(match->typed, reading, span.start);
    if (!mention || mention->type != MENTION_PERCENT)
        return;
    size_t index = (size_t)(mention - reading->mentions);
    if (match->claimed[index]) {
        tell(match, TRACE_CLAIMED, NULL, match->claimed[index]);
        return;
    }
    match->claimed[index] = match->rule;

    struct parties subject = term_parties(match, &emit->subject);
    if (subject.items[0].entity &&
        (subject.items[0].entity->kinds & reading->extractor->rules->context.claimants))
        subject.items[0].entity = NULL; /* who counts is not what is counted */
    struct quantity quantity = {.metric = emit->metric,
                                .subject = subject.items[0],
                                .place = {mention->start, mention->end, mention->sentence},
                                .rule = match->rule};
    quantity_describe(reading, index, &quantity);
    for (size_t i = 0; i < facts->quantity_count; i++) {
        if (quantity_equal(&facts->quantities[i], &quantity)) {
            tell(match, TRACE_KNOWN, NULL, facts->quantities[i].rule);
            return;
        }
    }
    facts->quantities = arena_grow(reading->arena, facts->quantities, facts->quantity_count,
                                   &facts->quantity_capacity, sizeof(*facts->quantities));
    facts->quantities[facts->quantity_count++] = quantity;
    tell(match, TRACE_FACT, NULL, NULL);
}

static void limit_hit(const struct match *match)
{
    diags_add(match->reading->diags, SEVERITY_WARNING, "match", match->rule->id,
              "the pattern was given up in the sentence at byte %zu: it takes too many steps",
              match->reading->sentences[match->sentence].start);
    tell(match, TRACE_LIMIT, NULL, NULL);
    diags_hint(match->reading->diags, "make the pattern more specific, or its gaps shorter");
}

static void run_rule(struct match *match)
{
    const struct rule *rule = match->rule;
    const struct typed *typed = match->typed;
    struct span *spans = match->spans;
    size_t at = 0, matches = 0;
    enum pattern_result result;
    while (at < typed->len && matches < MATCHES_MAX &&
           (result = pattern_search(rule->match, typed->text, typed->len, at, spans)) !=
               PATTERN_NO_MATCH) {
        if (result == PATTERN_LIMIT) {
            limit_hit(match);
            return;
        }
        tell(match, TRACE_MATCH, NULL, NULL);
        if (matches++ == 0 && rule->unless &&
            pattern_search(rule->unless, typed->text, typed->len, 0, NULL) != PATTERN_NO_MATCH) {
            tell(match, TRACE_UNLESS, NULL, NULL);
            return;
        }
        for (size_t i = 0; i < rule->emit_count; i++) {
            if (rule->emits[i].relation)
                emit_relation(match, &rule->emits[i]);
            else
                emit_quantity(match, &rule->emits[i]);
        }
        if (spans[0].end == at) /* an empty match says nothing, and would come again */
            return;
        at = spans[0].end;
    }
}

static bool may_match(const struct rule *rule, kind_set present)
{
    for (size_t i = 0; i < rule->need_count; i++)
        if (!(rule->needs[i] & present))
            return false;
    return true;
}

/* What rules of each scope read that begins with one sentence: made when the first one asks. */
struct views {
    const struct reading *reading;
    size_t sentence;
    bool made[SCOPE_COUNT];
    bool empty[SCOPE_COUNT];
    struct passage passages[SCOPE_COUNT];
    struct typed typed[SCOPE_COUNT];
};

/* False where rules of this scope have nothing to read. */
static bool view(struct views *views, enum scope scope, struct match *match)
{
    struct passage *passage = &views->passages[scope];
    if (!views->made[scope]) {
        views->made[scope] = true;
        views->empty[scope] = !passage_at(views->reading, scope, views->sentence, passage);
        if (!views->empty[scope])
            views->typed[scope] = typed_passage(views->reading, passage);
    }
    match->passage = passage;
    match->typed = &views->typed[scope];
    return !views->empty[scope];
}

void facts_find_traced(struct reading *reading, const struct rule *only, const struct trace *trace,
                       struct facts *facts)
{
    const struct ruleset *rules = reading->extractor->rules;
    struct match match = {.reading = reading, .facts = facts, .trace = trace};
    match.claimed =
        arena_alloc(reading->arena, (reading->mention_count + 1) * sizeof(*match.claimed));
    for (size_t i = 0; i < reading->sentence_count; i++) {
        struct views views = {.reading = reading, .sentence = i};
        match.sentence = i;
        for (size_t j = 0; j < rules->rule_count; j++) {
            match.rule = rules->rules[j];
            if ((only && match.rule != only) || !view(&views, match.rule->scope, &match) ||
                !may_match(match.rule, match.typed->kinds))
                continue;
            tell(&match, TRACE_BEGIN, NULL, NULL);
            run_rule(&match);
            tell(&match, TRACE_END, NULL, NULL);
        }
    }
}

void facts_find(struct reading *reading, struct facts *facts)
{
    facts_find_traced(reading, NULL, NULL, facts);
}

void facts_find_of(struct reading *reading, const struct rule *rule, struct facts *facts)
{
    facts_find_traced(reading, rule, NULL, facts);
}
