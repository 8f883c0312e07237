/* trace: what happens while rules run over a reading, told to who explains or measures them. */
#ifndef EXTRACT_TRACE_H
#define EXTRACT_TRACE_H

#include "extract/fact.h"

enum trace_kind {
    TRACE_BEGIN,   /* the rule is tried on the sentence, which holds the kinds that it needs */
    TRACE_END,     /* it has been: one for each TRACE_BEGIN */
    TRACE_MATCH,   /* its pattern matched */
    TRACE_FACT,    /* an emit gave a fact */
    TRACE_LIMIT,   /* the pattern was given up */
    TRACE_UNLESS,  /* the rule's `unless` matches the sentence */
    TRACE_DENIED,  /* that of the relation does */
    TRACE_NOTHING, /* `term` of an emit stands for nothing */
    TRACE_SAME,    /* both sides of a relation are the same */
    TRACE_CLAIMED, /* the percentage is a fact of `other` */
    TRACE_KNOWN,   /* the fact has been found before, by `other` */
    TRACE_PARTY,   /* a side makes claims only, or belongs to the other, whose product it is */
};

struct trace_event {
    enum trace_kind kind;
    const struct rule *rule;
    size_t sentence;
    struct place place;       /* of the match; all 0 at TRACE_BEGIN, _END and _LIMIT */
    const struct term *term;  /* or NULL */
    const struct rule *other; /* or NULL */
};

struct trace {
    void (*tell)(const struct trace_event *event, void *context);
    void *context;
};

/* As facts_find, or facts_find_of where `only` is no NULL. */
void facts_find_traced(struct reading *reading, const struct rule *only, const struct trace *trace,
                       struct facts *facts);

#endif
