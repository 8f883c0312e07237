#include "cli/archive_prune.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/date.h"
#include "fetch/archive.h"
#include "store/documents.h"

struct pruning {
    struct ledger *ledger;
    struct archive *archive;
    struct diags *diags;
    struct pruned *pruned;
};

static void remove_file(const char *sha256, void *context)
{
    struct pruning *pruning = context;
    if (ledger_has_body(pruning->ledger, sha256) != 0)
        return;
    if (archive_remove(pruning->archive, sha256, pruning->diags) == 0)
        pruning->pruned->files++;
    else
        pruning->pruned->failed++;
}

/* First the ledger: what a crash leaves between the two is a file that nobody needs. */
int archive_forget(struct ledger *ledger, struct archive *archive, int64_t before,
                   struct pruned *pruned, struct diags *diags)
{
    struct pruning pruning = {ledger, archive, diags, pruned};
    struct arena *arena = arena_new();
    const char **bodies;
    size_t count;
    int status = ledger_forget_feeds(ledger, before, arena, &bodies, &count);
    *pruned = (struct pruned){.feeds = (int64_t)count};
    for (size_t i = 0; i < count && status == 0; i++)
        remove_file(bodies[i], &pruning);
    arena_free(arena);
    return status;
}

static enum exit_code prune(const struct call *call, struct pruning *pruning, int64_t before)
{
    pruning->ledger = ledger_open(call->config.ledger, LEDGER_WRITE, call->diags);
    if (!pruning->ledger)
        return EXIT_LEDGER;
    int error = ledger_lock(pruning->ledger);
    if (error)
        return error == -EWOULDBLOCK ? EXIT_LOCKED : EXIT_LEDGER;
    pruning->archive = archive_new(call->config.archive);
    if (archive_forget(pruning->ledger, pruning->archive, before, pruning->pruned, call->diags) < 0)
        return EXIT_LEDGER;
    if (archive_list(pruning->archive, remove_file, pruning, call->diags) != 0)
        return EXIT_PROBLEMS;
    return pruning->pruned->failed > 0 ? EXIT_PROBLEMS : EXIT_WELL;
}

enum exit_code archive_prune(const struct call *call)
{
    const char *text = options_text(call->options, "before");
    int64_t before;
    if (!text || date_parse(text, &before) != 0) {
        diags_add(call->diags, SEVERITY_ERROR, "options", NULL,
                  "prune takes --before with a day or a time, 2025-05-15 or "
                  "2025-05-15T10:00:00Z");
        return EXIT_USAGE;
    }
    struct pruned pruned = {0};
    struct pruning pruning = {.diags = call->diags, .pruned = &pruned};
    enum exit_code code = prune(call, &pruning, before);
    if (code <= EXIT_PROBLEMS && !options_has(call->options, "quiet"))
        printf("feeds forgotten: %" PRId64 "; files removed: %" PRId64 "\n", pruned.feeds,
               pruned.files);
    archive_free(pruning.archive);
    ledger_close(pruning.ledger);
    return code;
}
