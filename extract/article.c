#include "extract/article.h"

#include <string.h>

#include "base/buf.h"
#include "base/encoding.h"
#include "base/multipart.h"
#include "base/utf8.h"
#include "extract/body.h"
#include "extract/consent.h"
#include "extract/defined.h"
#include "extract/dom.h"
#include "extract/media_type.h"
#include "extract/metadata.h"
#include "extract/page.h"
#include "extract/script_text.h"
#include "extract/strip.h"

/*
 * As browsers decide (base/encoding.h), but for one case: where no HTTP header speaks and the bytes
 * are UTF-8 beyond ASCII, a <meta> that says otherwise is not believed. Proxies and archives
 * convert pages and leave it behind, and hardly any text in another encoding is valid UTF-8.
 */
static const struct encoding *encoding_of(const struct document *document)
{
    const struct encoding *encoding =
        encoding_detect(document->body, document->body_len, document->content_type);
    const struct encoding *utf8 = encoding_by_label("utf-8", strlen("utf-8"));
    const char *body = document->body;
    size_t len = document->body_len;
    bool told = document->content_type && strcasestr(document->content_type, "charset");
    if (told || encoding == utf8 || utf8_ascii(body, len) == len)
        return encoding;
    return utf8_valid(body, len) ? utf8 : encoding;
}

xmlDoc *article_tree(const struct document *document, const struct source *source,
                     struct diags *diags)
{
    struct buf utf8 = {0};
    if (!media_type_is_page(document)) {
        diags_add(diags, SEVERITY_ERROR, "extract", document->url, "no web page but %s",
                  document->content_type ? document->content_type : "a file of another format");
        return NULL;
    }
    encoding_decode(encoding_of(document), document->body, document->body_len, &utf8);
    if (source)
        defined_replace(source, &utf8);
    xmlDoc *doc = dom_parse(buf_text(&utf8), utf8.len, document->url, diags);
    buf_free(&utf8);
    return doc;
}

const char *access_name(enum access access)
{
    switch (access) {
    case ACCESS_FREE:
        break;
    case ACCESS_PAYWALL:
        return "paywall";
    case ACCESS_CONSENT:
        return "consent";
    }
    return NULL;
}

/* A page that stands in an article's place describes none and tells no day. */
static void look_for_consent(const struct page *page, const struct metadata *metadata,
                             struct arena *arena, struct article *article, struct diags *diags)
{
    if (metadata->article || article->published || !consent_page(page, arena))
        return;
    article->access = ACCESS_CONSENT;
    diags_add(diags, SEVERITY_WARNING, "extract", article->url,
              "a page that asks for consent stands in the article's place");
    diags_hint(diags, "a Cookie among the source's `headers:` may answer it");
}

/* What a page says of itself is read before anything is taken out of it. */
static struct body read_tree(xmlDoc *doc, const struct document *document,
                             const struct source *source, struct arena *arena,
                             struct article *article, struct diags *diags)
{
    const xmlNode *root = xmlDocGetRootElement(doc);
    struct page *page = page_scan(root, arena);
    struct metadata metadata = metadata_find(page, document, arena, article, diags);
    look_for_consent(page, &metadata, arena, article, diags);
    struct body body;
    if (source) {
        defined_metadata(doc, source, document, arena, article, diags);
        strip_page(&source->article, doc);
        if (defined_body(doc, source, &metadata, article, arena, &body, diags))
            goto out;
        page_free(page);
        page = page_scan(root, arena);
        metadata.heading = metadata_heading(page, article->title, arena);
    }
    body = body_find(page, &metadata, article, arena);
out:
    page_free(page);
    return body;
}

static bool is_prose(const struct line *line)
{
    return line->paragraph || line->kind == BLOCK_HEADING || line->kind == BLOCK_ITEM;
}

/* What the page leaves to a script to show; around its elements stand remains of the script. */
static struct body read_script(xmlDoc *doc, const struct document *document, struct arena *arena,
                               struct diags *diags)
{
    struct body body = {.text = ""};
    xmlDoc *hidden = script_text_find(xmlDocGetRootElement(doc), document->url, diags);
    if (!hidden || !xmlDocGetRootElement(hidden))
        goto out;
    struct page *page = page_scan(xmlDocGetRootElement(hidden), arena);
    body = body_of(page, is_prose, arena);
    page_free(page);
    diags_add(diags, SEVERITY_NOTE, "extract", document->url,
              "the text stands in a script, which would show it");
out:
    xmlFreeDoc(hidden);
    return body;
}

static struct article *read_page(const struct document *document, const struct source *source,
                                 struct arena *arena, struct diags *diags)
{
    struct article *article = arena_alloc(arena, sizeof(*article));
    article->url = arena_strdup(arena, document->final_url);
    article->text = "";
    xmlDoc *doc = article_tree(document, source, diags);
    if (doc && xmlDocGetRootElement(doc)) {
        struct body body = read_tree(doc, document, source, arena, article, diags);
        if (body.len == 0)
            body = read_script(doc, document, arena, diags);
        article->text = body.text;
        article->text_len = body.len;
        article->blocks = body.blocks;
        article->block_count = body.count;
    }
    xmlFreeDoc(doc);
    return article;
}

/* Puts the next part's text behind the article's; what it repeats of the part before is left out.
 */
static void join(struct article *article, const struct article *part, struct arena *arena)
{
    struct buf text = {0};
    struct block *blocks =
        arena_alloc(arena, (article->block_count + part->block_count) * sizeof(*blocks));
    size_t count = article->block_count;
    if (count > 0)
        memcpy(blocks, article->blocks, count * sizeof(*blocks));
    buf_add(&text, article->text, article->text_len);
    for (size_t i = 0; i < part->block_count; i++) {
        const struct block *block = &part->blocks[i];
        size_t len = block->end - block->start;
        const char *line = part->text + block->start;
        if (len >= REPEATED_BYTES && memmem(article->text, article->text_len, line, len))
            continue;
        if (text.len > 0)
            buf_putc(&text, '\n');
        blocks[count] = *block;
        blocks[count].start = text.len;
        blocks[count++].end = text.len + len;
        buf_add(&text, line, len);
    }
    article->text = arena_strndup(arena, buf_text(&text), text.len);
    article->text_len = text.len;
    article->blocks = blocks;
    article->block_count = count;
    buf_free(&text);
}

/* The first part says what the article is, the others go on with its text. */
static struct article *read_parts(struct multipart *parts, const struct document *whole,
                                  const struct source *source, struct arena *arena,
                                  struct diags *diags)
{
    struct article *article = NULL;
    struct multipart_part part;
    for (size_t i = 0; i < ARTICLE_PARTS_MAX && multipart_next(parts, &part, arena); i++) {
        struct document document = *whole;
        document.url = document.final_url = part.url ? part.url : whole->final_url;
        document.content_type = part.type;
        document.body = part.body;
        document.body_len = part.len;
        struct article *read = read_page(&document, source, arena, diags);
        if (article)
            join(article, read, arena);
        else
            article = read;
    }
    return article;
}

const struct article *article_read(const struct document *document, const struct source *source,
                                   struct arena *arena, struct diags *diags)
{
    struct article *article = NULL;
    struct multipart parts;
    if (source && source_article_is_generic(&source->article))
        source = NULL;
    if (multipart_open(&parts, document->content_type, document->body, document->body_len, arena))
        article = read_parts(&parts, document, source, arena, diags);
    if (!article)
        article = read_page(document, source, arena, diags);
    if (article->text_len == 0)
        diags_add(diags, SEVERITY_WARNING, "extract", document->url, "no article text found");
    return article;
}
