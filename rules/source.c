#include "rules/source.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "rules/loader.h"
#include "rules/site.h"

#define MINUTE           60L
#define EVERY_MIN        (5 * MINUTE) /* more often is rude, and news are not that fast */
#define EVERY_MAX        (365 * 24 * 60 * MINUTE)
#define EVERY_DEFAULT    (60 * MINUTE)
#define EVERY_DIGITS_MAX 6

/* "90m", "1h", "2d" in seconds, or -1. */
static long parse_duration(const char *text)
{
    size_t digits = strspn(text, "0123456789");
    if (digits == 0 || digits > EVERY_DIGITS_MAX || !text[digits] || text[digits + 1])
        return -1;
    long count = strtol(text, NULL, 10);
    switch (text[digits]) {
    case 'm':
        return count * MINUTE;
    case 'h':
        return count * 60 * MINUTE;
    case 'd':
        return count * 24 * 60 * MINUTE;
    default:
        return -1;
    }
}

static void read_every(struct loader *loader, const struct yaml_node *node, struct source *source)
{
    const char *text = node ? yaml_text(node, loader->diags) : NULL;
    source->every = EVERY_DEFAULT;
    if (!text)
        return;
    long every = parse_duration(text);
    if (every >= EVERY_MIN && every <= EVERY_MAX) {
        source->every = every;
        return;
    }
    yaml_error(node, loader->diags, "expected a time from 5m to 365d, found '%s'", text);
    diags_hint(loader->diags, "write a number and m, h or d: 30m, 1h, 2d");
}

static void read_status(struct loader *loader, const struct yaml_node *node, struct source *source)
{
    static const char *const words[] = {"verified", "unverified", "off"};
    const char *text = node ? yaml_text(node, loader->diags) : "unverified";
    source->enabled = true;
    if (!text)
        return;
    source->verified = strcmp(text, "verified") == 0;
    source->enabled = strcmp(text, "off") != 0;
    if (source->verified || !source->enabled || strcmp(text, "unverified") == 0)
        return;
    loader_unknown(loader, &node->position, "status", text, words, 3);
}

static bool is_web_address(const char *text)
{
    return text_starts(text, "https://") || text_starts(text, "http://");
}

/* feed:, or index: with links:, or neither where hosts: says whose articles are meant. */
static void read_address(struct loader *loader, const struct definition *definition,
                         struct source *source)
{
    const struct yaml_node *feed = yaml_get(definition->value, "feed");
    const struct yaml_node *index = yaml_get(definition->value, "index");
    const struct yaml_node *links = yaml_get(definition->value, "links");
    const struct yaml_node *next = yaml_get(definition->value, "next");
    if ((feed && index) || (!feed && !index && !yaml_get(definition->value, "hosts"))) {
        yaml_error(definition->id, loader->diags, "a source needs either 'feed' or 'index'");
        diags_hint(loader->diags, "or 'hosts' where it only says how articles of a site are read");
        return;
    }
    const struct yaml_node *address = feed ? feed : index;
    source->kind = feed ? SOURCE_FEED : index ? SOURCE_INDEX : SOURCE_SITE;
    source->url = address ? yaml_text(address, loader->diags) : NULL;
    if (source->url && !is_web_address(source->url))
        yaml_error(address, loader->diags,
                   "expected an address that begins with https:// or http://");
    source->links = source_xpath(loader, links);
    source->next = source_xpath(loader, next);
    if (index && !links) {
        yaml_error(index, loader->diags, "an index page needs 'links'");
        diags_hint(loader->diags, "the XPath of the links to articles: links: //h2/a");
    }
    if (links && !index)
        yaml_error(links, loader->diags, "'links' is for index pages: a feed tells its articles");
    if (next && !index)
        yaml_error(next, loader->diags, "'next' is for index pages: a feed has no further ones");
}

static struct source *source_load(struct loader *loader, const struct definition *definition)
{
    static const char *const keys[] = {"name",  "feed",  "index",  "links",    "next",  "language",
                                       "every", "match", "status", "evidence", "hosts", "article"};
    const struct yaml_node *map = definition->value;
    struct source *source = arena_alloc(loader->arena, sizeof(*source));
    yaml_check_keys(map, keys, sizeof(keys) / sizeof(*keys), loader->diags);
    source->id = definition->id->text;
    source->position = definition->id->position;
    source->name = loader_text(loader, map, "name");
    if (!source->name)
        source->name = source->id;
    read_address(loader, definition, source);
    source->match = loader_pattern(loader, map, "match", TEMPLATE_TEXT);
    source->language = loader_text(loader, map, "language");
    read_every(loader, yaml_get(map, "every"), source);
    read_status(loader, yaml_get(map, "status"), source);
    source->evidence = loader_text(loader, map, "evidence");
    const struct yaml_node *hosts = yaml_get(map, "hosts");
    source->hosts.items = loader_texts(loader, hosts, &source->hosts.count);
    source_article_load(loader, yaml_get(map, "article"), &source->article);
    sites_add(loader, source, hosts);
    return source;
}

void sources_load(struct loader *loader)
{
    struct ruleset *ruleset = loader->ruleset;
    size_t count;
    const struct definition *definitions = loader_definitions(loader, "sources", &count);
    ruleset->sources = arena_alloc(loader->arena, (count + 1) * sizeof(*ruleset->sources));
    for (size_t i = 0; i < count; i++)
        if (yaml_is_map(definitions[i].value, loader->diags))
            ruleset->sources[ruleset->source_count++] = source_load(loader, &definitions[i]);
    sites_sort(loader);
}

const struct source *ruleset_source(const struct ruleset *ruleset, const char *id)
{
    for (size_t i = 0; i < ruleset->source_count; i++)
        if (strcmp(ruleset->sources[i]->id, id) == 0)
            return ruleset->sources[i];
    return NULL;
}
