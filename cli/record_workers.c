#include "cli/record_workers.h"

#include <jansson.h>

#include "base/arena.h"
#include "extract/record.h"

static char *make_record(const struct document *document, const struct source *source,
                         void *context)
{
    struct arena *arena = arena_new();
    json_t *record = record_extract(context, document, source, arena);
    char *text = record_text(record);
    json_decref(record);
    arena_free(arena);
    return text;
}

struct workers *record_workers(const struct call *call, const struct extractor *extractor)
{
    struct reader reader = {make_record, (void *)extractor};
    struct workers_limits limits = workers_defaults();
    limits.jobs = (size_t)options_count(call->options, "jobs", (long)limits.jobs);
    json_object_seed(0); /* reads a file, which a worker may not */
    return workers_new(&reader, &limits);
}
