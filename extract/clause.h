/*
 * clause: a percentage and the words that describe it: from the percentage before it (or the
 * sentence's start) to the one behind it (or the sentence's end).
 */
#ifndef EXTRACT_CLAUSE_H
#define EXTRACT_CLAUSE_H

#include <stdbool.h>
#include <stddef.h>

#include "extract/reading.h"

struct clause {
    const struct reading *reading;
    size_t index;       /* of the percentage: reading->mentions[index] */
    size_t first, last; /* the sentence's mentions */
    size_t start, end;  /* the sentence, in bytes of the reading's text */
    size_t before;      /* where the clause begins */
    size_t behind;      /* where it ends */
};

struct clause clause_of(const struct reading *reading, size_t index);

/* The clause before this one where the two are close: "from 63% in 2024 to 42%". */
bool clause_before(const struct clause *clause, struct clause *before);

/* The first comma or semicolon of the reading's text in [from, end), or end. */
size_t clause_comma(const struct reading *reading, size_t from, size_t end);

/*
 * Bytes between the percentage and the pattern's nearest match in [start, end) of the reading's
 * text; SIZE_MAX without one (or without a pattern).
 */
size_t clause_distance(const struct clause *clause, const struct pattern *pattern, size_t start,
                       size_t end);

/* What the number is measured against by the words of its clause. */
enum basis clause_basis(const struct clause *clause);

/* The one whose words stand nearest to the number in [start, end) of the reading's text. */
enum basis clause_basis_in(const struct clause *clause, size_t start, size_t end);

/* The metric that is named nearest to the number in [start, end) of the reading's text, or NULL. */
const struct metric *clause_metric_in(const struct clause *clause, size_t start, size_t end);

/* How sure the words of the clause are, by the rules' context. */
enum modality clause_modality(const struct clause *clause);

/* The same for any span of the text. */
enum modality modality_of(const struct reading *reading, size_t start, size_t end);

#endif
