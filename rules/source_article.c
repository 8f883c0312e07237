#include "rules/source_article.h"

#include <string.h>

#include "rules/loader.h"
#include "rules/xpath.h"

const char *source_xpath(struct loader *loader, const struct yaml_node *node)
{
    const char *expression = node ? yaml_text(node, loader->diags) : NULL;
    struct xpath_fault fault;
    if (!expression || xpath_check(expression, &fault) == 0)
        return expression;
    struct position position = yaml_position(node, fault.at);
    diags_add_at(loader->diags, SEVERITY_ERROR, "rules", &position, "%s", fault.message);
    if (fault.hint)
        diags_hint(loader->diags, "%s", fault.hint);
    return NULL;
}

/* A node stands for a list of itself. */
static size_t item_count(const struct yaml_node *node)
{
    if (!node || node->kind == YAML_REFUSED)
        return 0;
    return node->kind == YAML_LIST ? node->count : 1;
}

static const struct yaml_node *item_at(const struct yaml_node *node, size_t index)
{
    return node->kind == YAML_LIST ? node->items[index] : node;
}

static struct texts read_texts(struct loader *loader, const struct yaml_node *map, const char *key)
{
    struct texts texts;
    texts.items = loader_texts(loader, yaml_get(map, key), &texts.count);
    return texts;
}

static struct texts read_xpaths(struct loader *loader, const struct yaml_node *map, const char *key)
{
    struct texts texts = read_texts(loader, map, key);
    for (size_t i = 0; i < texts.count; i++)
        source_xpath(loader, item_at(yaml_get(map, key), i));
    return texts;
}

/* {find: …, with: …}; without `with`, what is found is taken out. */
static void read_replacements(struct loader *loader, const struct yaml_node *node,
                              struct source_article *article)
{
    static const char *const keys[] = {"find", "with"};
    size_t count = item_count(node);
    article->replace = arena_alloc(loader->arena, (count + 1) * sizeof(*article->replace));
    for (size_t i = 0; i < count; i++) {
        const struct yaml_node *item = item_at(node, i);
        if (!yaml_is_map(item, loader->diags))
            continue;
        yaml_check_keys(item, keys, sizeof(keys) / sizeof(*keys), loader->diags);
        const char *find = loader_text(loader, item, "find");
        const char *with = loader_text(loader, item, "with");
        if (!yaml_get(item, "find"))
            yaml_error(item, loader->diags, "a replacement needs 'find'");
        if (find)
            article->replace[article->replace_count++] =
                (struct replacement){find, with ? with : ""};
    }
}

/* {in: blockquote, nodes: …} */
static void read_wrappings(struct loader *loader, const struct yaml_node *node,
                           struct source_article *article)
{
    static const char *const keys[] = {"in", "nodes"};
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    size_t count = item_count(node);
    article->wrap = arena_alloc(loader->arena, (count + 1) * sizeof(*article->wrap));
    for (size_t i = 0; i < count; i++) {
        const struct yaml_node *item = item_at(node, i), *in = yaml_get(item, "in");
        if (!yaml_is_map(item, loader->diags))
            continue;
        yaml_check_keys(item, keys, sizeof(keys) / sizeof(*keys), loader->diags);
        const char *element = loader_text(loader, item, "in");
        const char *nodes = source_xpath(loader, yaml_get(item, "nodes"));
        if (!in || !yaml_get(item, "nodes"))
            yaml_error(item, loader->diags, "to wrap needs 'in' and 'nodes'");
        else if (element && strspn(element, letters) != strlen(element))
            yaml_error(in, loader->diags, "'%s' is no name of an element", element);
        else if (element && nodes)
            article->wrap[article->wrap_count++] = (struct wrapping){element, nodes};
    }
}

