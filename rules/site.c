#include "rules/site.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/loader.h"

#define HOST_MAX 253 /* characters of a name: RFC 1035, section 2.3.4 */

bool site_host_valid(const char *text)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789-_.";
    if (text_starts(text, "*."))
        text += strlen("*.");
    size_t len = strlen(text);
    return len > 0 && len <= HOST_MAX && strspn(text, letters) == len && text[0] != '.' &&
           !text_starts(text, "www.");
}

void sites_add(struct loader *loader, const struct source *source, const struct yaml_node *hosts)
{
    struct ruleset *ruleset = loader->ruleset;
    for (size_t i = 0; i < source->hosts.count; i++) {
        const struct yaml_node *node = hosts->kind == YAML_LIST ? hosts->items[i] : hosts;
        const char *host = source->hosts.items[i];
        if (!site_host_valid(host)) {
            yaml_error(node, loader->diags, "'%s' is no host as it is written here", host);
            diags_hint(loader->diags, "in lower case, without https:// and www.: news.example; or "
                                      "'*.news.example' for all below it");
            continue;
        }
        ruleset->sites = arena_grow(loader->arena, ruleset->sites, ruleset->site_count,
                                    &loader->site_capacity, sizeof(*ruleset->sites));
        ruleset->sites[ruleset->site_count++] = (struct site){host, source, node->position};
    }
}

static int compare_sites(const void *left, const void *right)
{
    const struct site *a = left, *b = right;
    int order = strcmp(a->host, b->host);
    if (order == 0)
        order = strcmp(a->position.file, b->position.file);
    if (order == 0)
        order = (a->position.line > b->position.line) - (a->position.line < b->position.line);
    return order;
}

void sites_sort(struct loader *loader)
{
    struct ruleset *ruleset = loader->ruleset;
    if (ruleset->site_count == 0)
        return;
    qsort(ruleset->sites, ruleset->site_count, sizeof(*ruleset->sites), compare_sites);
    for (size_t i = 1; i < ruleset->site_count; i++) {
        const struct site *site = &ruleset->sites[i], *before = site - 1;
        if (strcmp(site->host, before->host) == 0)
            diags_add_at(loader->diags, SEVERITY_ERROR, "rules", &site->position,
                         "host '%s' was given before, at %s:%zu", site->host, before->position.file,
                         before->position.line);
    }
}

static int compare_host(const void *host, const void *site)
{
    return strcmp(host, ((const struct site *)site)->host);
}

static const struct source *find_host(const struct ruleset *ruleset, const char *host)
{
    const struct site *site = ruleset->site_count == 0
                                  ? NULL
                                  : bsearch(host, ruleset->sites, ruleset->site_count,
                                            sizeof(*ruleset->sites), compare_host);
    return site && site->source->enabled ? site->source : NULL;
}

/* The host of an address, as hosts are written here; empty where there is none. */
static void copy_host(const char *url, char host[HOST_MAX + 1])
{
    const char *start = url ? strstr(url, "://") : NULL;
    host[0] = '\0';
    if (!start)
        return;
    start += strlen("://");
    size_t len = strcspn(start, "/?#:");
    if (len > HOST_MAX)
        return;
    for (size_t i = 0; i < len; i++)
        host[i] = (char)tolower((unsigned char)start[i]);
    host[len] = '\0';
    if (text_starts(host, "www."))
        memmove(host, host + strlen("www."), len - strlen("www.") + 1);
}

static const struct source *find_site(const struct ruleset *ruleset, const char *url)
{
    char host[HOST_MAX + 1], below[HOST_MAX + 2];
    copy_host(url, host);
    const struct source *source = find_host(ruleset, host);
    for (char *dot = strchr(host, '.'); dot && !source; dot = strchr(dot + 1, '.')) {
        below[0] = '*';
        strcpy(below + 1, dot);
        source = find_host(ruleset, below);
    }
    return source;
}

const struct source *site_reader(const struct ruleset *ruleset, const struct source *found_by,
                                 const char *url)
{
    if (found_by && !source_article_is_generic(&found_by->article))
        return found_by;
    const struct source *site = find_site(ruleset, url);
    return site ? site : found_by;
}
