/*
 * options: the arguments of one call, checked against a table of what the command takes. The same
 * table prints the help, so that the two cannot differ.
 */
#ifndef CLI_OPTIONS_H
#define CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/diag.h"

enum option_type {
    OPTION_SWITCH, /* takes no value */
    OPTION_TEXT,   /* must not be empty */
    OPTION_KNOWN,  /* a text that a script may not know: an empty one is as good as none */
    OPTION_COUNT,  /* a whole number from 1 */
    OPTION_NUMBER, /* any finite number */
    OPTION_CHOICE, /* one of the words that `value` lists: "month|quarter|year" */
};

struct option_spec {
    const char *name; /* "limit" for --limit; NULL ends a table */
    enum option_type type;
    const char *value; /* what the help calls its value; NULL for a switch */
    const char *help;
};

struct option_value {
    const char *name;
    const char *value; /* NULL for a switch */
};

struct options {
    struct option_value *values; /* in the order of the call */
    size_t value_count;
    struct option_value *kinds; /* those that no table lists, where that is allowed */
    size_t kind_count;
    const char **words; /* arguments that are no options */
    size_t word_count;
};

/*
 * Reads arguments: "--name value", "--name=value", "--" before words that begin with a dash. The
 * specs of all `tables` (ended by NULL) are known. With `kinds`, an unknown --NAME takes a value
 * and is kept apart. Mistakes go to `diags`, NULL is returned; the result lives in `arena`.
 */
const struct options *options_parse(const struct option_spec *const *tables, bool kinds,
                                    char *const *arguments, size_t count, struct arena *arena,
                                    struct diags *diags);

bool options_has(const struct options *options, const char *name);

/* The value, or NULL where the option was not given. */
const char *options_text(const struct options *options, const char *name);
long options_count(const struct options *options, const char *name, long otherwise);

/* Adds the hint "did you mean …?" to the last diagnostic when an option's name is near. */
void options_suggest(const struct option_spec *const *tables, const char *name,
                     struct diags *diags);

/* The options as aligned lines, each help broken at the 80th column. */
void options_print(FILE *out, const struct option_spec *table);

#endif
