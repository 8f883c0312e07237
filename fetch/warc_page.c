#include "fetch/warc_page.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/date.h"
#include "base/mem.h"
#include "base/text.h"
#include "fetch/coding.h"
#include "fetch/fields.h"
#include "fetch/url.h"

#define RENAMED "X-Archive-Orig-"

/* Of the header's fields those that are no longer true of a decoded body. */
static const char *const on_the_way[] = {"Content-Encoding", "Content-Length", "Transfer-Encoding"};

static bool is_on_the_way(const char *line)
{
    for (size_t i = 0; i < sizeof(on_the_way) / sizeof(*on_the_way); i++)
        if (fields_is(line, on_the_way[i]))
            return true;
    return false;
}

/* ---- Writing. ---- */

int warc_page_begin(FILE *out, const char *program, int64_t time)
{
    char date[DATE_TEXT_SIZE];
    struct arena *arena = arena_new();
    date_text(time, date);
    const char *block = arena_printf(arena,
                                     "software: %s\r\nformat: WARC File Format 1.1\r\n"
                                     "conformsTo: http://iipc.github.io/warc-specifications/"
                                     "specifications/warc-format/warc-1.1/\r\n",
                                     program);
    const char *id = warc_id(arena_printf(arena, "warcinfo %s %s", program, date), arena);
    const char *fields = arena_printf(arena,
                                      "WARC-Record-ID: <%s>\r\nWARC-Date: %s\r\n"
                                      "Content-Type: application/warc-fields\r\n",
                                      id, date);
    int status = warc_write(out, "warcinfo", fields, block, strlen(block));
    arena_free(arena);
    return status;
}

static void put_field(struct buf *out, const char *name, const char *value, struct arena *arena)
{
    if (value)
        buf_printf(out, "%s: %s\r\n", name, text_squeeze(arena, value, strlen(value)));
}

static int write_metadata(FILE *out, const struct warc_page *page, const char *id, const char *date,
                          struct arena *arena)
{
    struct buf block = {0};
    put_field(&block, "newsledger-url", page->document.url, arena);
    put_field(&block, "newsledger-kind", page->feed ? "feed" : "article", arena);
    put_field(&block, "newsledger-source", page->source, arena);
    put_field(&block, "newsledger-title", page->title, arena);
    put_field(&block, "newsledger-published", page->published, arena);
    const char *fields = arena_printf(
        arena,
        "WARC-Record-ID: <%s>\r\nWARC-Date: %s\r\nWARC-Target-URI: %s\r\n"
        "WARC-Refers-To: <%s>\r\nContent-Type: application/warc-fields\r\n",
        warc_id(arena_printf(arena, "metadata %s", id), arena), date, page->document.final_url, id);
    int status = warc_write(out, "metadata", fields, block.data, block.len);
    buf_free(&block);
    return status;
}

static void put_response(struct buf *out, const struct document *document)
{
    const char *headers = document->headers ? document->headers : "";
    buf_printf(out, "HTTP/1.1 %d \r\n", document->status);
    for (const char *at = headers; *at; at += fields_line(at)) {
        if (is_on_the_way(at))
            buf_puts(out, RENAMED);
        buf_add(out, at, fields_line(at));
    }
    buf_printf(out, "Content-Length: %zu\r\n\r\n", document->body_len);
    buf_add(out, document->body, document->body_len);
}

int warc_page_write(FILE *out, const struct warc_page *page)
{
    const struct document *document = &page->document;
    bool http = document->status > 0;
    char date[DATE_TEXT_SIZE];
    struct buf block = {0};
    struct arena *arena = arena_new();
    date_text(document->fetched, date);
    const char *id = warc_id(arena_printf(arena, "%s %s %s %s", document->url, document->final_url,
                                          date, document->sha256),
                             arena);
    const char *type = http                     ? "application/http;msgtype=response"
                       : document->content_type ? document->content_type
                                                : "application/octet-stream";
    const char *fields = arena_printf(arena,
                                      "WARC-Record-ID: <%s>\r\nWARC-Date: %s\r\n"
                                      "WARC-Target-URI: %s\r\nWARC-Payload-Digest: sha256:%s\r\n"
                                      "Content-Type: %s\r\n",
                                      id, date, document->final_url, document->sha256, type);
    if (http)
        put_response(&block, document);
    else
        buf_add(&block, document->body, document->body_len);
    int status = write_metadata(out, page, id, date, arena);
    if (status == 0)
        status =
            warc_write(out, http ? "response" : "resource", fields, buf_text(&block), block.len);
    buf_free(&block);
    arena_free(arena);
    return status;
}

/* ---- Reading. ---- */

struct warc_pages {
    struct warc_reader *reader;
    struct arena *arena; /* of the notes */
    const char *notes;   /* the block of our last metadata record, or NULL */
    const char *about;   /* the record that it is about */
};

bool warc_page_is_page(const struct warc_page *page)
{
    return page->known ||
           (page->document.content_type && strcasestr(page->document.content_type, "html"));
}

struct warc_pages *warc_pages_new(FILE *in)
{
    struct warc_pages *pages = mem_alloc(sizeof(*pages));
    pages->reader = warc_reader_new(in);
    pages->arena = arena_new();
    return pages;
}

void warc_pages_free(struct warc_pages *pages)
{
    if (!pages)
        return;
    warc_reader_free(pages->reader);
    arena_free(pages->arena);
    free(pages);
}

static void take_notes(struct warc_pages *pages, const struct warc_record *record)
{
    arena_reset(pages->arena);
    pages->notes = NULL;
    pages->about = fields_get(record->head, "WARC-Refers-To", pages->arena);
    if (pages->about && text_starts(record->block, "newsledger-url:"))
        pages->notes = arena_strdup(pages->arena, record->block);
}

