/*
 * A growing byte string, after git's strbuf: data is never NULL once something was added and always
 * ends with a NUL that len does not count, so it can be passed on as a C string.
 */
#ifndef BASE_BUF_H
#define BASE_BUF_H

#include <stddef.h>
#include <stdint.h>

struct buf {
    char *data;
    size_t len;
    size_t capacity;
};

void buf_add(struct buf *buf, const void *bytes, size_t len);
void buf_puts(struct buf *buf, const char *text);
void buf_putc(struct buf *buf, char byte);
void buf_put_code_point(struct buf *buf, uint32_t code_point); /* as UTF-8 */
void buf_printf(struct buf *buf, const char *format, ...) __attribute__((format(printf, 2, 3)));

const char *buf_text(const struct buf *buf); /* "" when nothing was added */
void buf_reset(struct buf *buf);             /* empties, keeps the room */
char *buf_detach(struct buf *buf);           /* the caller frees; buf is empty afterwards */
void buf_free(struct buf *buf);

#endif
