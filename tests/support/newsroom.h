/*
 * newsroom: a sandbox, a news site on loopback and a pack with a source for it, for tests of the
 * program as a whole. What is written below "site/" is served, with validators.
 */
#ifndef TESTS_SUPPORT_NEWSROOM_H
#define TESTS_SUPPORT_NEWSROOM_H

#include <stddef.h>
#include <stdint.h>

#include "tests/support/sandbox.h"
#include "tests/support/server.h"

struct newsroom {
    struct sandbox *sandbox;
    struct server *server;
    const char *ledger; /* its path */
};

/* With the pack of looms, no source yet. */
struct newsroom *newsroom_new(void);
void newsroom_free(struct newsroom *room); /* accepts NULL */

/* The sources from now on: lines "id: {name: …, feed: PATH}", "@" standing for the site. */
void newsroom_sources(struct newsroom *room, const char *yaml);

/* The source "weekly" with the feed "/feed.xml". */
void newsroom_weekly(struct newsroom *room);

/* Article number `n` as "/n.html", with two facts of its own. */
void newsroom_article(struct newsroom *room, int n);

/* An RSS feed as `name` with the articles from `first` to `last`, the newest first. */
void newsroom_feed(struct newsroom *room, const char *name, int first, int last);

/* From now on calls use this ledger, with an archive beside it. */
void newsroom_ledger(struct newsroom *room, const char *name);

/* The site with its articles 1 to `count` and their feed, and the source for it. */
struct newsroom *newsroom_with(int count);

/* `newsledger run` and up to three more arguments, ended by NULL. */
struct outcome newsroom_run(struct newsroom *room, ...) __attribute__((sentinel));

/* How often the path was asked for. */
size_t newsroom_asked(const struct newsroom *room, const char *path);

/* The last request for the path, of which there must be one. */
const struct server_request *newsroom_last(const struct newsroom *room, const char *path);

/* The first column of a query's first row in the ledger: a number, or a text of the sandbox. */
int64_t newsroom_number(const struct newsroom *room, const char *sql);
const char *newsroom_text(struct newsroom *room, const char *sql);

/* Runs SQL that changes the ledger. */
void newsroom_change(struct newsroom *room, const char *sql);

/*
 * All that the ledger holds of documents, articles, stories, facts and sources as lines in a fixed
 * order, without row numbers and the times of runs. Owned by the sandbox.
 */
const char *newsroom_content(struct newsroom *room);

#endif
