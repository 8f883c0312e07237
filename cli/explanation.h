/* explanation: what rules find in the sentences of one article, or why one of them does not. */
#ifndef CLI_EXPLANATION_H
#define CLI_EXPLANATION_H

#include <stdbool.h>
#include <stdio.h>

#include "cli/output.h"
#include "extract/why_not.h"

struct explanation {
    const struct reading *reading;
    const char *name; /* of the page: its address or file */
    struct facts facts;
    const struct rule *rule;        /* that is asked about; NULL: all rules are */
    const struct why_not *why_not;  /* of that rule */
    const struct attempt *attempts; /* of that rule, by sentence */
    bool all;                       /* sentences, too, in which there is nothing to show */
};

/* Whether there is anything to show in a sentence. */
bool explanation_shows(const struct explanation *explanation, size_t sentence);

/*
 * Sentence by sentence, with lines below names, numbers and facts; of a rule that is asked about,
 * its elements with what each of them matched, and what stopped it.
 */
void explanation_print(FILE *out, const struct output_style *style,
                       const struct explanation *explanation);

/* The same as one JSON object. */
void explanation_print_json(FILE *out, const struct explanation *explanation);

#endif
