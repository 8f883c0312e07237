#include "fetch/xml_repair.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/utf8.h"

/* Feeds declare a handful of entities at most, for a character or a prefix of their addresses. */
#define ENTITIES_MAX     64
#define ENTITY_VALUE_MAX 128
#define ENTITY_NAME_MAX  32 /* HTML's longest is "thetasym" */

struct span {
    const char *at;
    size_t len;
};

struct entity {
    struct span name;
    struct span value;
};

struct repair {
    const char *start;
    const char *at; /* what is read next */
    const char *end;
    struct buf *out;
    size_t max;
    struct xml_repair *result;
    struct span open[XML_REPAIR_DEPTH_MAX]; /* names of the elements that have no end yet */
    size_t depth;
    size_t left_out; /* open elements below the deepest that is kept */
    bool rooted;     /* the root element has begun */
    bool ended;      /* and its end tag was there */
    struct entity entities[ENTITIES_MAX];
    size_t entity_count;
};

static void broken(struct repair *repair, const char *at, const char *what)
{
    struct xml_repair *result = repair->result;
    if (result->line > 0)
        return;
    result->line = 1;
    result->what = what;
    for (const char *p = repair->start; p < at; p++)
        result->line += *p == '\n';
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r';
}

static bool is_name_start(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || (unsigned char)c >= 0x80;
}

static bool is_name(char c)
{
    return is_name_start(c) || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':';
}

static bool is_xml_char(uint32_t c)
{
    return c == '\t' || c == '\n' || c == '\r' || (c >= 0x20 && c < 0xD800) ||
           (c >= 0xE000 && c <= 0x10FFFF && c != 0xFFFE && c != 0xFFFF);
}

static const char *skip_blanks(const char *at, const char *end)
{
    while (at < end && is_blank(*at))
        at++;
    return at;
}

static struct span read_name(const char *at, const char *end)
{
    struct span name = {at, 0};
    if (at < end && is_name_start(*at))
        while (at + name.len < end && is_name(at[name.len]))
            name.len++;
    return name;
}

static bool same(struct span a, struct span b)
{
    return a.len == b.len && memcmp(a.at, b.at, a.len) == 0;
}

static bool starts(const char *at, const char *end, const char *word)
{
    size_t len = strlen(word);
    return (size_t)(end - at) >= len && strncasecmp(at, word, len) == 0;
}

static const char *find(const char *at, const char *end, const char *word)
{
    return memmem(at, (size_t)(end - at), word, strlen(word));
}

static void cut_back(struct buf *buf, size_t len)
{
    if (len < buf->len)
        buf->data[buf->len = len] = '\0';
}

static void put_code_point(struct repair *repair, uint32_t c)
{
    if (c == '<' || c == '>' || c == '&' || c == '"')
        buf_printf(repair->out, "&#%u;", (unsigned)c);
    else if (is_xml_char(c))
        buf_put_code_point(repair->out, c);
}

/* "&#8217;", "&#x2019;"; returns what is behind it, or NULL when it is no reference. */
static const char *put_number(struct repair *repair, const char *at, const char *end)
{
    bool hex = end - at > 3 && (at[2] == 'x' || at[2] == 'X');
    const char *digits = at + 2 + hex;
    char *behind;
    if (digits >= end || !isxdigit((unsigned char)*digits))
        return NULL;
    unsigned long value = strtoul(digits, &behind, hex ? 16 : 10);
    if (behind == digits)
        return NULL;
    put_code_point(repair, value <= 0x10FFFF ? (uint32_t)value : 0);
    if (behind >= end) /* where the text was cut there may be more digits */
        return end;
    return *behind == ';' ? behind + 1 : behind;
}

static const struct entity *entity_by_name(const struct repair *repair, struct span name)
{
    for (size_t i = 0; i < repair->entity_count; i++)
        if (same(repair->entities[i].name, name))
            return &repair->entities[i];
    return NULL;
}

/* "&eacute;": the document's, XML's or HTML's; else NULL. */
static const char *put_named(struct repair *repair, const char *at, const char *end)
{
    char text[ENTITY_NAME_MAX];
    struct span name = read_name(at + 1, end);
    const char *behind = at + 1 + name.len;
    if (name.len == 0 || name.len >= sizeof(text) || behind == end || *behind != ';')
        return NULL;
    memcpy(text, name.at, name.len);
    text[name.len] = '\0';

    const struct entity *declared = entity_by_name(repair, name);
    const htmlEntityDesc *html = htmlEntityLookup((const xmlChar *)text);
    if (declared)
        buf_add(repair->out, declared->value.at, declared->value.len);
    else if (html || strcmp(text, "apos") == 0)
        put_code_point(repair, html ? html->value : '\'');
    else
        return NULL;
    return behind + 1;
}

