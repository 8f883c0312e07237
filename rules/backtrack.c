#include "rules/backtrack.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "rules/positions.h"

/* As many ways are a tenth of what one match may cost (rules/pattern.c). */
#define WAYS_FEW 10000.0
#define WAYS_MAX 1e12

/* Of comparisons of two edges, some tenths of a second: only monstrous groups need more. */
#define STEPS_MAX ((size_t)20 * 1000 * 1000)

/*
 * So many rounds of a group that matches the same text in two ways are 2^8 ways. What is repeated
 * more often is judged.
 */
#define ROUNDS_FEW 8

/* An endless repeat that may stand first or last in what was looked at. */
struct edge {
    const struct regex *repeat;
    bool loose; /* something that may be absent stands before or behind it */
};

struct repeats {
    struct edge *items;
    size_t count, capacity;
};

struct ends {
    struct repeats first, last;
    bool nullable;
    bool optional; /* it holds something that may be absent */
};

struct judge {
    const char *pattern;
    struct alphabet alphabet; /* begun when it is first needed, which is seldom */
    struct arena *arena;
    struct backtrack_fault *fault;
    bool found;
    size_t steps;
};

static void find(struct judge *judge, const struct regex *at, const char *message, const char *hint)
{
    if (!judge->found)
        *judge->fault = (struct backtrack_fault){message, hint, at->start};
    judge->found = true;
}

static double ways_of_rounds(double ways, const struct regex *repeat)
{
    double sum = 0, product = 1;
    if (repeat->most == REGEX_ENDLESS)
        return WAYS_MAX;
    for (uint32_t round = 0; round <= repeat->most && sum < WAYS_MAX; round++) {
        sum += round >= repeat->least ? product : 0;
        product *= ways;
        if (product > WAYS_MAX)
            return WAYS_MAX;
    }
    return sum;
}

/* In how many ways a part can match, whatever the text, at most. */
static double ways(const struct regex *regex)
{
    double product = 1, sum = 0;
    for (size_t i = 0; i < regex->count; i++) {
        double part = ways(regex->parts[i]);
        product = product * part < WAYS_MAX ? product * part : WAYS_MAX;
        sum = sum + part < WAYS_MAX ? sum + part : WAYS_MAX;
    }
    switch (regex->kind) {
    case REGEX_SEQUENCE:
        return product;
    case REGEX_CHOICE:
        return sum;
    case REGEX_REPEAT:
        return ways_of_rounds(product, regex);
    default:
        return 1;
    }
}

/* How often something is repeated at most, where groups of few rounds stand in each other. */
static uint32_t rounds(const struct regex *regex)
{
    uint32_t most = 1;
    if (regex->kind == REGEX_REPEAT && regex->parts[0]->kind == REGEX_SET)
        return 1;
    for (size_t i = 0; i < regex->count; i++) {
        uint32_t part = rounds(regex->parts[i]);
        most = part > most ? part : most;
    }
    bool few = regex->kind == REGEX_REPEAT && regex->most > 0 && regex->most <= ROUNDS_FEW;
    most *= few ? regex->most : 1;
    return most < 1000 ? most : 1000;
}

static bool overlap(const struct positions *positions, uint32_t a, uint32_t b)
{
    struct alphabet_set common =
        alphabet_common(positions->states[a].set, &positions->states[b].set);
    return !alphabet_empty(&common);
}

/* Two states that the same text leads to, by two ways. */
struct pairs {
    uint32_t (*items)[2];
    size_t count, capacity;
    bool *seen; /* by first * number of states + second */
};

/* True when the two ways meet again. */
static bool take_pair(struct judge *judge, const struct positions *positions, struct pairs *pairs,
                      uint32_t a, uint32_t b)
{
    judge->steps++;
    bool *seen = &pairs->seen[a * positions->count + b];
    if (*seen || !overlap(positions, a, b))
        return false;
    if (a == b)
        return true;
    *seen = true;
    pairs->items = arena_grow(judge->arena, pairs->items, pairs->count, &pairs->capacity,
                              sizeof(*pairs->items));
    pairs->items[pairs->count][0] = a;
    pairs->items[pairs->count++][1] = b;
    return false;
}

