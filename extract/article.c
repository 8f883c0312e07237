#include "extract/article.h"

#include <string.h>

#include "base/buf.h"
#include "base/encoding.h"
#include "extract/body.h"
#include "extract/dom.h"
#include "extract/metadata.h"
#include "extract/page.h"

static xmlDoc *parse(const struct document *document, struct diags *diags)
{
    struct buf utf8 = {0};
    const struct encoding *encoding =
        encoding_detect(document->body, document->body_len, document->content_type);
    encoding_decode(encoding, document->body, document->body_len, &utf8);
    xmlDoc *doc = dom_parse(buf_text(&utf8), utf8.len, document->url, diags);
    buf_free(&utf8);
    return doc;
}

const struct article *article_read(const struct document *document, const struct source *source,
                                   struct arena *arena, struct diags *diags)
{
    struct article *article = arena_alloc(arena, sizeof(*article));
    (void)source;
    article->url = arena_strdup(arena, document->final_url);
    article->text = "";
    xmlDoc *doc = parse(document, diags);
    const xmlNode *root = doc ? xmlDocGetRootElement(doc) : NULL;
    if (root) {
        struct page *page = page_scan(root, arena);
        metadata_find(page, document, arena, article, diags);
        struct body body = body_find(page, article->title, arena);
        article->text = body.text;
        article->text_len = body.len;
        article->blocks = body.blocks;
        article->block_count = body.count;
        page_free(page);
    }
    if (article->text_len == 0)
        diags_add(diags, SEVERITY_WARNING, "extract", document->url, "no article text found");
    xmlFreeDoc(doc);
    return article;
}
