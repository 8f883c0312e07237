/* archive prune: `newsledger archive prune`, old feeds and what belongs to no document. */
#ifndef CLI_ARCHIVE_PRUNE_H
#define CLI_ARCHIVE_PRUNE_H

#include <stdint.h>

#include "cli/command.h"
#include "fetch/archive.h"
#include "store/ledger.h"

struct pruned {
    int64_t feeds, files;
    int64_t failed; /* files that cannot be removed, each with a diagnostic */
};

/*
 * Forgets the feeds and index pages that were fetched before then (seconds since 1970), and removes
 * their files where no other document needs them. The ledger is locked: a run archives pages before
 * they have a document. Returns -1 where the ledger fails.
 */
int archive_forget(struct ledger *ledger, struct archive *archive, int64_t before,
                   struct pruned *pruned, struct diags *diags);

/* The same with --before, and all files of the archive that no document needs; pages stay. */
enum exit_code archive_prune(const struct call *call);

#endif