/* An XPath, or {link: …, if: …}. */
static void read_single_pages(struct loader *loader, const struct yaml_node *node,
                              struct source_article *article)
{
    static const char *const keys[] = {"link", "if"};
    size_t count = item_count(node);
    article->single_page = arena_alloc(loader->arena, (count + 1) * sizeof(*article->single_page));
    for (size_t i = 0; i < count; i++) {
        const struct yaml_node *item = item_at(node, i);
        struct single_page *page = &article->single_page[article->single_page_count];
        if (item->kind == YAML_SCALAR) {
            page->link = source_xpath(loader, item);
        } else if (yaml_is_map(item, loader->diags)) {
            yaml_check_keys(item, keys, sizeof(keys) / sizeof(*keys), loader->diags);
            page->link = source_xpath(loader, yaml_get(item, "link"));
            page->condition = source_xpath(loader, yaml_get(item, "if"));
            if (!yaml_get(item, "link"))
                yaml_error(item, loader->diags, "a single page needs 'link'");
        }
        article->single_page_count += page->link != NULL;
    }
}

bool http_field_name_valid(const char *text)
{
    static const char marks[] = "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyz"
                                "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    return *text && strspn(text, marks) == strlen(text);
}

bool http_field_value_valid(const char *text)
{
    for (; *text; text++)
        if ((unsigned char)*text < ' ' && *text != '\t')
            return false;
    return true;
}

static void read_headers(struct loader *loader, const struct yaml_node *map,
                         struct source_article *article)
{
    if (!map || !yaml_is_map(map, loader->diags))
        return;
    article->headers = arena_alloc(loader->arena, (map->count + 1) * sizeof(*article->headers));
    for (size_t i = 0; i < map->count; i++) {
        const char *name = yaml_text(map->keys[i], loader->diags);
        const char *value = yaml_text(map->items[i], loader->diags);
        if (name && !http_field_name_valid(name))
            yaml_error(map->keys[i], loader->diags, "'%s' is no name of an HTTP header", name);
        else if (value && !http_field_value_valid(value))
            yaml_error(map->items[i], loader->diags, "a header's value is one line");
        else if (name && value)
            article->headers[article->header_count++] = (struct http_field){name, value};
    }
}

void source_article_load(struct loader *loader, const struct yaml_node *map,
                         struct source_article *article)
{
    static const char *const keys[] = {"title",
                                       "body",
                                       "date",
                                       "author",
                                       "strip",
                                       "strip_id_or_class",
                                       "strip_image_src",
                                       "replace",
                                       "prune",
                                       "autodetect",
                                       "next_page",
                                       "single_page",
                                       "wrap",
                                       "headers"};
    *article = (struct source_article){.autodetect = true};
    if (!map || !yaml_is_map(map, loader->diags))
        return;
    yaml_check_keys(map, keys, sizeof(keys) / sizeof(*keys), loader->diags);
    article->title = read_xpaths(loader, map, "title");
    article->body = read_xpaths(loader, map, "body");
    article->date = read_xpaths(loader, map, "date");
    article->author = read_xpaths(loader, map, "author");
    article->strip = read_xpaths(loader, map, "strip");
    article->strip_id_or_class = read_texts(loader, map, "strip_id_or_class");
    article->strip_image_src = read_texts(loader, map, "strip_image_src");
    article->next_page = read_xpaths(loader, map, "next_page");
    read_replacements(loader, yaml_get(map, "replace"), article);
    read_wrappings(loader, yaml_get(map, "wrap"), article);
    read_single_pages(loader, yaml_get(map, "single_page"), article);
    read_headers(loader, yaml_get(map, "headers"), article);
    yaml_read_bool(yaml_get(map, "prune"), &article->prune, loader->diags);
    yaml_read_bool(yaml_get(map, "autodetect"), &article->autodetect, loader->diags);
}

bool source_article_is_generic(const struct source_article *article)
{
    return article->title.count + article->body.count + article->date.count +
               article->author.count + article->strip.count + article->strip_id_or_class.count +
               article->strip_image_src.count + article->replace_count + article->next_page.count +
               article->single_page_count + article->header_count ==
           0;
}
