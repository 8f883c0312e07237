#include "extract/article.h"

#include <string.h>

#include "base/buf.h"
#include "base/encoding.h"
#include "base/utf8.h"
#include "extract/body.h"
#include "extract/defined.h"
#include "extract/dom.h"
#include "extract/media_type.h"
#include "extract/metadata.h"
#include "extract/page.h"
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

/* What a page says of itself is read before anything is taken out of it. */
static struct body read_tree(xmlDoc *doc, const struct document *document,
                             const struct source *source, struct arena *arena,
                             struct article *article, struct diags *diags)
{
    const xmlNode *root = xmlDocGetRootElement(doc);
    struct page *page = page_scan(root, arena);
    struct metadata metadata = metadata_find(page, document, arena, article, diags);
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

const struct article *article_read(const struct document *document, const struct source *source,
                                   struct arena *arena, struct diags *diags)
{
    struct article *article = arena_alloc(arena, sizeof(*article));
    article->url = arena_strdup(arena, document->final_url);
    article->text = "";
    if (source && source_article_is_generic(&source->article))
        source = NULL;
    xmlDoc *doc = article_tree(document, source, diags);
    if (doc && xmlDocGetRootElement(doc)) {
        struct body body = read_tree(doc, document, source, arena, article, diags);
        article->text = body.text;
        article->text_len = body.len;
        article->blocks = body.blocks;
        article->block_count = body.count;
    }
    if (article->text_len == 0)
        diags_add(diags, SEVERITY_WARNING, "extract", document->url, "no article text found");
    xmlFreeDoc(doc);
    return article;
}
