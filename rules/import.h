/*
 * import: translates a site's rules in the "key: value" form of full-text readers (one file for
 * each site, named HOST.txt) into the definition of a source, as rules/README.md tells.
 *
 * Each directive is either translated: the definition has the same effect; or needless: what it
 * governs does not exist here, so that the definition has the same effect without it; or left out,
 * with a warning at its place and a remark in the definition.
 */
#ifndef RULES_IMPORT_H
#define RULES_IMPORT_H

#include <stddef.h>

#include "base/buf.h"
#include "base/diag.h"

/* The longest of 2,000 such files has 10 KB; more is something else. */
#define IMPORT_BYTES_MAX ((size_t)1024 * 1024)

enum import_fate { IMPORT_TRANSLATED, IMPORT_NEEDLESS, IMPORT_LEFT_OUT };

#define IMPORT_FATES 3

/* How often directives of one name had one fate for one reason. */
struct import_sum {
    const char *name;
    enum import_fate fate;
    const char *why; /* NULL for IMPORT_TRANSLATED */
    size_t count;
};

struct import_totals {
    size_t files;
    size_t directives[IMPORT_FATES]; /* by enum import_fate */
    const struct import_sum *sums;   /* in the order in which they first came */
    size_t sum_count;
};

struct import;

struct import *import_new(void);
void import_free(struct import *import); /* accepts NULL */

/*
 * Appends the definition for a file's bytes to `yaml`, below "sources:". -1, with an error and
 * nothing appended, where the path does not name a host, or one that an earlier file named.
 */
int import_file(struct import *import, const char *path, const char *bytes, size_t len,
                struct buf *yaml, struct diags *diags);

/* Lives as long as the import, until the next import_file. */
struct import_totals import_totals(const struct import *import);

#endif
