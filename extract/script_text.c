#include "extract/script_text.h"

#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "extract/dom.h"

/* So many paragraphs are an article; fewer may be a notice. */
#define PARAGRAPHS_MIN 3

/*
 * The end of a paragraph, as a string in a script has it, which must not hold "</". One within
 * another has more backslashes before the "u".
 */
static const char *const ends[] = {"u003c/p", "u003C/p", "<\\/p>"};

static const char *content_of(const xmlNode *script)
{
    return script->children && script->children->content ? (const char *)script->children->content
                                                         : "";
}

static size_t count_paragraphs(const char *text)
{
    size_t most = 0;
    for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
        size_t count = 0;
        for (const char *at = text; (at = strstr(at, ends[i])); at += strlen(ends[i]))
            count++;
        most = count > most ? count : most;
    }
    return most;
}

static const xmlNode *next_node(const xmlNode *root, const xmlNode *at)
{
    if (at->children)
        return at->children;
    while (at != root && !at->next)
        at = at->parent;
    return at == root ? NULL : at->next;
}

/* The script with the most paragraphs. */
static const char *best_script(const xmlNode *root)
{
    const char *best = NULL;
    size_t most = PARAGRAPHS_MIN - 1;
    for (const xmlNode *at = root; at; at = next_node(root, at)) {
        if (at->type != XML_ELEMENT_NODE || dom_tag(at) != TAG_SCRIPT)
            continue;
        size_t count = count_paragraphs(content_of(at));
        if (count > most) {
            most = count;
            best = content_of(at);
        }
    }
    return best;
}

/* Four hexadecimal digits, or -1. */
static long code_unit(const char *at)
{
    char digits[5] = "";
    memcpy(digits, at, strnlen(at, 4));
    return strspn(digits, "0123456789abcdefABCDEF") == 4 ? strtol(digits, NULL, 16) : -1;
}

/* "\ud83d\ude00" is one character; *at stands behind the "u" and moves behind the last digit. */
static void put_escaped(const char **at, struct buf *out)
{
    long unit = code_unit(*at), low = -1;
    *at += strnlen(*at, 4);
    if (unit >= 0xD800 && unit < 0xDC00) {
        const char *next = *at + strspn(*at, "\\");
        low = next > *at && *next == 'u' ? code_unit(next + 1) : -1;
        if (low >= 0xDC00 && low < 0xE000) {
            *at = next + 5;
            unit = 0x10000 + (unit - 0xD800) * 0x400 + (low - 0xDC00);
        }
    }
    if (unit > 0)
        buf_put_code_point(out, (uint32_t)unit);
}

/* Undoes the escapes of strings, also of a string within a string. */
static void unescape(const char *text, struct buf *out)
{
    while (*text) {
        size_t plain = strcspn(text, "\\");
        buf_add(out, text, plain);
        text += plain;
        size_t slashes = strspn(text, "\\");
        text += slashes;
        if (slashes == 0 || *text == '\0')
            continue;
        if (*text == 'u') {
            text++;
            put_escaped(&text, out);
        } else {
            buf_putc(out, strchr("nrtbf", *text) ? ' ' : *text);
            text++;
        }
    }
}

xmlDoc *script_text_find(const xmlNode *root, const char *thing, struct diags *diags)
{
    struct buf html = {0};
    xmlDoc *found = NULL;
    const char *script = best_script(root);
    if (!script)
        return NULL;
    unescape(script, &html);
    const char *start = html.data ? strstr(html.data, "<p") : NULL;
    if (start)
        found = dom_parse(start, strlen(start), thing, diags);
    buf_free(&html);
    return found;
}