/* Ways part where one state has two edges for the same character. */
static bool ways_part(struct judge *judge, const struct positions *positions, struct pairs *pairs)
{
    for (size_t i = 0; i < positions->count; i++) {
        const struct numbers *next = &positions->states[i].next;
        for (size_t j = 0; j < next->count && judge->steps < STEPS_MAX; j++)
            for (size_t k = j + 1; k < next->count; k++)
                if (next->items[j] == next->items[k] ||
                    take_pair(judge, positions, pairs, next->items[j], next->items[k]))
                    return true;
    }
    return false;
}

static bool ways_meet(struct judge *judge, const struct positions *positions, struct pairs *pairs)
{
    for (size_t i = 0; i < pairs->count; i++) {
        const struct numbers *a = &positions->states[pairs->items[i][0]].next;
        const struct numbers *b = &positions->states[pairs->items[i][1]].next;
        for (size_t j = 0; j < a->count && judge->steps < STEPS_MAX; j++)
            for (size_t k = 0; k < b->count; k++)
                if (take_pair(judge, positions, pairs, a->items[j], b->items[k]))
                    return true;
    }
    return false;
}

static struct positions positions_new(struct judge *judge)
{
    if (judge->alphabet.count == 0)
        alphabet_begin(&judge->alphabet, judge->pattern, judge->arena);
    return (struct positions){.alphabet = &judge->alphabet, .arena = judge->arena};
}

/*
 * All states of a repeat reach each other, so that ways that part and meet do so in each round.
 * Where a round may be nothing, there are as many ways as choices of those that are: (a?){30}. An
 * endless repeat ends with the first such round.
 */
static void judge_loop(struct judge *judge, const struct regex *repeat, bool nullable)
{
    struct positions positions = positions_new(judge);
    positions_add(&positions, repeat);
    struct pairs pairs = {.seen = arena_alloc(judge->arena, positions.count * positions.count + 1)};
    judge->steps = 0;
    bool idle = nullable && repeat->most != REGEX_ENDLESS && positions.count > 0;
    bool ambiguous = !positions.too_many && (idle || ways_part(judge, &positions, &pairs) ||
                                             ways_meet(judge, &positions, &pairs));
    if (positions.too_many || judge->steps >= STEPS_MAX)
        find(judge, repeat, "what is repeated here is too large to tell whether it explodes",
             "put its words into one class or fewer alternatives");
    else if (ambiguous)
        find(judge, repeat,
             "this repeat can match the same text in two ways, which takes exponential time",
             "let each round end with what it cannot hold elsewhere: (?:\\w+ )* for (?:\\w+ ?)*");
}

/* The states of two neighbours: those below `border` are the first one's. */
struct triple {
    uint32_t stays, moves, waits;
    unsigned read; /* what they have read: READ_… */
};

#define READ_LETTER 1u
#define READ_BLANK  2u
#define READ_WORDS  (READ_LETTER | READ_BLANK)
#define READ_SETS   4u

struct triples {
    struct triple *items;
    size_t count, capacity;
    bool *seen;
};

static unsigned read_of(const struct alphabet *alphabet, struct alphabet_set set)
{
    struct alphabet_set letters = alphabet_common(set, &alphabet->letters);
    struct alphabet_set blanks = alphabet_common(set, &alphabet->blanks);
    return (alphabet_empty(&letters) ? 0 : READ_LETTER) |
           (alphabet_empty(&blanks) ? 0 : READ_BLANK);
}

