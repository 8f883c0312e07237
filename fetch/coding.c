#include "fetch/coding.h"

#include <brotli/decode.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>
#include <zstd.h>

#include "base/mem.h"

#define CHUNK ((size_t)64 << 10)

static const char too_large[] = "its body is too large when it is decoded";
static const char damaged[] = "its compressed body is damaged or cut off";

static const char *undo_chunked(const struct buf *in, struct buf *out, size_t max)
{
    const char *at = buf_text(in), *end = at + in->len;
    for (;;) {
        char *digits_end;
        unsigned long long len = strtoull(at, &digits_end, 16);
        const char *line_end = memchr(at, '\n', (size_t)(end - at));
        if (digits_end == at || !line_end || digits_end > line_end)
            return "its chunks are damaged or cut off";
        at = line_end + 1;
        if (len == 0)
            return NULL;
        if (len > (size_t)(end - at))
            return "its chunks are damaged or cut off";
        if (len > max - out->len)
            return too_large;
        buf_add(out, at, (size_t)len);
        at += len;
        at += end - at >= 2 && at[0] == '\r' ? 2 : at < end;
    }
}

static const char *inflate_all(const struct buf *in, struct buf *out, size_t max, int window)
{
    unsigned char chunk[CHUNK];
    z_stream inflater = {0};
    int status = Z_OK;
    if (inflateInit2(&inflater, window) != Z_OK)
        mem_die("zlib cannot start");
    inflater.next_in = (unsigned char *)in->data;
    inflater.avail_in = (unsigned)in->len;
    while (status == Z_OK && out->len <= max) {
        inflater.next_out = chunk;
        inflater.avail_out = CHUNK;
        status = inflate(&inflater, Z_NO_FLUSH);
        buf_add(out, chunk, CHUNK - inflater.avail_out);
    }
    inflateEnd(&inflater);
    if (out->len > max)
        return too_large;
    return status == Z_STREAM_END ? NULL : damaged;
}

/* "deflate" is with zlib's header by the RFC and without it by some servers. */
static const char *undo_deflate(const struct buf *in, struct buf *out, size_t max)
{
    const char *problem = inflate_all(in, out, max, 15 + 32);
    if (!problem || problem == too_large)
        return problem;
    buf_reset(out);
    return inflate_all(in, out, max, -15);
}

static const char *undo_zstd(const struct buf *in, struct buf *out, size_t max)
{
    char chunk[CHUNK];
    ZSTD_DCtx *context = ZSTD_createDCtx();
    ZSTD_inBuffer from = {buf_text(in), in->len, 0};
    size_t left = 1;
    bool moves = true;
    while (left != 0 && !ZSTD_isError(left) && moves && out->len <= max) {
        ZSTD_outBuffer to = {chunk, CHUNK, 0};
        size_t before = from.pos;
        left = ZSTD_decompressStream(context, &to, &from);
        buf_add(out, chunk, to.pos);
        moves = to.pos > 0 || from.pos > before;
    }
    ZSTD_freeDCtx(context);
    if (out->len > max)
        return too_large;
    return left == 0 ? NULL : damaged;
}

static const char *undo_brotli(const struct buf *in, struct buf *out, size_t max)
{
    uint8_t chunk[CHUNK];
    BrotliDecoderState *decoder = BrotliDecoderCreateInstance(NULL, NULL, NULL);
    const uint8_t *next_in = (const uint8_t *)buf_text(in);
    size_t left = in->len;
    BrotliDecoderResult result = BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT;
    if (!decoder)
        mem_die("brotli cannot start");
    while (result == BROTLI_DECODER_RESULT_NEEDS_MORE_OUTPUT && out->len <= max) {
        uint8_t *next_out = chunk;
        size_t room = CHUNK;
        result = BrotliDecoderDecompressStream(decoder, &left, &next_in, &room, &next_out, NULL);
        buf_add(out, chunk, CHUNK - room);
    }
    BrotliDecoderDestroyInstance(decoder);
    if (out->len > max)
        return too_large;
    return result == BROTLI_DECODER_RESULT_SUCCESS ? NULL : damaged;
}

static bool is(const char *name, size_t len, const char *coding)
{
    return strlen(coding) == len && strncasecmp(name, coding, len) == 0;
}

static const char *undo(const char *name, size_t len, struct buf *body, size_t max)
{
    struct buf out = {0};
    const char *problem;
    if (len == 0 || is(name, len, "identity"))
        return NULL;
    if (is(name, len, "chunked"))
        problem = undo_chunked(body, &out, max);
    else if (is(name, len, "gzip") || is(name, len, "x-gzip") || is(name, len, "deflate"))
        problem = undo_deflate(body, &out, max);
    else if (is(name, len, "zstd"))
        problem = undo_zstd(body, &out, max);
    else if (is(name, len, "br"))
        problem = undo_brotli(body, &out, max);
    else
        problem = "its body has a coding other than chunked, gzip, deflate, zstd and br";
    buf_free(body);
    *body = out;
    return problem;
}

const char *coding_undo(const char *list, struct buf *body, size_t max)
{
    const char *problem = NULL;
    size_t end = strlen(list);
    while (end > 0 && !problem) {
        size_t start = end;
        while (start > 0 && list[start - 1] != ',')
            start--;
        size_t skip = start + strspn(list + start, " \t"), last = end;
        while (last > skip && (list[last - 1] == ' ' || list[last - 1] == '\t'))
            last--;
        problem = undo(list + skip, last > skip ? last - skip : 0, body, max);
        end = start > 0 ? start - 1 : 0;
    }
    return problem;
}
