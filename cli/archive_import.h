/* archive import: `newsledger archive import`, pages of WARC files into the ledger. */
#ifndef CLI_ARCHIVE_IMPORT_H
#define CLI_ARCHIVE_IMPORT_H

#include "cli/command.h"

/* Enters the pages of the files that the words behind the first one name, and reads them. */
enum exit_code archive_import(const struct call *call);

#endif
