#include "rules/positions.h"

/* So many rounds of what repeats nothing itself are told apart: \d{4} in a loop is no loop. */
#define ROUNDS_MAX 16

static bool repeats(const struct regex *regex)
{
    if (regex->kind == REGEX_REPEAT && regex->most > 1)
        return true;
    for (size_t i = 0; i < regex->count; i++)
        if (repeats(regex->parts[i]))
            return true;
    return false;
}

bool positions_is_loop(const struct regex *repeat)
{
    return repeat->most > 2 && (repeat->most > ROUNDS_MAX || repeats(repeat->parts[0]));
}

static void add_number(struct positions *positions, struct numbers *numbers, uint32_t number)
{
    numbers->items = arena_grow(positions->arena, numbers->items, numbers->count,
                                &numbers->capacity, sizeof(*numbers->items));
    numbers->items[numbers->count++] = number;
}

static void add_numbers(struct positions *positions, struct numbers *to, const struct numbers *from)
{
    for (size_t i = 0; i < from->count; i++)
        add_number(positions, to, from->items[i]);
}

void positions_join(struct positions *positions, const struct numbers *from,
                    const struct numbers *to)
{
    positions->edge_count += from->count * to->count;
    positions->too_many |= positions->edge_count > POSITIONS_EDGES_MAX;
    for (size_t i = 0; i < from->count && !positions->too_many; i++)
        add_numbers(positions, &positions->states[from->items[i]].next, to);
}

static struct positions_part add_state(struct positions *positions, struct alphabet_set set)
{
    struct positions_part part = {.nullable = false};
    if (positions->count == POSITIONS_MAX) {
        positions->too_many = true;
        return part;
    }
    positions->states = arena_grow(positions->arena, positions->states, positions->count,
                                   &positions->capacity, sizeof(*positions->states));
    positions->states[positions->count] = (struct positions_state){.set = set};
    add_number(positions, &part.first, (uint32_t)positions->count);
    add_number(positions, &part.last, (uint32_t)positions->count);
    positions->count++;
    return part;
}

static struct positions_part behind_another(struct positions *positions, struct positions_part a,
                                            struct positions_part b)
{
    positions_join(positions, &a.last, &b.first);
    if (a.nullable)
        add_numbers(positions, &a.first, &b.first);
    if (b.nullable)
        add_numbers(positions, &b.last, &a.last);
    return (struct positions_part){a.first, b.last, a.nullable && b.nullable};
}

static struct positions_part add_sequence(struct positions *positions, const struct regex *regex)
{
    struct positions_part all = {.nullable = true};
    for (size_t i = 0; i < regex->count; i++)
        all = behind_another(positions, all, positions_add(positions, regex->parts[i]));
    return all;
}

static struct positions_part add_choice(struct positions *positions, const struct regex *regex)
{
    struct positions_part all = {.nullable = false};
    for (size_t i = 0; i < regex->count; i++) {
        struct positions_part part = positions_add(positions, regex->parts[i]);
        add_numbers(positions, &all.first, &part.first);
        add_numbers(positions, &all.last, &part.last);
        all.nullable |= part.nullable;
    }
    return all;
}

/* a{2,4} as aa(a(a)?)?, from its end. */
static struct positions_part add_rounds(struct positions *positions, const struct regex *regex)
{
    struct positions_part rest = {.nullable = true};
    for (uint32_t round = regex->most; round > 0; round--) {
        rest = behind_another(positions, positions_add(positions, regex->parts[0]), rest);
        rest.nullable |= round > regex->least;
    }
    return rest;
}

static struct positions_part add_repeat(struct positions *positions, const struct regex *regex)
{
    if (!positions_is_loop(regex))
        return add_rounds(positions, regex);
    struct positions_part part = positions_add(positions, regex->parts[0]);
    positions_join(positions, &part.last, &part.first);
    part.nullable |= regex->least == 0;
    return part;
}

static bool may_be_nothing(const struct regex *regex)
{
    bool some = false, all = true;
    for (size_t i = 0; i < regex->count; i++) {
        bool nothing = may_be_nothing(regex->parts[i]);
        some |= nothing;
        all &= nothing;
    }
    switch (regex->kind) {
    case REGEX_SET:
        return false;
    case REGEX_CHOICE:
        return some;
    case REGEX_REPEAT:
        return all || regex->least == 0;
    case REGEX_LOOK:
        return true;
    default:
        return all;
    }
}

struct positions_part positions_add(struct positions *positions, const struct regex *regex)
{
    if (positions->too_many)
        return (struct positions_part){.nullable = true};
    switch (regex->kind) {
    case REGEX_SET:
        return add_state(positions, alphabet_of(positions->alphabet, regex));
    case REGEX_SEQUENCE:
        return add_sequence(positions, regex);
    case REGEX_CHOICE:
        return add_choice(positions, regex);
    case REGEX_REPEAT:
        return add_repeat(positions, regex);
    case REGEX_SEALED: {
        struct positions_part part = add_state(positions, (struct alphabet_set){{0}});
        part.nullable = may_be_nothing(regex);
        return part;
    }
    default:
        return (struct positions_part){.nullable = true};
    }
}
