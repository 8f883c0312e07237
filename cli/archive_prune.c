#include "cli/archive_prune.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>

#include "base/date.h"
#include "fetch/archive.h"
#include "store/documents.h"

struct pruning {
    const struct call *call;
    struct ledger *ledger;
    struct archive *archive;
    int64_t feeds, files;
    int64_t failed;
};

static void remove_file(const char *sha256, void *context)
{
    struct pruning *pruning = context;
    if (ledger_has_body(pruning->ledger, sha256) != 0)
        return;
    if (archive_remove(pruning->archive, sha256, pruning->call->diags) == 0)
        pruning->files++;
    else
        pruning->failed++;
}

/* The lock keeps a run away, which archives pages before they have a document. */
static enum exit_code prune(struct pruning *pruning, int64_t before)
{
    const struct call *call = pruning->call;
    pruning->ledger = ledger_open(call->config.ledger, LEDGER_WRITE, call->diags);
    if (!pruning->ledger)
        return EXIT_LEDGER;
    int error = ledger_lock(pruning->ledger);
    if (error)
        return error == -EWOULDBLOCK ? EXIT_LOCKED : EXIT_LEDGER;
    if (ledger_forget_feeds(pruning->ledger, before, &pruning->feeds) < 0)
        return EXIT_LEDGER;
    pruning->archive = archive_new(call->config.archive);
    if (archive_list(pruning->archive, remove_file, pruning, call->diags) != 0)
        return EXIT_PROBLEMS;
    return pruning->failed > 0 ? EXIT_PROBLEMS : EXIT_WELL;
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
    struct pruning pruning = {.call = call};
    enum exit_code code = prune(&pruning, before);
    if (code <= EXIT_PROBLEMS && !options_has(call->options, "quiet"))
        printf("feeds forgotten: %" PRId64 "; files removed: %" PRId64 "\n", pruning.feeds,
               pruning.files);
    archive_free(pruning.archive);
    ledger_close(pruning.ledger);
    return code;
}
