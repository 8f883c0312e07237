/*
 * pattern: a compiled regular expression (PCRE2, UTF-8, JIT where there is one) with bounds.
 *
 * Subjects are valid UTF-8 of at most PATTERN_SUBJECT_MAX bytes; a longer one is cut there, and the
 * caller's text is never that long since it is a sentence.
 */
#ifndef RULES_PATTERN_H
#define RULES_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

/* PCRE2's limits count per start position: a bounded subject bounds the time of a match. */
#define PATTERN_SUBJECT_MAX 4096
#define PATTERN_GROUPS_MAX  32 /* with the whole match as group 0 */

struct pattern;

struct span {
    size_t start; /* both PATTERN_UNSET for a group that took no part */
    size_t end;
};

#define PATTERN_UNSET ((size_t)-1)

enum pattern_result { PATTERN_NO_MATCH, PATTERN_MATCH, PATTERN_LIMIT };

struct pattern_error {
    char *message; /* the caller frees */
    size_t at;     /* bytes into the pattern's text */
};

/* Compiles `text` (PCRE2 syntax, UTF and UCP), or says in `error` what is wrong and gives NULL. */
struct pattern *pattern_compile(const char *text, struct pattern_error *error);

/*
 * The same; a mistake is added to `diags`, with `position` moved to the place in the pattern where
 * the excerpt shows it. pattern_free accepts NULL.
 */
struct pattern *pattern_new(const char *text, const struct position *position, struct diags *diags);
void pattern_free(struct pattern *pattern);

/*
 * Searches subject[start, len). PATTERN_LIMIT means that a bound was hit: never "no match", the
 * caller reports it with the rule's name. spans holds PATTERN_GROUPS_MAX entries, or is NULL.
 */
enum pattern_result pattern_search(const struct pattern *pattern, const char *subject, size_t len,
                                   size_t start, struct span *spans);

/* The same, but the match must begin at `start`. */
enum pattern_result pattern_match_at(const struct pattern *pattern, const char *subject, size_t len,
                                     size_t start, struct span *spans);

/* The number of a named group, or -1; and how many groups there are, not counting group 0. */
int pattern_group(const struct pattern *pattern, const char *name);
int pattern_captures(const struct pattern *pattern);

const char *pattern_text(const struct pattern *pattern);

#endif