/* Most text is ASCII that XML writes as it is. */
static size_t plain_len(const char *at, size_t len)
{
    size_t plain = 0;
    while (plain < len && at[plain] >= ' ' && at[plain] <= '~' && at[plain] != '<' &&
           at[plain] != '>' && at[plain] != '&' && at[plain] != '"')
        plain++;
    return plain;
}

/* Text that stands for itself: a CDATA section's. */
static void put_verbatim(struct repair *repair, const char *at, const char *end)
{
    size_t i = 0, len = (size_t)(end - at);
    while (i < len && repair->out->len < repair->max) {
        size_t room = repair->max - repair->out->len;
        size_t plain = plain_len(at + i, len - i < room ? len - i : room);
        buf_add(repair->out, at + i, plain);
        i += plain;
        if (plain > 0)
            continue;
        size_t start = i;
        uint32_t c = utf8_decode(at, len, &i);
        if (!is_xml_char(c))
            broken(repair, at + start, "a control character");
        put_code_point(repair, c);
    }
}

/* Text between tags, or an attribute's value. */
static void put_text(struct repair *repair, const char *at, const char *end)
{
    while (at < end && repair->out->len < repair->max) {
        const char *mark = memchr(at, '&', (size_t)(end - at));
        put_verbatim(repair, at, mark ? mark : end);
        if (!mark)
            return;
        bool number = mark + 1 < end && mark[1] == '#';
        at = number ? put_number(repair, mark, end) : put_named(repair, mark, end);
        if (at)
            continue;
        broken(repair, mark, "a bare \"&\" or an unknown entity");
        buf_puts(repair->out, "&amp;");
        at = mark + 1;
    }
}

static void put_end(struct repair *repair)
{
    struct span name = repair->open[--repair->depth];
    buf_puts(repair->out, "</");
    buf_add(repair->out, name.at, name.len);
    buf_putc(repair->out, '>');
}

/* At an attribute's value; it ends at its quote or, without one, at a blank or the tag's end. */
static const char *read_value(struct repair *repair, const char *at, struct span *value)
{
    const char *end = repair->end;
    if (at < end && (*at == '"' || *at == '\'')) {
        const char *quote = memchr(at + 1, *at, (size_t)(end - at - 1));
        if (quote) {
            *value = (struct span){at + 1, (size_t)(quote - at - 1)};
            return quote + 1;
        }
    }
    broken(repair, at, "an attribute's value without quotes");
    const char *behind = at;
    while (behind < end && !is_blank(*behind) && *behind != '>' && *behind != '<')
        behind++;
    *value = (struct span){at, (size_t)(behind - at)};
    return behind;
}

static const char *put_attribute(struct repair *repair, const char *at)
{
    struct span name = read_name(at, repair->end), value = {at, 0};
    if (name.len == 0) {
        broken(repair, at, "a stray character within a tag");
        return at + 1;
    }
    at = skip_blanks(name.at + name.len, repair->end);
    if (at < repair->end && *at == '=')
        at = read_value(repair, skip_blanks(at + 1, repair->end), &value);
    else
        broken(repair, at, "an attribute without a value");
    buf_putc(repair->out, ' ');
    buf_add(repair->out, name.at, name.len);
    buf_puts(repair->out, "=\"");
    put_text(repair, value.at, value.at + value.len);
    buf_putc(repair->out, '"');
    return at;
}

/* Returns where the tag ends: at ">", "/>", the "<" of another tag or the document's end. */
static const char *put_attributes(struct repair *repair, const char *at)
{
    const char *end = repair->end;
    size_t kept = repair->out->len;
    for (size_t count = 0; (at = skip_blanks(at, end)) < end; count++) {
        if (*at == '>' || *at == '<' || (*at == '/' && at + 1 < end && at[1] == '>'))
            break;
        at = put_attribute(repair, at);
        if (count < XML_REPAIR_ATTRIBUTES_MAX)
            kept = repair->out->len;
        else
            repair->result->too_many = true;
    }
    cut_back(repair->out, kept);
    return at;
}

/* A tag without ">" is taken back: the document ends within it. */
static void put_start(struct repair *repair, struct span name)
{
    size_t before = repair->out->len;
    const char *end = repair->end;
    buf_putc(repair->out, '<');
    buf_add(repair->out, name.at, name.len);
    const char *at = put_attributes(repair, name.at + name.len);
    bool empty = at < end && *at == '/';
    repair->at = at < end && *at != '<' ? at + 1 + empty : at;

    bool deep = repair->depth == XML_REPAIR_DEPTH_MAX;
    repair->result->too_deep |= deep;
    repair->left_out += deep && !empty;
    if (at == end || deep) {
        cut_back(repair->out, before);
        return;
    }
    if (*at == '<')
        broken(repair, at, "a tag without \">\"");
    repair->rooted = true;
    repair->ended |= empty && repair->depth == 0;
    buf_puts(repair->out, empty && repair->depth > 0 ? "/>" : ">");
    if (!empty || repair->depth == 0)
        repair->open[repair->depth++] = name;
}

