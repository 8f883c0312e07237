#include "cli/run_parts.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/multipart.h"
#include "extract/article.h"
#include "extract/next_page.h"
#include "fetch/url.h"

/* An article on its way, page by page. */
struct following {
    struct run *run;
    const struct source *reader;
    struct arena *arena;
    parts_callback *callback;
    void *context;
    struct document first; /* a copy */
    struct multipart_part parts[ARTICLE_PARTS_MAX];
    const char *keys[ARTICLE_PARTS_MAX]; /* of their addresses: a page comes once */
    size_t count;
    bool single; /* the page with all of the article is asked for */
};

static struct document copy_of(const struct document *document, struct arena *arena)
{
    struct document copy = *document;
    copy.url = arena_strdup(arena, document->url);
    copy.final_url = arena_strdup(arena, document->final_url);
    copy.content_type = arena_strdup(arena, document->content_type);
    copy.headers = arena_strdup(arena, document->headers);
    copy.body = arena_strndup(arena, document->body ? document->body : "", document->body_len);
    return copy;
}

static const char *key_of(const char *url, struct arena *arena)
{
    char *key = url_key(url);
    const char *copy = arena_strdup(arena, key);
    free(key);
    return copy;
}

static void add_part(struct following *following, const struct document *page)
{
    struct arena *arena = following->arena;
    following->keys[following->count] = key_of(page->final_url, arena);
    following->parts[following->count++] =
        (struct multipart_part){.url = arena_strdup(arena, page->final_url),
                                .type = arena_strdup(arena, page->content_type),
                                .body = arena_strndup(arena, page->body, page->body_len),
                                .len = page->body_len};
}

/* All pages as one document; the first one's hash parts them. */
static void finish(struct following *following)
{
    struct document whole = following->first;
    struct buf body = {0};
    if (following->count > 1) {
        const char *boundary = following->first.sha256;
        for (size_t i = 0; i < following->count; i++)
            multipart_add(&body, boundary, &following->parts[i]);
        multipart_end(&body, boundary);
        whole.content_type = multipart_type(boundary, following->arena);
        whole.body = body.data;
        whole.body_len = body.len;
        hash_hex(whole.body, whole.body_len, whole.sha256);
    }
    following->callback(&whole, following->context);
    buf_free(&body);
}

static void tell(const struct following *following, const char *url, const char *cause,
                 const char *message)
{
    run_problem(following->run,
                &(struct report_problem){.source = following->reader->id,
                                         .stage = "fetch",
                                         .thing = url,
                                         .cause = cause,
                                         .message = arena_printf(following->arena,
                                                                 "a further page of %s: %s",
                                                                 following->first.url, message)});
}

static bool is_known(const struct following *following, const char *key)
{
    for (size_t i = 0; i < following->count; i++)
        if (strcmp(following->keys[i], key) == 0)
            return true;
    return false;
}

/* Another page of the same host; a link elsewhere is no part of the article. */
static bool is_further(const struct following *following, const char *url)
{
    const char *key = url ? key_of(url, following->arena) : NULL;
    char *host = key ? url_host(url) : NULL, *home = url_host(following->first.final_url);
    bool further = host && home && strcmp(host, home) == 0 && !is_known(following, key);
    free(host);
    free(home);
    return further;
}

static void take_part(const struct http_response *response, void *context);

static void ask_for_next(struct following *following, const struct document *page)
{
    struct next_page links = next_page_find(page, following->reader, following->arena);
    if (!is_further(following, links.next)) {
        finish(following);
    } else if (following->count == ARTICLE_PARTS_MAX) {
        tell(following, links.next, "too-many-pages", "more than 20 pages are not followed");
        finish(following);
    } else {
        run_parts_get(following->run, &(struct parts_request){.url = links.next}, following->reader,
                      take_part, following);
    }
}

static void take_part(const struct http_response *response, void *context)
{
    struct following *following = context;
    const struct document *page = response->document;
    bool single = following->single;
    following->single = false;
    if (following->run->broken)
        return;
    if (!page)
        tell(following, response->url, response->cause, response->message);
    if (page && single) {
        following->callback(page, following->context);
    } else if (single) {
        ask_for_next(following, &following->first);
    } else if (!page || is_known(following, key_of(page->final_url, following->arena))) {
        finish(following);
    } else {
        add_part(following, page);
        ask_for_next(following, page);
    }
}

void run_parts_get(struct run *run, const struct parts_request *parts, const struct source *reader,
                   http_callback *callback, void *context)
{
    const struct http_request request = {.url = parts->url,
                                         .etag = parts->etag,
                                         .last_modified = parts->last_modified,
                                         .crawled = true,
                                         .fields = reader ? reader->article.headers : NULL,
                                         .field_count = reader ? reader->article.header_count : 0};
    http_get(run->http, &request, callback, context);
}

void run_parts_follow(struct run *run, const struct document *first, const struct source *reader,
                      struct arena *arena, parts_callback *callback, void *context)
{
    struct next_page links = next_page_find(first, reader, arena);
    if (!links.next && !links.single) {
        callback(first, context);
        return;
    }
    struct following *following = arena_alloc(arena, sizeof(*following));
    *following = (struct following){.run = run,
                                    .reader = reader,
                                    .arena = arena,
                                    .callback = callback,
                                    .context = context,
                                    .first = copy_of(first, arena)};
    add_part(following, &following->first);
    following->single = is_further(following, links.single);
    if (following->single)
        run_parts_get(run, &(struct parts_request){.url = links.single}, reader, take_part,
                      following);
    else
        ask_for_next(following, &following->first);
}
