#include "rules/yaml_put.h"

#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#include "base/utf8.h"

/* What YAML 1.2 (section 5.1) does not let stand as it is, and what it takes for a line's end. */
static bool is_special(uint32_t c)
{
    return c < 0x20 || (c >= 0x7F && c <= 0x9F) || c == 0x2028 || c == 0x2029 || c == 0xFEFF ||
           c == 0xFFFE || c == 0xFFFF;
}

static bool has_special(const char *text, size_t len)
{
    for (size_t at = 0; at < len;)
        if (is_special(utf8_decode(text, len, &at)))
            return true;
    return false;
}

static void put_escaped(struct buf *out, const char *text, size_t len)
{
    buf_putc(out, '"');
    for (size_t at = 0; at < len;) {
        uint32_t c = utf8_decode(text, len, &at);
        if (is_special(c))
            buf_printf(out, "\\u%04X", (unsigned)c);
        else if (c == '"' || c == '\\')
            buf_printf(out, "\\%c", (char)c);
        else
            buf_put_code_point(out, c);
    }
    buf_putc(out, '"');
}

void yaml_put_text(struct buf *out, const char *text)
{
    size_t len = strlen(text);
    if (has_special(text, len) || (strchr(text, '\'') && !strpbrk(text, "\"\\"))) {
        put_escaped(out, text, len);
        return;
    }
    buf_putc(out, '\'');
    for (; *text; text++) {
        if (*text == '\'')
            buf_putc(out, '\'');
        buf_putc(out, *text);
    }
    buf_putc(out, '\'');
}

void yaml_put_remark(struct buf *out, const char *text)
{
    size_t len = strlen(text);
    for (size_t at = 0; at < len;) {
        uint32_t c = utf8_decode(text, len, &at);
        buf_put_code_point(out, is_special(c) ? '?' : c);
    }
}
