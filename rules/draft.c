#include "rules/draft.h"

#include <string.h>

#include "base/text.h"
#include "rules/yaml_put.h"

/* How far keys stand within `article:`, and items of their lists. */
#define KEY  "      "
#define ITEM "        - "

void draft_begin(struct draft *draft, const char *host, struct arena *arena)
{
    *draft = (struct draft){.arena = arena, .host = host, .prune = true, .autodetect = true};
}

void draft_add(struct draft *draft, enum draft_list list, const char *text)
{
    struct texts *texts = &draft->lists[list];
    texts->items = arena_grow(draft->arena, texts->items, texts->count, &draft->capacities[list],
                              sizeof(*texts->items));
    texts->items[texts->count++] = text;
}

void draft_replace(struct draft *draft, const char *find, const char *with)
{
    draft->replace = arena_grow(draft->arena, draft->replace, draft->replace_count,
                                &draft->replace_capacity, sizeof(*draft->replace));
    draft->replace[draft->replace_count++] = (struct replacement){find, with};
}

void draft_wrap(struct draft *draft, const char *element, const char *nodes)
{
    draft->wrap = arena_grow(draft->arena, draft->wrap, draft->wrap_count, &draft->wrap_capacity,
                             sizeof(*draft->wrap));
    draft->wrap[draft->wrap_count++] = (struct wrapping){element, nodes};
}

void draft_single_page(struct draft *draft, const char *link)
{
    draft->single_page = arena_grow(draft->arena, draft->single_page, draft->single_page_count,
                                    &draft->single_page_capacity, sizeof(*draft->single_page));
    draft->single_page[draft->single_page_count++] = (struct single_page){link, NULL};
}

int draft_condition(struct draft *draft, const char *condition)
{
    if (draft->single_page_count == 0)
        return -1;
    draft->single_page[draft->single_page_count - 1].condition = condition;
    return 0;
}

void draft_header(struct draft *draft, const char *name, const char *value)
{
    for (size_t i = 0; i < draft->header_count; i++) {
        if (text_equal_ascii_nocase(draft->headers[i].name, name)) {
            draft->headers[i].value = value;
            return;
        }
    }
    draft->headers = arena_grow(draft->arena, draft->headers, draft->header_count,
                                &draft->header_capacity, sizeof(*draft->headers));
    draft->headers[draft->header_count++] = (struct http_field){name, value};
}

static void put_pair(struct buf *yaml, const char *before, const char *value, const char *behind)
{
    buf_puts(yaml, before);
    yaml_put_text(yaml, value);
    buf_puts(yaml, behind);
}

/* One text stands beside its key, several below it. */
static void put_texts(struct buf *yaml, const char *key, const struct texts *texts)
{
    if (texts->count > 0)
        buf_printf(yaml, KEY "%s:%s", key, texts->count > 1 ? "\n" : " ");
    for (size_t i = 0; i < texts->count; i++)
        put_pair(yaml, texts->count > 1 ? ITEM : "", texts->items[i], "\n");
}

static void put_replacements(struct buf *yaml, const struct draft *draft)
{
    buf_puts(yaml, draft->replace_count > 0 ? KEY "replace:\n" : "");
    for (size_t i = 0; i < draft->replace_count; i++) {
        const struct replacement *replacement = &draft->replace[i];
        put_pair(yaml, ITEM "{find: ", replacement->find, "");
        if (*replacement->with)
            put_pair(yaml, ", with: ", replacement->with, "");
        buf_puts(yaml, "}\n");
    }
}

static void put_wrappings(struct buf *yaml, const struct draft *draft)
{
    buf_puts(yaml, draft->wrap_count > 0 ? KEY "wrap:\n" : "");
    for (size_t i = 0; i < draft->wrap_count; i++) {
        buf_printf(yaml, ITEM "{in: %s", draft->wrap[i].element);
        put_pair(yaml, ", nodes: ", draft->wrap[i].nodes, "}\n");
    }
}

static void put_single_pages(struct buf *yaml, const struct draft *draft)
{
    buf_puts(yaml, draft->single_page_count > 0 ? KEY "single_page:\n" : "");
    for (size_t i = 0; i < draft->single_page_count; i++) {
        const struct single_page *page = &draft->single_page[i];
        put_pair(yaml, page->condition ? ITEM "{link: " : ITEM, page->link, "");
        if (page->condition)
            put_pair(yaml, ", if: ", page->condition, "}");
        buf_putc(yaml, '\n');
    }
}

static void put_headers(struct buf *yaml, const struct draft *draft)
{
    buf_puts(yaml, draft->header_count > 0 ? KEY "headers:\n" : "");
    for (size_t i = 0; i < draft->header_count; i++) {
        put_pair(yaml, "        ", draft->headers[i].name, ": ");
        put_pair(yaml, "", draft->headers[i].value, "\n");
    }
}

static void put_article(struct buf *yaml, const struct draft *draft)
{
    put_texts(yaml, "title", &draft->lists[DRAFT_TITLE]);
    put_texts(yaml, "body", &draft->lists[DRAFT_BODY]);
    if (draft->prune && draft->lists[DRAFT_BODY].count > 0)
        buf_puts(yaml, KEY "prune: true\n");
    put_texts(yaml, "date", &draft->lists[DRAFT_DATE]);
    put_texts(yaml, "author", &draft->lists[DRAFT_AUTHOR]);
    put_texts(yaml, "strip", &draft->lists[DRAFT_STRIP]);
    put_texts(yaml, "strip_id_or_class", &draft->lists[DRAFT_ID_OR_CLASS]);
    put_texts(yaml, "strip_image_src", &draft->lists[DRAFT_IMAGE_SRC]);
    put_replacements(yaml, draft);
    put_wrappings(yaml, draft);
    buf_puts(yaml, draft->autodetect ? "" : KEY "autodetect: false\n");
    put_texts(yaml, "next_page", &draft->lists[DRAFT_NEXT_PAGE]);
    put_single_pages(yaml, draft);
    put_headers(yaml, draft);
}

static void put_value(struct buf *yaml, const char *key, const char *value)
{
    if (!value)
        return;
    buf_printf(yaml, "    %s: ", key);
    put_pair(yaml, "", value, "\n");
}

void draft_put(const struct draft *draft, struct buf *yaml)
{
    bool below = text_starts(draft->host, "*.");
    struct buf article = {0};
    if (draft->id)
        buf_printf(yaml, "  %s:\n", draft->id);
    else
        buf_printf(yaml, "  %s%s:\n", below ? "all." : "", draft->host + (below ? 2 : 0));
    const char *quote = below ? "'" : ""; /* an asterisk would be an alias */
    put_value(yaml, "name", draft->name);
    put_value(yaml, "feed", draft->feed);
    put_value(yaml, "index", draft->index);
    put_value(yaml, "links", draft->links);
    put_value(yaml, "next", draft->next);
    put_value(yaml, "language", draft->language);
    buf_printf(yaml, "    hosts: %s%s%s\n    status: %s\n", quote, draft->host, quote,
               draft->verified ? "verified" : "unverified");
    put_value(yaml, "evidence", draft->evidence);
    for (size_t i = 0; i < draft->lists[DRAFT_REMARKS].count; i++) {
        buf_puts(yaml, "    # ");
        yaml_put_remark(yaml, draft->lists[DRAFT_REMARKS].items[i]);
        buf_putc(yaml, '\n');
    }
    put_article(&article, draft);
    if (article.len > 0)
        buf_printf(yaml, "    article:\n%s", article.data);
    buf_free(&article);
}
