/* archive prune: `newsledger archive prune`, old feeds and what belongs to no document. */
#ifndef CLI_ARCHIVE_PRUNE_H
#define CLI_ARCHIVE_PRUNE_H

#include "cli/command.h"

/*
 * Forgets the feeds and index pages that were fetched before --before, and removes the files of the
 * archive that no document needs any more. Articles and their pages stay.
 */
enum exit_code archive_prune(const struct call *call);

#endif
