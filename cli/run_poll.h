/*
 * run_poll: one poll of a source, from its first page to the last of the further ones: the sitemaps
 * of an index, the older pages of a list. Nothing is saved before all have come.
 */
#ifndef CLI_RUN_POLL_H
#define CLI_RUN_POLL_H

#include "cli/run.h"
#include "cli/run_list.h"
#include "store/source_state.h"
#include "store/wanted.h"

struct poll {
    struct run *run;
    const struct source *source;
    struct source_state state;
    struct arena *arena;
    const struct http_response *answer; /* the first page's; a copy, without its document */
    struct wanted *articles;
    size_t article_count, article_capacity;
    struct further *further; /* that have come; at most FURTHER_PAGES_MAX, as are the others */
    size_t further_count;
    const char **asked; /* the keys of all further pages */
    size_t asked_count;
    size_t waiting;   /* requests for them that have no answer yet */
    bool lost;        /* a further page failed that the first one has to name again */
    bool going_on;    /* where an earlier poll stopped, or not to be */
    const char *note; /* a cause: what is wrong with a source that answers well; or NULL */
    const char *note_message;
};

/* What is wrong with a source that answers well, under one of the causes; the first one counts. */
void poll_note(struct poll *poll, const char *cause, const char *message);

/* Archives what came from `url`, one of the poll's pages. */
int poll_keep(struct poll *poll, const char *url, const struct document *document);

/* Adds what the first page lists, and asks for the further ones that it leads to. */
void poll_take(struct poll *poll, const struct listing *listing);

/* Asks for the page at which an earlier poll stopped, once the newer ones have come. */
void poll_go_on(struct poll *poll);

/* Saves what has come, unless something is waited for. To be called after each page. */
void poll_step(struct poll *poll);

#endif
