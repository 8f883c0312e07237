/*
 * documents: what was fetched, and how far it got: "fetched" (archived, not yet read), "extracted"
 * or "failed". The bytes lie in the archive under their SHA-256; the ledger holds everything else.
 */
#ifndef STORE_DOCUMENTS_H
#define STORE_DOCUMENTS_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "fetch/document.h"
#include "store/ledger.h"

enum document_kind { DOCUMENT_ARTICLE, DOCUMENT_FEED };

/* A document on its way in. */
struct document_entry {
    const struct document *document; /* its body is not looked at, only its length and sha256 */
    const char *url_key;             /* the address in its canonical spelling, to tell known ones */
    enum document_kind kind;         /* only articles are extracted */
    const char *source_id;           /* NULL: added by hand */
    const char *title;               /* what the feed said, or NULL */
    const char *published;           /* what the feed said, RFC 3339 or a day, or NULL */
};

/*
 * Enters a document in the state "fetched" in a transaction of its own; failed attempts on its
 * address are forgotten, and it is not wanted any more (store/wanted.h). The same address with the
 * same bytes is the same document: its id is given and nothing changes.
 */
int ledger_add_document(struct ledger *ledger, const struct document_entry *entry, int64_t *id);

/* Was an article with this address fetched before? False, too, where the ledger cannot be read. */
bool ledger_knows_url(struct ledger *ledger, const char *url_key);

/* With what and when a document was read. */
struct extraction {
    const char *rules_version; /* ruleset.version */
    const char *program;       /* "newsledger 0.1.0" */
    int64_t time;
};

/* One row, as long as the visit lasts. */
struct document_row {
    int64_t id;
    struct document document; /* without its body; body_len and sha256 are set */
    const char *url_key;
    const char *source_id; /* or NULL */
    const char *title;     /* from the feed, or NULL */
    const char *published; /* from the feed, or NULL */
    enum document_kind kind;
    bool failed;
};

/* Which of the articles' documents; the last choice takes those of feeds as well. */
enum document_choice {
    DOCUMENTS_PENDING,  /* in the state "fetched": left over by a run that was cut short */
    DOCUMENTS_OUTDATED, /* pending, or read with other rules or another program */
    DOCUMENTS_ALL,
    DOCUMENTS_AND_FEEDS /* whatever has a body in the archive */
};

/*
 * Visits the chosen documents in the order of their ids. A visit may write to the ledger. It ends
 * the walk by returning something else than 0, which is then returned; -1 when the ledger fails.
 * `how` is needed for DOCUMENTS_OUTDATED only.
 */
int ledger_documents(struct ledger *ledger, enum document_choice choice,
                     const struct extraction *how,
                     int (*visit)(const struct document_row *row, void *context), void *context);

/* Visits one document, as long as it is there. */
int ledger_document(struct ledger *ledger, int64_t id,
                    int (*visit)(const struct document_row *row, void *context), void *context);

/*
 * Forgets the documents of feeds and index pages that were fetched before then (seconds since
 * 1970); articles stay. Gives the bodies' SHA-256, one for each document, in `arena`; another
 * document may have the same one. Returns -1 on failure.
 */
int ledger_forget_feeds(struct ledger *ledger, int64_t before, struct arena *arena,
                        const char ***bodies, size_t *count);

/* Does any document have this body? 1, 0, or -1 where the ledger cannot be read. */
int ledger_has_body(struct ledger *ledger, const char *sha256);

/* The story that a document's article belongs to; 0 where it has none, or cannot be read. */
int64_t ledger_story_of(struct ledger *ledger, int64_t document_id);

#endif