/* Ends the innermost open element of that name and what is open within; else is left out. */
static void put_end_of(struct repair *repair, struct span name)
{
    const char *behind = memchr(name.at, '>', (size_t)(repair->end - name.at));
    repair->at = behind ? behind + 1 : repair->end;
    if (repair->left_out > 0) {
        repair->left_out--;
        return;
    }
    size_t depth = repair->depth;
    while (depth > 0 && (repair->open[depth - 1].len != name.len ||
                         strncasecmp(repair->open[depth - 1].at, name.at, name.len) != 0))
        depth--;
    if (depth != repair->depth)
        broken(repair, name.at - 2, "an end tag that does not fit");
    /* The root ends with the document, so that nothing stands behind it. */
    repair->ended |= depth == 1;
    while (depth > 1 && repair->depth >= depth)
        put_end(repair);
}

/* <!ENTITY name "value">; what refers to other entities could grow without bound and is ignored. */
static void read_entity(struct repair *repair, const char *at, const char *end)
{
    struct span name = read_name(skip_blanks(at, end), end);
    const char *quote = skip_blanks(name.at + name.len, end);
    if (name.len == 0 || quote >= end || (*quote != '"' && *quote != '\''))
        return;
    const char *close = memchr(quote + 1, *quote, (size_t)(end - quote - 1));
    struct span value = {quote + 1, close ? (size_t)(close - quote - 1) : 0};
    if (!close || value.len > ENTITY_VALUE_MAX || repair->entity_count == ENTITIES_MAX)
        return;
    for (size_t i = 0; i < value.len; i++)
        if (strchr("&<>\"%", value.at[i]) || (unsigned char)value.at[i] < 0x20)
            return;
    repair->entities[repair->entity_count++] = (struct entity){name, value};
}

static void read_doctype(struct repair *repair)
{
    const char *at = repair->at, *end = repair->end;
    const char *close = memchr(at, '>', (size_t)(end - at));
    const char *subset = close ? memchr(at, '[', (size_t)(close - at)) : NULL;
    if (subset) {
        const char *bracket = subset;
        do {
            bracket = memchr(bracket + 1, ']', (size_t)(end - bracket - 1));
            close = bracket ? skip_blanks(bracket + 1, end) : NULL;
        } while (close && (close == end || *close != '>') && bracket + 1 < end);
        for (at = subset; close && (at = find(at, close, "<!ENTITY"));)
            read_entity(repair, at += strlen("<!ENTITY"), close);
    }
    repair->at = close && close < end ? close + 1 : end;
}

/* "<!…" and "<?…": leaves them out but for the text of CDATA. */
static void read_special(struct repair *repair)
{
    const char *at = repair->at, *end = repair->end, *close;
    if (starts(at, end, "<!DOCTYPE")) {
        read_doctype(repair);
        return;
    }
    bool comment = starts(at, end, "<!--"), cdata = starts(at, end, "<![CDATA[");
    size_t skip = comment ? 4 : cdata ? 9 : 2;
    const char *mark = comment ? "-->" : cdata ? "]]>" : at[1] == '?' ? "?>" : ">";
    close = find(at + skip, end, mark);
    if (!close)
        broken(repair, at, "a comment or section without end");
    else if (cdata && repair->rooted)
        put_verbatim(repair, at + skip, close);
    repair->at = close ? close + strlen(mark) : end;
}

static void read_markup(struct repair *repair)
{
    const char *at = repair->at, *end = repair->end;
    bool closes = at + 1 < end && at[1] == '/';
    struct span name = read_name(at + 1 + closes, end);
    if (at + 1 < end && (at[1] == '!' || at[1] == '?')) {
        read_special(repair);
    } else if (name.len > 0) {
        if (closes)
            put_end_of(repair, name);
        else
            put_start(repair, name);
    } else {
        broken(repair, at, "a bare \"<\"");
        if (repair->rooted)
            buf_puts(repair->out, "&lt;");
        repair->at++;
    }
}

void xml_repair(const char *text, size_t len, size_t max, struct buf *out,
                struct xml_repair *result)
{
    struct repair repair = {text, text, text + len, out, max, result, .depth = 0};
    *result = (struct xml_repair){0};
    while (repair.at < repair.end && out->len < max) {
        const char *tag = memchr(repair.at, '<', (size_t)(repair.end - repair.at));
        /* Text behind the last tag is cut, or is what a root has no use for. */
        if (!tag)
            break;
        if (repair.rooted)
            put_text(&repair, repair.at, tag);
        repair.at = tag;
        read_markup(&repair);
    }
    result->too_long = out->len >= max;
    result->cut = repair.rooted && !repair.ended;
    while (repair.depth > 0)
        put_end(&repair);
}
