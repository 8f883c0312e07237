#include "rules/element.h"

#include <ctype.h>
#include <string.h>

/* What a step at the top level begins or goes on with. */
enum piece {
    PIECE_NOTHING,
    PIECE_BAR,
    PIECE_BLANK,
    PIECE_QUANTIFIER,
    PIECE_WHOLE,
    PIECE_OPTION,
    PIECE_WORD
};

struct splitter {
    const char *text;
    struct elements elements;
    size_t capacity;
    struct arena *arena;
    struct element open; /* being put together */
    size_t open_in;      /* where its own text begins */
    size_t open_end_in;
    bool is_open;   /* there may be no more than blanks yet */
    bool has_text;  /* something else than blanks */
    bool is_closed; /* a mention or a group: only a quantifier may follow */
    bool behind_bar;
};

static void flush(struct splitter *splitter)
{
    struct elements *elements = &splitter->elements;
    if (splitter->is_open) {
        struct element element = splitter->open;
        element.text = arena_strndup(splitter->arena, splitter->text + splitter->open_in,
                                     splitter->open_end_in - splitter->open_in);
        element.alternative = splitter->behind_bar;
        splitter->behind_bar = false;
        elements->items = arena_grow(splitter->arena, elements->items, elements->count,
                                     &splitter->capacity, sizeof(*elements->items));
        elements->items[elements->count++] = element;
    }
    splitter->is_open = splitter->has_text = splitter->is_closed = false;
}

/* "(?i)", but not "(?i:", which is a group like others. */
static bool is_option(const char *text)
{
    if (text[0] != '(' || text[1] != '?')
        return false;
    size_t len = strspn(text + 2, "abcdefghijklmnopqrstuvwxyzJU^-");
    return len > 0 && text[2 + len] == ')';
}

static enum piece piece_of(const char *text, const struct template_step *step)
{
    char c = text[step->in], next = text[step->in + 1];
    if ((c == '#' && step->extended) || (c == '(' && next == '?' && text[step->in + 2] == '#'))
        return PIECE_NOTHING;
    if (c == ' ' || c == '\t' || c == '\n' || c == '\r')
        return step->extended ? PIECE_NOTHING : PIECE_BLANK;
    if (c == '|')
        return PIECE_BAR;
    if (strchr("?*+", c) || (c == '{' && (isdigit((unsigned char)next) || next == ',')))
        return PIECE_QUANTIFIER;
    if (is_option(text + step->in))
        return PIECE_OPTION;
    return c == '(' || c == '{' ? PIECE_WHOLE : PIECE_WORD;
}

/* Adds the pattern's text up to where `next` begins. */
static void add(struct splitter *splitter, enum piece piece, const struct template_step *step,
                const struct template_step *next)
{
    bool joins = piece == PIECE_QUANTIFIER || (piece == PIECE_WORD && !splitter->is_closed) ||
                 (piece == PIECE_WHOLE && !splitter->has_text);
    if (!joins)
        flush(splitter);
    if (!splitter->is_open)
        splitter->open = (struct element){.start = step->out, .option = piece == PIECE_OPTION};
    if (!splitter->has_text)
        splitter->open_in = step->in;
    splitter->is_open = true;
    splitter->has_text |= piece != PIECE_BLANK;
    splitter->is_closed |= piece == PIECE_WHOLE || piece == PIECE_OPTION;
    splitter->open.end = next->out;
    splitter->open_end_in = next->in;
}

/* A group's steps lie deeper, its end included; those of "{1,2}" go up to its end. */
static size_t step_behind(const char *text, const struct template_step *steps, size_t count,
                          size_t i)
{
    bool brace = piece_of(text, &steps[i]) == PIECE_QUANTIFIER && text[steps[i].in] == '{';
    size_t next = i + 1;
    while (next < count && (steps[next].depth > 1 || (brace && text[steps[next - 1].in] != '}')))
        next++;
    return next;
}

struct elements elements_split(const char *text, const struct template_step *steps, size_t count,
                               struct arena *arena)
{
    struct splitter splitter = {.text = text, .arena = arena};
    for (size_t i = 0, next; i < count; i = next) {
        enum piece piece = piece_of(text, &steps[i]);
        next = step_behind(text, steps, count, i);
        if (piece > PIECE_BAR)
            add(&splitter, piece, &steps[i], &steps[next]);
        else
            flush(&splitter);
        splitter.behind_bar |= piece == PIECE_BAR;
    }
    flush(&splitter);
    return splitter.elements;
}
