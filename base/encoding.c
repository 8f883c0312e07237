#include "base/encoding.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <strings.h>
#include <unicode/ucnv.h>
#include <unicode/ucnv_cb.h>
#include <unicode/utf16.h>

#include "base/encoding_table.h"
#include "base/mem.h"
#include "base/utf8.h"

/* How far browsers look for a <meta> (WHATWG HTML 13.2.3.2, "prescan a byte stream"). */
#define PRESCAN_BYTES 1024

/* The longest label is "iso_8859-1:1987" and its like; anything longer is unknown. */
#define LABEL_MAX 32

struct span {
    const char *at;
    size_t len;
};

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f';
}

static bool has_label(const char *labels, const char *label, size_t len)
{
    for (const char *at = labels; (at = strstr(at, label)); at++)
        if ((at == labels || at[-1] == ' ') && (at[len] == ' ' || at[len] == '\0'))
            return true;
    return false;
}

const struct encoding *encoding_by_label(const char *label, size_t len)
{
    char lower[LABEL_MAX];
    while (len > 0 && is_blank(*label))
        label++, len--;
    while (len > 0 && is_blank(label[len - 1]))
        len--;
    if (len == 0 || len >= LABEL_MAX)
        return NULL;
    for (size_t i = 0; i < len; i++) {
        if (is_blank(label[i]) || label[i] == '\0')
            return NULL;
        lower[i] = (char)tolower((unsigned char)label[i]);
    }
    lower[len] = '\0';
    for (size_t i = 0; i < encoding_table_count; i++)
        if (has_label(encoding_table[i].labels, lower, strlen(lower)))
            return &encoding_table[i];
    return NULL;
}

const char *encoding_name(const struct encoding *encoding)
{
    return encoding->name;
}

static const struct encoding *named(const char *label)
{
    return encoding_by_label(label, strlen(label));
}

static const char *find_nocase(const char *at, const char *end, const char *word)
{
    size_t len = strlen(word);
    for (; (size_t)(end - at) >= len; at++)
        if (strncasecmp(at, word, len) == 0)
            return at;
    return NULL;
}

/* "charset=…": WHATWG HTML 2.5.5, "extracting a character encoding from a meta element". */
static const struct encoding *parameter(const char *text, size_t len, const char *name)
{
    const char *at = text, *end = text + len;
    while ((at = find_nocase(at, end, name))) {
        at += strlen(name);
        while (at < end && is_blank(*at))
            at++;
        if (at == end || *at != '=')
            continue;
        at++;
        while (at < end && is_blank(*at))
            at++;
        char quote = at < end && (*at == '"' || *at == '\'') ? *at++ : '\0';
        const char *start = at;
        while (at < end && (quote ? *at != quote : !is_blank(*at) && *at != ';'))
            at++;
        return quote && at == end ? NULL : encoding_by_label(start, (size_t)(at - start));
    }
    return NULL;
}

/* The next attribute of a tag at *at; false at the tag's end. WHATWG HTML, "get an attribute". */
static bool next_attribute(const char **at, const char *end, struct span *name, struct span *value)
{
    const char *p = *at;
    while (p < end && (is_blank(*p) || *p == '/'))
        p++;
    *name = (struct span){p, 0};
    *value = (struct span){p, 0};
    while (p < end && *p != '>' && !is_blank(*p) && *p != '/' && (*p != '=' || p == name->at))
        p++;
    name->len = (size_t)(p - name->at);
    while (p < end && is_blank(*p))
        p++;
    if (p < end && *p == '=') {
        for (p++; p < end && is_blank(*p);)
            p++;
        char quote = p < end && (*p == '"' || *p == '\'') ? *p++ : '\0';
        value->at = p;
        while (p < end && (quote ? *p != quote : !is_blank(*p) && *p != '>'))
            p++;
        value->len = (size_t)(p - value->at);
        p += quote && p < end;
    }
    *at = p;
    return name->len > 0 && p < end;
}

static bool is_named(struct span span, const char *name)
{
    return span.len == strlen(name) && strncasecmp(span.at, name, span.len) == 0;
}

