/* reference: "{name:kind}", "{name:kind|kind+}", "{kind}" or "{slot}" in a pattern, taken apart. */
#ifndef RULES_REFERENCE_H
#define RULES_REFERENCE_H

#include <stdbool.h>
#include <stddef.h>

/* Offsets are bytes into the pattern's text. The name stands right behind the opening brace. */
struct reference {
    size_t name_len;
    size_t kinds_at; /* of "kind|kind"; without a colon the same as the name's place */
    size_t kinds_len;
    size_t end; /* behind the closing brace */
    bool named; /* there is a colon */
    bool alone; /* one word and nothing else: a kind, or a slot of the packs */
    bool list;  /* there is a plus */
};

/* Reads the reference whose brace is at text[at]. False when it is none. */
bool reference_read(const char *text, size_t at, struct reference *reference);

/* The length of the word at the text's start: of letters, digits, "-" and "_". */
size_t reference_word(const char *text);

#endif
