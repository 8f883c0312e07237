#include "fetch/markup.h"

#include <ctype.h>
#include <libxml/HTMLparser.h>
#include <stdint.h>
#include <string.h>

#include "base/buf.h"
#include "base/encoding.h"
#include "base/text.h"
#include "base/utf8.h"
#include "fetch/html.h"

#define NAME_SIZE 16 /* longer than any name of an element or entity in HTML 4 */

/* The name that begins at `at`, or "" when HTML has none so long. */
static void read_name(const char *at, char name[NAME_SIZE])
{
    size_t len = 0;
    while (len < NAME_SIZE && isalnum((unsigned char)at[len]))
        len++;
    len = len < NAME_SIZE ? len : 0;
    memcpy(name, at, len);
    name[len] = '\0';
}

static bool is_tag(const char *at)
{
    char name[NAME_SIZE];
    at += 1 + (at[1] == '/');
    read_name(at, name);
    for (char *c = name; *c; c++)
        *c = (char)tolower((unsigned char)*c);
    return name[0] && strchr(" \t\r\n/>", at[strlen(name)]) && at[strlen(name)] &&
           htmlTagLookup((const xmlChar *)name);
}

static bool is_reference(const char *at)
{
    char name[NAME_SIZE];
    if (at[1] == '#')
        return isdigit((unsigned char)at[2]) || at[2] == 'x' || at[2] == 'X';
    read_name(at + 1, name);
    return name[0] && at[1 + strlen(name)] == ';' && htmlEntityLookup((const xmlChar *)name);
}

bool markup_likely(const char *text)
{
    for (const char *at = text; (at = strpbrk(at, "<&")); at++)
        if (*at == '<' ? is_tag(at) || text_starts(at, "<!--") : is_reference(at))
            return true;
    return false;
}

/* One blank for a run of blanks, or one line feed where the run holds one. */
static char *tidy(const char *text, size_t len, struct arena *arena)
{
    struct buf out = {0};
    char gap = '\0';
    for (size_t at = 0; at < len;) {
        uint32_t c = utf8_decode(text, len, &at);
        if (c >= 0x80 && c < 0xA0)
            c = encoding_windows_1252((unsigned char)c);
        if (c == '\n' || c == '\r') {
            gap = '\n';
        } else if (c <= ' ' || c == 0xA0) {
            gap = gap ? gap : ' ';
        } else {
            if (gap && out.len > 0)
                buf_putc(&out, gap);
            gap = '\0';
            buf_put_code_point(&out, c);
        }
    }
    char *tidied = arena_strndup(arena, buf_text(&out), out.len);
    buf_free(&out);
    return tidied;
}

char *markup_from_plain(const char *text, struct arena *arena)
{
    return tidy(text, strlen(text), arena);
}

static bool is_named(const xmlNode *node, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (text_equal_ascii_nocase((const char *)node->name, names[i]))
            return true;
    return false;
}

static bool is_hidden(const xmlNode *node)
{
    static const char *const names[] = {"script", "style", "applet", "template"};
    return node->type == XML_ELEMENT_NODE && is_named(node, names, sizeof(names) / sizeof(*names));
}

static bool ends_line(const xmlNode *node)
{
    if (node->type != XML_ELEMENT_NODE || is_hidden(node))
        return false;
    static const char *const more[] = {"br", "tr", "article", "section", "figure"};
    const htmlElemDesc *element = htmlTagLookup(node->name);
    return (element && !element->isinline) || is_named(node, more, sizeof(more) / sizeof(*more));
}

/* Line feeds within a paragraph are blanks. */
static void put_blanked(struct buf *out, const char *text)
{
    for (; *text; text++)
        buf_putc(out, *text == '\n' || *text == '\r' ? ' ' : *text);
}

char *markup_from_node(const xmlNode *node, struct arena *arena)
{
    struct buf out = {0};
    const xmlNode *at = node->children;
    while (at) {
        if (at->type == XML_TEXT_NODE || at->type == XML_CDATA_SECTION_NODE)
            put_blanked(&out, (const char *)at->content);
        if (ends_line(at))
            buf_putc(&out, '\n');
        if (at->type == XML_ELEMENT_NODE && at->children && !is_hidden(at)) {
            at = at->children;
            continue;
        }
        while (at && at != node && !at->next) {
            at = at->parent;
            if (at != node && ends_line(at))
                buf_putc(&out, '\n');
        }
        at = at && at != node ? at->next : NULL;
    }
    char *text = tidy(buf_text(&out), out.len, arena);
    buf_free(&out);
    return text;
}

/*
 * Without comments, and with "<" escaped where no tag begins: libxml2 drops it ("<2 nm"), and all
 * that follows a comment without end, which here ends with the next ">".
 */
static void put_tags(struct buf *out, const char *html)
{
    bool closed = true; /* false once no "-->" follows any more, so that none is sought twice */
    for (const char *at = html; *at;) {
        size_t len = strcspn(at, "<");
        buf_add(out, at, len);
        at += len;
        if (text_starts(at, "<!--")) {
            const char *end = closed ? strstr(at + 4, "-->") : NULL;
            closed = end != NULL;
            at = end ? end + 2 : at + strcspn(at, ">");
            at += *at == '>';
        } else if (*at) {
            size_t mark = at[1] == '/' || at[1] == '!';
            bool tag = isalpha((unsigned char)at[1 + mark]);
            buf_puts(out, tag ? "<" : "&lt;");
            at++;
        }
    }
}

char *markup_from_html(const char *html, struct arena *arena, const char **bound)
{
    struct buf tags = {0};
    put_tags(&tags, html);
    htmlDocPtr tree = html_parse(buf_text(&tags), tags.len, bound);
    const xmlNode *root = xmlDocGetRootElement(tree);
    char *text = root ? markup_from_node(root, arena) : arena_strdup(arena, "");
    xmlFreeDoc(tree);
    buf_free(&tags);
    return text;
}
