#include "extract/denial.h"

#include <string.h>

#include "base/text.h"

static bool holds(const struct pattern *pattern, const char *text, size_t start, size_t end)
{
    return pattern_search(pattern, text + start, end - start, 0, NULL) != PATTERN_NO_MATCH;
}

/* The clause around a span, from comma (or "but") to comma. */
static struct span clause_around(const struct typed *typed, struct span span)
{
    struct span clause = span;
    while (clause.start > 0 && !strchr(",;:", typed->text[clause.start - 1]) &&
           !text_starts(typed->text + clause.start, " but "))
        clause.start--;
    clause.end += strcspn(typed->text + clause.end, ",;:");
    const char *but = memmem(typed->text + span.end, clause.end - span.end, " but ", 5);
    if (but)
        clause.end = (size_t)(but - typed->text);
    return clause;
}

/* ", which never liked A,": an aside within the span, or what is empty at its end. */
static struct span aside_within(const struct typed *typed, struct span span)
{
    static const char start[] = ", wh";
    const char *from = typed->text + span.start, *end = typed->text + span.end;
    const char *open = memmem(from, (size_t)(end - from), start, strlen(start));
    const char *close = open ? memchr(open + 1, ',', (size_t)(end - open - 1)) : NULL;
    if (!close)
        return (struct span){span.end, span.end};
    return (struct span){(size_t)(open - typed->text), (size_t)(close - typed->text)};
}

bool denial_holds(const struct relation_type *relation, const struct typed *typed,
                  struct span match)
{
    if (relation->unless && holds(relation->unless, typed->text, 0, typed->len))
        return true;
    if (!relation->unless_clause)
        return false;
    struct span clause = clause_around(typed, match), aside = aside_within(typed, match);
    return holds(relation->unless_clause, typed->text, clause.start, aside.start) ||
           holds(relation->unless_clause, typed->text, aside.end, clause.end);
}
