/*
 * site: which source says how the articles of a host are read, however they were found.
 *
 * A host is written in lower case and without "www.", which makes no difference; "*.news.example"
 * stands for all hosts below news.example that are not named themselves.
 */
#ifndef RULES_SITE_H
#define RULES_SITE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"
#include "rules/source.h"

struct site {
    const char *host;
    const struct source *source;
    struct position position;
};

/* Whether the text is a host as it is written here. */
bool site_host_valid(const char *text);

struct loader;
struct ruleset;
struct yaml_node;

/* Adds the hosts of a source; `hosts` is where they stand, or NULL. */
void sites_add(struct loader *loader, const struct source *source, const struct yaml_node *hosts);

/* After the last sites_add: orders them by host, and complains of those that were given before. */
void sites_sort(struct loader *loader);

/*
 * Who says how the page at `url` is read: `found_by` (or NULL) where it says anything of articles,
 * else the source for the page's host, else found_by. A source with the status
 * off is as if it were not there.
 */
const struct source *site_reader(const struct ruleset *ruleset, const struct source *found_by,
                                 const char *url);

#endif
