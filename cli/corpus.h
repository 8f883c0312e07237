/*
 * corpus: pages that are read anew for those who write rules: files, pages that the ledger has, or
 * all of its articles.
 */
#ifndef CLI_CORPUS_H
#define CLI_CORPUS_H

#include <stdint.h>

#include "cli/command.h"
#include "extract/reading.h"

struct corpus_page {
    struct reading *reading; /* in an arena that is reset behind the visit */
    const char *name;        /* its address, or that of the file */
    int64_t story;           /* the same for copies of one text; 0: no story is known */
};

struct corpus {
    const struct call *call;
    const struct extractor *extractor;
    const char *url; /* of a file; NULL: its name */
    bool tells;      /* what is wrong with a page is added to the call's diagnostics */
    void (*visit)(const struct corpus_page *page, void *context);
    void *context;
    size_t pages; /* that were visited */
};

/*
 * Visits the pages that the words name, each a file ("-" is standard input) or the address of a
 * page that the ledger has; without words all articles' documents of the ledger, in the order in
 * which they came. What cannot be read is named, the rest is visited: then EXIT_PROBLEMS.
 */
enum exit_code corpus_visit(struct corpus *corpus, const char *const *words, size_t count);

#endif