static const struct encoding *read_meta(const char **at, const char *end)
{
    struct span name, value, content = {0}, charset = {0};
    bool pragma = false;
    while (next_attribute(at, end, &name, &value)) {
        if (is_named(name, "http-equiv"))
            pragma = is_named(value, "content-type");
        else if (is_named(name, "content") && !content.at)
            content = value;
        else if (is_named(name, "charset") && !charset.at)
            charset = value;
    }
    const struct encoding *found = NULL;
    if (charset.at)
        found = encoding_by_label(charset.at, charset.len);
    else if (pragma && content.at)
        found = parameter(content.at, content.len, "charset");
    if (!found)
        return NULL;
    /* Whoever could read the tag as ASCII does not read UTF-16. */
    if (strncmp(found->name, "UTF-16", 6) == 0)
        return named("utf-8");
    return strcmp(found->name, "x-user-defined") == 0 ? named("windows-1252") : found;
}

static const struct encoding *prescan(const char *bytes, size_t len)
{
    const char *at = bytes, *end = bytes + (len < PRESCAN_BYTES ? len : PRESCAN_BYTES);
    struct span name, value;
    while (at < end && (at = memchr(at, '<', (size_t)(end - at)))) {
        size_t rest = (size_t)(end - at);
        if (rest >= 4 && memcmp(at, "<!--", 4) == 0) {
            at = find_nocase(at + 2, end, "-->");
            if (!at)
                return NULL;
        } else if (rest > 5 && strncasecmp(at, "<meta", 5) == 0 &&
                   (is_blank(at[5]) || at[5] == '/')) {
            at += 5;
            const struct encoding *found = read_meta(&at, end);
            if (found)
                return found;
        } else if (rest > 1 && (isalpha((unsigned char)at[1]) || at[1] == '/')) {
            while (at < end && !is_blank(*at) && *at != '>')
                at++;
            while (next_attribute(&at, end, &name, &value))
                ;
        } else {
            at++;
        }
    }
    return NULL;
}

/* Returns the length of a byte order mark, and whose it is. */
static size_t byte_order_mark(const char *bytes, size_t len, const char **label)
{
    if (len >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        *label = "utf-8";
        return 3;
    }
    if (len >= 2 && (memcmp(bytes, "\xFE\xFF", 2) == 0 || memcmp(bytes, "\xFF\xFE", 2) == 0)) {
        *label = bytes[0] == '\xFE' ? "utf-16be" : "utf-16le";
        return 2;
    }
    return 0;
}

const struct encoding *encoding_detect(const char *bytes, size_t len, const char *content_type)
{
    const char *label;
    const struct encoding *found = NULL;
    if (byte_order_mark(bytes, len, &label) > 0)
        return named(label);
    if (content_type)
        found = parameter(content_type, strlen(content_type), "charset");
    if (!found)
        found = prescan(bytes, len);
    if (!found)
        found = named(utf8_valid(bytes, len) ? "utf-8" : "windows-1252");
    return found;
}

/* The declaration's encoding; UTF-16 without a mark shows in the zeros (XML 1.0, appendix F). */
static const struct encoding *declared(const char *bytes, size_t len)
{
    const char *end =
        len < 5 ? NULL : memchr(bytes, '>', len < PRESCAN_BYTES ? len : PRESCAN_BYTES);
    if (len >= 4 && memcmp(bytes, "\0<\0?", 4) == 0)
        return named("utf-16be");
    if (len >= 4 && memcmp(bytes, "<\0?\0", 4) == 0)
        return named("utf-16le");
    if (!end || memcmp(bytes, "<?xml", 5) != 0)
        return NULL;
    const struct encoding *found = parameter(bytes, (size_t)(end - bytes), "encoding");
    /* Had it been UTF-16, the declaration would not have been legible. */
    return found && strncmp(found->name, "UTF-16", 6) == 0 ? named("utf-8") : found;
}

const struct encoding *encoding_detect_xml(const char *bytes, size_t len, const char *content_type)
{
    const char *label;
    const struct encoding *found = NULL;
    if (byte_order_mark(bytes, len, &label) > 0)
        return named(label);
    if (content_type)
        found = parameter(content_type, strlen(content_type), "charset");
    if (!found)
        found = declared(bytes, len);
    return found ? found : named("utf-8");
}