/* wget puts the address into <>, which WARC 1.0 seemed to ask for. */
static const char *target_of(const struct warc_record *record, struct arena *arena)
{
    const char *target = fields_get(record->head, "WARC-Target-URI", arena);
    if (!target || target[0] != '<')
        return target;
    size_t len = strlen(target + 1);
    return arena_strndup(arena, target + 1, len > 0 && target[len] == '>' ? len - 1 : len);
}

/* The header as the server sent it: of our own records, with the fields' old names. */
static const char *old_headers(const char *headers, bool known, struct arena *arena)
{
    struct buf out = {0};
    for (const char *at = headers; *at; at += fields_line(at)) {
        size_t len = fields_line(at), skip = 0;
        if (known && is_on_the_way(at))
            continue;
        if (known && strncmp(at, RENAMED, strlen(RENAMED)) == 0)
            skip = strlen(RENAMED);
        buf_add(&out, at + skip, len - skip);
    }
    const char *text = arena_strdup(arena, buf_text(&out));
    buf_free(&out);
    return text;
}

static const char *decode(const char *headers, struct buf *body, struct arena *arena)
{
    const char *transfer = fields_get(headers, "Transfer-Encoding", arena);
    const char *content = fields_get(headers, "Content-Encoding", arena);
    const char *problem = coding_undo(transfer ? transfer : "", body, WARC_BLOCK_MAX);
    return problem ? problem : coding_undo(content ? content : "", body, WARC_BLOCK_MAX);
}

static const char *end_of_head(const char *block, size_t len, size_t *blank)
{
    const char *crlf = memmem(block, len, "\r\n\r\n", 4), *lf = memmem(block, len, "\n\n", 2);
    bool first = lf && (!crlf || lf < crlf);
    *blank = first ? 2 : 4;
    return first ? lf : crlf;
}

static const char *read_response(const struct warc_record *record, struct warc_page *page,
                                 struct buf *body, struct arena *arena)
{
    struct document *document = &page->document;
    size_t blank;
    const char *end = end_of_head(record->block, record->block_len, &blank);
    const char *space = strchr(record->block, ' ');
    if (!text_starts(record->block, "HTTP/") || !space || !end || space > end)
        return "it holds no HTTP response";
    document->status = (int)strtol(space, NULL, 10);
    size_t skip = strcspn(record->block, "\n") + 1,
           head = (size_t)(end - record->block) + blank / 2;
    const char *fields = head > skip ? arena_strndup(arena, record->block + skip, head - skip) : "";
    document->content_type = fields_get(fields, "Content-Type", arena);
    document->headers = old_headers(fields, page->known, arena);
    buf_add(body, end + blank, (size_t)(record->block + record->block_len - end) - blank);
    return decode(fields, body, arena);
}

static void note(struct warc_pages *pages, const struct warc_record *record, struct warc_page *page,
                 struct arena *arena)
{
    const char *id = fields_get(record->head, "WARC-Record-ID", arena);
    if (!pages->notes || !id || strcmp(id, pages->about) != 0)
        return;
    const char *kind = fields_get(pages->notes, "newsledger-kind", arena);
    page->known = true;
    page->document.url = fields_get(pages->notes, "newsledger-url", arena);
    page->feed = kind && strcmp(kind, "feed") == 0;
    page->source = fields_get(pages->notes, "newsledger-source", arena);
    page->title = fields_get(pages->notes, "newsledger-title", arena);
    page->published = fields_get(pages->notes, "newsledger-published", arena);
}

static bool is_success(int status)
{
    return status >= 200 && status < 300 && status != 206;
}

/* 1: a page, 0: none, -1: a broken one. */
static int read_page(struct warc_pages *pages, const struct warc_record *record,
                     struct warc_page *page, const char **problem, struct arena *arena)
{
    struct document *document = &page->document;
    struct buf body = {0};
    const char *date = fields_get(record->head, "WARC-Date", arena);
    const char *target = target_of(record, arena);
    bool response = strcmp(record->type, "response") == 0;
    *page = (struct warc_page){.document = {.url = target, .final_url = target}};
    note(pages, record, page, arena);
    if (!target || !document->url || !url_is_http(target) || !url_is_http(document->url))
        return 0;
    if (date && date_parse(date, &document->fetched) != 0)
        document->fetched = 0;
    *problem = NULL;
    if (response) {
        *problem = read_response(record, page, &body, arena);
    } else {
        document->content_type = fields_get(record->head, "Content-Type", arena);
        buf_add(&body, record->block, record->block_len);
    }
    document->body = arena_strndup(arena, buf_text(&body), body.len);
    document->body_len = body.len;
    hash_hex(document->body, body.len, document->sha256);
    buf_free(&body);
    if (response && document->status > 0 && !is_success(document->status))
        return 0;
    return *problem ? -1 : 1;
}

int warc_pages_next(struct warc_pages *pages, struct warc_page *page, const char **problem,
                    struct arena *arena)
{
    const struct warc_record *record;
    while ((record = warc_read(pages->reader))) {
        *problem = record->problem;
        int result = record->problem ? -1 : 0;
        if (!record->problem && strcmp(record->type, "metadata") == 0)
            take_notes(pages, record);
        else if (!record->problem &&
                 (strcmp(record->type, "response") == 0 || strcmp(record->type, "resource") == 0))
            result = read_page(pages, record, page, problem, arena);
        if (result < 0)
            *problem =
                arena_printf(arena, "the record at byte %" PRIu64 ": %s", record->offset, *problem);
        if (result != 0)
            return result;
        arena_reset(arena);
    }
    return 0;
}