static void take_triple(struct judge *judge, const struct positions *positions,
                        struct triples *triples, struct triple triple)
{
    struct alphabet_set common =
        alphabet_common(positions->states[triple.stays].set, &positions->states[triple.moves].set);
    common = alphabet_common(common, &positions->states[triple.waits].set);
    judge->steps++;
    if (alphabet_empty(&common))
        return;
    triple.read |= read_of(&judge->alphabet, common);
    size_t n = positions->count;
    size_t state = (triple.stays * n + triple.moves) * n + triple.waits;
    bool *seen = &triples->seen[state * READ_SETS + triple.read];
    if (*seen)
        return;
    *seen = true;
    triples->items = arena_grow(judge->arena, triples->items, triples->count, &triples->capacity,
                                sizeof(*triples->items));
    triples->items[triples->count++] = triple;
}

/* Where the three can go at once; the first one stays in its repeat. */
static void step_triple(struct judge *judge, const struct positions *positions, uint32_t border,
                        struct triples *triples, struct triple from)
{
    const struct numbers *stays = &positions->states[from.stays].next;
    const struct numbers *moves = &positions->states[from.moves].next;
    const struct numbers *waits = &positions->states[from.waits].next;
    for (size_t i = 0; i < stays->count && judge->steps < STEPS_MAX; i++)
        for (size_t j = 0; stays->items[i] < border && j < moves->count; j++)
            for (size_t k = 0; k < waits->count; k++)
                take_triple(
                    judge, positions, triples,
                    (struct triple){stays->items[i], moves->items[j], waits->items[k], from.read});
}

/*
 * Whether one text leads from p to p, from p to q and from q to q, p and q being of either; and one
 * that holds all of `read`.
 */
static bool shared(struct judge *judge, const struct positions *positions, uint32_t border,
                   uint32_t p, uint32_t q, unsigned read)
{
    size_t n = positions->count;
    struct triples triples = {.seen = arena_alloc(judge->arena, READ_SETS * n * n * n)};
    step_triple(judge, positions, border, &triples, (struct triple){p, p, q, 0});
    for (size_t i = 0; i < triples.count; i++) {
        struct triple triple = triples.items[i];
        if (triple.stays == p && triple.moves == q && triple.waits == q &&
            (triple.read & read) == read)
            return true;
        step_triple(judge, positions, border, &triples, triple);
    }
    return false;
}

/* More states are a group's of several words, with which the neighbour has to share them all. */
#define NEIGHBOURS_MAX 24

/*
 * Runs of digits and blanks are short. With something between that may be absent the two are the
 * halves of one word (\w+-?\w*), which is never long either.
 */
static void judge_neighbours(struct judge *judge, struct edge left, struct edge right)
{
    const struct regex *a = left.repeat, *b = right.repeat;
    unsigned read = left.loose || right.loose ? READ_WORDS : READ_LETTER;
    struct positions positions = positions_new(judge);
    struct positions_part first = positions_add(&positions, a);
    uint32_t border = (uint32_t)positions.count;
    struct positions_part second = positions_add(&positions, b);
    positions_join(&positions, &first.last, &second.first);
    if (positions.too_many || positions.count > NEIGHBOURS_MAX)
        return;
    judge->steps = 0;
    for (uint32_t p = 0; p < border; p++)
        for (uint32_t q = border; q < positions.count; q++)
            if (shared(judge, &positions, border, p, q, read)) {
                find(judge, b,
                     "this repeat and the one before it match the same words, which takes cubic "
                     "time",
                     "make one repeat of them, or bound their lengths: {0,40}");
                return;
            }
}

static void join(struct judge *judge, const struct repeats *left, const struct repeats *right)
{
    for (size_t i = 0; i < left->count && !judge->found; i++)
        for (size_t j = 0; j < right->count && !judge->found; j++)
            judge_neighbours(judge, left->items[i], right->items[j]);
}

