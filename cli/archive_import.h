/* archive import: `newsledger archive import`, pages of WARC files into the ledger. */
#ifndef CLI_ARCHIVE_IMPORT_H
#define CLI_ARCHIVE_IMPORT_H

#include "cli/run.h"

struct import_counts {
    int64_t pages, others; /* entered; other kinds of files, passed over */
};

/*
 * Enters the pages of a WARC file ("-": standard input) into the ledger; they are read later
 * (run_read_left_over). What cannot be read of it is told.
 */
void archive_import_file(struct run *run, const char *path, struct import_counts *counts);

/* Enters the pages of the files that the words behind the first one name, and reads them. */
enum exit_code archive_import(const struct call *call);

#endif
