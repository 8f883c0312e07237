/*
 * backtrack: whether a pattern can take a time that explodes with the length of the text.
 *
 * PCRE2 tries one way after another. Where a repeated group can match the same words in two ways,
 * n rounds have 2^n ways, and all are tried where what is behind the group does not match:
 * (a+)+, (a|aa)*, (?:\w+ ?)*. Where two endless repeats stand behind one another and both match the
 * same letters (.*.*x), there are n ways from each of n places, hence n³ steps. Both show in the
 * pattern's automaton of positions (Glushkov's), as exponential and polynomial degree of ambiguity:
 * Weber and Seidl, On the degree of ambiguity of finite automata, 1991.
 *
 * What is let through, since it costs little on prose: few rounds ({0,8}) or few ways in all ({0,9}
 * around {0,3}); a mandatory character between the two repeats (.*,.*); two that share no letter
 * (\d+\w*), or, with something optional between them, only what is in one word (\w+-?\w*).
 * Lookarounds and
 * atomic groups are judged by themselves: nothing behind them makes PCRE2 try another way within.
 * rules/pattern.h bounds the steps of a match whatever is decided here.
 */
#ifndef RULES_BACKTRACK_H
#define RULES_BACKTRACK_H

#include <stdbool.h>
#include <stddef.h>

struct backtrack_fault {
    const char *message;
    const char *hint;
    size_t at; /* bytes into the pattern */
};

/* True, with the first fault, for a pattern that explodes. PCRE2 must have compiled it. */
bool backtrack_explodes(const char *pattern, struct backtrack_fault *fault);

#endif