static void add_repeats(struct judge *judge, struct repeats *to, const struct repeats *from,
                        bool loose)
{
    for (size_t i = 0; i < from->count; i++) {
        to->items =
            arena_grow(judge->arena, to->items, to->count, &to->capacity, sizeof(*to->items));
        to->items[to->count] = from->items[i];
        to->items[to->count++].loose |= loose;
    }
}

/* Each round is a neighbour of the next: in (?:\w+ ?){0,5} a blank may be absent five times. */
static void join_rounds(struct judge *judge, const struct ends *part)
{
    for (size_t i = 0; i < part->last.count && !judge->found; i++)
        for (size_t j = 0; j < part->first.count && !judge->found; j++)
            judge_neighbours(judge, (struct edge){.repeat = part->last.items[i].repeat},
                             (struct edge){.repeat = part->first.items[j].repeat});
}

static struct ends walk(struct judge *judge, const struct regex *regex);

static struct ends walk_sequence(struct judge *judge, const struct regex *regex)
{
    struct ends all = {.nullable = true};
    for (size_t i = 0; i < regex->count; i++) {
        struct ends part = walk(judge, regex->parts[i]);
        join(judge, &all.last, &part.first);
        bool nothing = regex->parts[i]->kind == REGEX_EMPTY;
        if (all.nullable)
            add_repeats(judge, &all.first, &part.first, all.optional);
        if (part.nullable)
            add_repeats(judge, &part.last, &all.last, !nothing);
        all.optional |= !nothing;
        all.last = part.last;
        all.nullable &= part.nullable;
    }
    return all;
}

static struct ends walk_choice(struct judge *judge, const struct regex *regex)
{
    struct ends all = {.nullable = false};
    for (size_t i = 0; i < regex->count; i++) {
        struct ends part = walk(judge, regex->parts[i]);
        add_repeats(judge, &all.first, &part.first, false);
        add_repeats(judge, &all.last, &part.last, false);
        all.nullable |= part.nullable;
    }
    return all;
}

static struct ends walk_repeat(struct judge *judge, const struct regex *regex)
{
    struct ends part = walk(judge, regex->parts[0]);
    bool single = regex->parts[0]->kind == REGEX_SET;
    bool often = regex->most > ROUNDS_FEW || rounds(regex) > ROUNDS_FEW;
    if (often && positions_is_loop(regex) && !single && !judge->found && ways(regex) > WAYS_FEW)
        judge_loop(judge, regex, part.nullable);
    part.nullable |= regex->least == 0;
    if (regex->most == REGEX_ENDLESS) {
        struct edge self = {.repeat = regex};
        struct repeats repeats = {.items = &self, .count = 1};
        struct ends ends = {.nullable = part.nullable};
        add_repeats(judge, &ends.first, &repeats, false);
        add_repeats(judge, &ends.last, &repeats, false);
        return ends;
    }
    if (regex->most > 1)
        join_rounds(judge, &part);
    return part;
}

static struct ends walk(struct judge *judge, const struct regex *regex)
{
    struct ends ends = {.nullable = true};
    switch (regex->kind) {
    case REGEX_EMPTY:
        return ends;
    case REGEX_SET:
        return (struct ends){.nullable = false};
    case REGEX_SEQUENCE:
        return walk_sequence(judge, regex);
    case REGEX_CHOICE:
        return walk_choice(judge, regex);
    case REGEX_REPEAT:
        return walk_repeat(judge, regex);
    case REGEX_SEALED:
        ends.nullable = walk(judge, regex->parts[0]).nullable;
        return ends;
    case REGEX_LOOK:
        walk(judge, regex->parts[0]);
        return ends;
    }
    return ends;
}

bool backtrack_explodes(const char *pattern, struct backtrack_fault *fault)
{
    if (!strpbrk(pattern, "*+}"))
        return false;
    struct judge judge = {.pattern = pattern, .arena = arena_new(), .fault = fault};
    walk(&judge, regex_read(pattern, judge.arena));
    arena_free(judge.arena);
    return judge.found;
}