static uint32_t mapped(const struct encoding_range *ranges, uint32_t from, uint32_t otherwise)
{
    for (; ranges && ranges->first != 0; ranges++)
        if (from >= ranges->first && from <= ranges->last)
            return ranges->into + (from - ranges->first);
    return otherwise;
}

/* ICU calls this for bytes that it cannot map. */
static void on_unmapped(const void *context, UConverterToUnicodeArgs *args, const char *bytes,
                        int32_t len, UConverterCallbackReason reason, UErrorCode *status)
{
    const struct encoding *encoding = context;
    UChar units[2] = {UTF8_REPLACEMENT};
    int32_t count = 1;
    uint32_t code = 0;
    if (reason > UCNV_IRREGULAR)
        return;
    for (int32_t i = 0; i < len && i < 4; i++)
        code = code << 8 | (unsigned char)bytes[i];
    uint32_t addition = mapped(encoding->additions, code, 0);
    if (addition != 0)
        units[0] = (UChar)addition;
    else if (len == 2 && (unsigned char)bytes[1] < 0x80) /* the standard puts ASCII back */
        units[count++] = (UChar)bytes[1];
    *status = U_ZERO_ERROR;
    ucnv_cbToUWriteUChars(args, units, count, 0, status);
}

/* Appends UTF-16 code units; a high surrogate at the end waits in *lead for the next call. */
static void put_units(const struct encoding *encoding, const UChar *units, size_t count,
                      UChar *lead, struct buf *out)
{
    for (size_t i = 0; i < count; i++) {
        uint32_t code_point = units[i];
        if (U16_IS_LEAD(code_point)) {
            *lead = units[i];
            continue;
        }
        if (U16_IS_TRAIL(code_point))
            code_point = *lead ? U16_GET_SUPPLEMENTARY(*lead, code_point) : UTF8_REPLACEMENT;
        *lead = 0;
        if (code_point != 0)
            buf_put_code_point(out, mapped(encoding->corrections, code_point, code_point));
    }
}

static void decode_by_icu(const struct encoding *encoding, const char *bytes, size_t len,
                          struct buf *out)
{
    UErrorCode status = U_ZERO_ERROR;
    UConverter *converter = ucnv_open(encoding->converter, &status);
    ucnv_setToUCallBack(converter, on_unmapped, encoding, NULL, NULL, &status);
    if (U_FAILURE(status))
        mem_die("ICU lacks a converter");

    UChar units[2048], lead = 0;
    const char *end = bytes + len;
    do {
        UChar *to = units;
        status = U_ZERO_ERROR;
        ucnv_toUnicode(converter, &to, units + sizeof(units) / sizeof(*units), &bytes, end, NULL,
                       true, &status);
        put_units(encoding, units, (size_t)(to - units), &lead, out);
    } while (status == U_BUFFER_OVERFLOW_ERROR);
    ucnv_close(converter);
}

static void add_without_nul(const char *bytes, size_t len, struct buf *out)
{
    const char *end = bytes + len;
    while (bytes < end) {
        const char *nul = memchr(bytes, '\0', (size_t)(end - bytes));
        const char *stop = nul ? nul : end;
        buf_add(out, bytes, (size_t)(stop - bytes));
        bytes = stop + (nul != NULL);
    }
}

void encoding_decode(const struct encoding *encoding, const char *bytes, size_t len,
                     struct buf *out)
{
    const char *label;
    size_t mark = byte_order_mark(bytes, len, &label);
    if (mark > 0 && named(label) == encoding)
        bytes += mark, len -= mark;
    if (!encoding->converter && len > 0)
        buf_put_code_point(out, UTF8_REPLACEMENT);
    else if (encoding == named("utf-8") && utf8_valid(bytes, len))
        add_without_nul(bytes, len, out);
    else if (encoding->converter)
        decode_by_icu(encoding, bytes, len, out);
}

uint32_t encoding_windows_1252(unsigned char byte)
{
    static const uint16_t from_80[32] = {
        0x20AC, 0x81,   0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160,
        0x2039, 0x0152, 0x8D,   0x017D, 0x8F,   0x90,   0x2018, 0x2019, 0x201C, 0x201D, 0x2022,
        0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A, 0x0153, 0x9D,   0x017E, 0x0178,
    };
    return byte >= 0x80 && byte < 0xA0 ? from_80[byte - 0x80] : byte;
}
