#include "base/utf8.h"

#include <string.h>
#include <unicode/uchar.h>
#include <unicode/utf8.h>

#include "base/buf.h"

uint32_t utf8_decode(const char *text, size_t len, size_t *at)
{
    int32_t window = len - *at > UTF8_MAX ? UTF8_MAX : (int32_t)(len - *at);
    const uint8_t *bytes = (const uint8_t *)text + *at;
    int32_t i = 0;
    UChar32 code_point;
    U8_NEXT(bytes, i, window, code_point);
    if (code_point < 0) {
        *at += 1;
        return UTF8_REPLACEMENT;
    }
    *at += (size_t)i;
    return (uint32_t)code_point;
}

uint32_t utf8_before(const char *text, size_t at)
{
    if (at == 0)
        return 0;
    size_t start = at - 1;
    while (start > 0 && at - start < UTF8_MAX && ((unsigned char)text[start] & 0xC0) == 0x80)
        start--;
    uint32_t code_point = utf8_decode(text, at, &start);
    return start == at ? code_point : UTF8_REPLACEMENT;
}

size_t utf8_encode(char out[UTF8_MAX], uint32_t code_point)
{
    int32_t len = 0;
    if (code_point > 0x10FFFF || (code_point >= 0xD800 && code_point <= 0xDFFF))
        code_point = UTF8_REPLACEMENT;
    U8_APPEND_UNSAFE((uint8_t *)out, len, (UChar32)code_point);
    return (size_t)len;
}

size_t utf8_ascii(const char *text, size_t len)
{
    size_t at = 0;
    for (uint64_t eight; at + sizeof(eight) <= len; at += sizeof(eight)) {
        memcpy(&eight, text + at, sizeof(eight));
        if (eight & 0x8080808080808080)
            break;
    }
    while (at < len && (unsigned char)text[at] < 0x80)
        at++;
    return at;
}

bool utf8_valid(const char *text, size_t len)
{
    for (size_t at = 0;;) {
        at += utf8_ascii(text + at, len - at);
        if (at == len)
            return true;
        size_t before = at;
        if (utf8_decode(text, len, &at) == UTF8_REPLACEMENT && at - before == 1)
            return false;
    }
}

char *utf8_repair(const char *text, size_t len, size_t *repaired_len)
{
    struct buf out = {0};
    for (size_t at = 0; at < len;)
        buf_put_code_point(&out, utf8_decode(text, len, &at));
    *repaired_len = out.len;
    return buf_detach(&out);
}

static size_t width_of(uint32_t code_point)
{
    int8_t category = u_charType((UChar32)code_point);
    if (category == U_NON_SPACING_MARK || category == U_ENCLOSING_MARK ||
        category == U_FORMAT_CHAR || category == U_CONTROL_CHAR)
        return 0;
    int32_t east_asian = u_getIntPropertyValue((UChar32)code_point, UCHAR_EAST_ASIAN_WIDTH);
    return east_asian == U_EA_WIDE || east_asian == U_EA_FULLWIDTH ? 2 : 1;
}

size_t utf8_width(const char *text)
{
    size_t len = strlen(text), width = 0;
    for (size_t at = 0; at < len;)
        width += width_of(utf8_decode(text, len, &at));
    return width;
}
