#include "fetch/warc.h"

#include <errno.h>
#include <openssl/evp.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <zlib.h>

#include "base/buf.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/text.h"
#include "fetch/fields.h"

#define CHUNK    ((size_t)64 << 10)
#define HEAD_MAX ((size_t)64 << 10)

/* zlib: 15 bits of window, and a gzip header instead of its own. */
#define GZIP_WINDOW (15 + 16)

struct warc_reader {
    FILE *in;
    bool gzip;
    z_stream inflater;
    bool in_member;
    bool damaged;    /* the gzip member cannot be read further */
    uint64_t member; /* its offset */
    unsigned char input[CHUNK];
    size_t input_at, input_len;
    uint64_t input_offset; /* of input[0] in the file */
    unsigned char output[CHUNK];
    size_t at, len;
    struct buf line;      /* the one read last, without its end */
    uint64_t line_offset; /* where it begins: of a member, that of the member */
    bool line_ahead;      /* it is still to be looked at */
    struct buf head, block;
    struct arena *arena;
    struct warc_record record;
};

static bool load(struct warc_reader *reader)
{
    reader->input_offset += reader->input_len;
    reader->input_at = 0;
    reader->input_len = fread(reader->input, 1, CHUNK, reader->in);
    return reader->input_len > 0;
}

struct warc_reader *warc_reader_new(FILE *in)
{
    struct warc_reader *reader = mem_alloc(sizeof(*reader));
    reader->in = in;
    reader->arena = arena_new();
    if (inflateInit2(&reader->inflater, GZIP_WINDOW) != Z_OK)
        mem_die("zlib cannot start");
    load(reader);
    reader->gzip = reader->input_len >= 2 && memcmp(reader->input, "\x1f\x8b", 2) == 0;
    return reader;
}

void warc_reader_free(struct warc_reader *reader)
{
    if (!reader)
        return;
    inflateEnd(&reader->inflater);
    buf_free(&reader->line);
    buf_free(&reader->head);
    buf_free(&reader->block);
    arena_free(reader->arena);
    free(reader);
}

/* ---- Bytes: output holds those of one gzip member at a time. ---- */

static void inflate_some(struct warc_reader *reader)
{
    z_stream *inflater = &reader->inflater;
    if (!reader->in_member) {
        inflateReset(inflater);
        reader->member = reader->input_offset + reader->input_at;
        reader->in_member = true;
    }
    inflater->next_in = reader->input + reader->input_at;
    inflater->avail_in = (unsigned)(reader->input_len - reader->input_at);
    inflater->next_out = reader->output;
    inflater->avail_out = CHUNK;
    int status = inflate(inflater, Z_NO_FLUSH);
    reader->input_at = reader->input_len - inflater->avail_in;
    reader->len = CHUNK - inflater->avail_out;
    if (status == Z_STREAM_END)
        reader->in_member = false;
    else if (status != Z_OK && status != Z_BUF_ERROR)
        reader->damaged = true;
}

static bool fill(struct warc_reader *reader)
{
    reader->at = reader->len = 0;
    while (reader->len == 0 && !reader->damaged) {
        if (reader->input_at == reader->input_len && !load(reader)) {
            reader->damaged = reader->in_member;
            return false;
        }
        if (reader->gzip) {
            inflate_some(reader);
        } else {
            reader->len = reader->input_len;
            memcpy(reader->output, reader->input, reader->len);
            reader->input_at = reader->input_len;
        }
    }
    return !reader->damaged;
}

/* Goes to the next gzip member behind the beginning of the damaged one. */
static bool recover(struct warc_reader *reader)
{
    static const unsigned char magic[] = {0x1f, 0x8b, 0x08};
    uint64_t offset = reader->member + 1;
    size_t matched = 0;
    int byte;
    reader->damaged = reader->in_member = reader->line_ahead = false;
    reader->at = reader->len = reader->input_at = reader->input_len = 0;
    if (fseeko(reader->in, (off_t)offset, SEEK_SET) < 0)
        return false;
    while (matched < sizeof(magic) && (byte = getc_unlocked(reader->in)) != EOF) {
        matched = byte == magic[matched] ? matched + 1 : byte == magic[0];
        offset++;
    }
    reader->input_offset = offset - sizeof(magic);
    return matched == sizeof(magic) &&
           fseeko(reader->in, (off_t)reader->input_offset, SEEK_SET) == 0;
}

/* A line of at most HEAD_MAX bytes; what is longer goes on as another. False at the end. */
static bool read_line(struct warc_reader *reader)
{
    if (reader->line_ahead) {
        reader->line_ahead = false;
        return true;
    }
    buf_reset(&reader->line);
    while (reader->at < reader->len || fill(reader)) {
        if (reader->line.len == 0)
            reader->line_offset = reader->gzip ? reader->member : reader->input_offset + reader->at;
        char byte = (char)reader->output[reader->at++];
        if (byte == '\n' || reader->line.len == HEAD_MAX) {
            if (reader->line.len > 0 && reader->line.data[reader->line.len - 1] == '\r')
                reader->line.data[--reader->line.len] = '\0';
            return true;
        }
        buf_putc(&reader->line, byte);
    }
    return reader->line.len > 0;
}

/* ---- Records. ---- */

static const struct warc_record *broken(struct warc_reader *reader, const char *problem)
{
    reader->record.problem = reader->damaged ? "its gzip member is damaged or cut off" : problem;
    return &reader->record;
}

static bool begins_record(const struct warc_reader *reader)
{
    return text_starts(buf_text(&reader->line), "WARC/");
}

/* Something else stands where a record should begin: up to the next line that begins one. */
static const struct warc_record *skip_to_record(struct warc_reader *reader)
{
    while (read_line(reader))
        if (begins_record(reader)) {
            reader->line_ahead = true;
            break;
        }
    return broken(reader, "no record begins here (\"WARC/1.1\" is missing)");
}

static const char *read_head(struct warc_reader *reader)
{
    buf_reset(&reader->head);
    while (read_line(reader)) {
        if (reader->line.len == 0)
            return NULL;
        if (reader->head.len + reader->line.len > HEAD_MAX)
            return "its header is longer than 64 KB";
        buf_puts(&reader->head, buf_text(&reader->line));
        buf_putc(&reader->head, '\n');
    }
    return "the file ends within its header";
}

/* Takes so many bytes and keeps what is not beyond WARC_BLOCK_MAX. */
static bool take_block(struct warc_reader *reader, uint64_t len)
{
    buf_reset(&reader->block);
    while (len > 0 && (reader->at < reader->len || fill(reader))) {
        size_t some = reader->len - reader->at;
        if (some > len)
            some = (size_t)len;
        if (reader->block.len + some <= WARC_BLOCK_MAX)
            buf_add(&reader->block, reader->output + reader->at, some);
        reader->at += some;
        len -= some;
    }
    return len == 0;
}

static const char *read_block(struct warc_reader *reader)
{
    const char *text = fields_get(buf_text(&reader->head), "Content-Length", reader->arena);
    char *end;
    if (!text || *text < '0' || *text > '9')
        return "it has no Content-Length";
    errno = 0;
    uint64_t len = strtoull(text, &end, 10);
    if (errno || *end)
        return "its Content-Length is no number";
    if (!take_block(reader, len))
        return "the file ends before its Content-Length does";
    if (len > WARC_BLOCK_MAX)
        return "it is larger than 64 MB";
    if (read_line(reader) && reader->line.len > 0) {
        reader->line_ahead = begins_record(reader);
        return "its Content-Length is wrong: something else than an empty line stands behind it";
    }
    return NULL;
}

/* A digest as hexadecimal or, as is more usual, base 32 (RFC 4648). */
static bool spells(const char *text, const unsigned char *digest, unsigned len)
{
    static const char base32[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    struct buf hex = {0}, other = {0};
    unsigned bits = 0, have = 0;
    for (unsigned i = 0; i < len; i++) {
        buf_printf(&hex, "%02x", digest[i]);
        bits = (bits << 8 | digest[i]) & 0xFFFF;
        for (have += 8; have >= 5; have -= 5)
            buf_putc(&other, base32[bits >> (have - 5) & 31]);
    }
    if (have > 0)
        buf_putc(&other, base32[bits << (5 - have) & 31]);
    size_t given = strcspn(text, "="); /* without padding */
    bool same = strcasecmp(text, buf_text(&hex)) == 0 ||
                (given == other.len && strncasecmp(text, buf_text(&other), given) == 0);
    buf_free(&hex);
    buf_free(&other);
    return same;
}

static const char *check_digest(struct warc_reader *reader)
{
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned len;
    const char *text = fields_get(buf_text(&reader->head), "WARC-Block-Digest", reader->arena);
    const char *colon = text ? strchr(text, ':') : NULL;
    const EVP_MD *method = NULL;
    if (colon && strncasecmp(text, "sha1:", 5) == 0)
        method = EVP_sha1();
    else if (colon && strncasecmp(text, "sha256:", 7) == 0)
        method = EVP_sha256();
    if (!method)
        return NULL;
    if (EVP_Digest(buf_text(&reader->block), reader->block.len, digest, &len, method, NULL) != 1)
        mem_die("no digest can be made");
    return spells(colon + 1, digest, len) ? NULL : "its bytes have another WARC-Block-Digest";
}

static const struct warc_record *read_record(struct warc_reader *reader)
{
    const char *problem = read_head(reader);
    if (!problem)
        problem = read_block(reader);
    if (!problem)
        problem = check_digest(reader);
    if (problem)
        return broken(reader, problem);
    const char *type = fields_get(buf_text(&reader->head), "WARC-Type", reader->arena);
    reader->record.head = buf_text(&reader->head);
    reader->record.type = type ? type : "";
    reader->record.block = buf_text(&reader->block);
    reader->record.block_len = reader->block.len;
    return &reader->record;
}

const struct warc_record *warc_read(struct warc_reader *reader)
{
    arena_reset(reader->arena);
    if (reader->damaged && !recover(reader))
        return NULL;
    while (read_line(reader)) {
        reader->record = (struct warc_record){.offset = reader->line_offset};
        if (reader->line.len == 0)
            continue;
        return begins_record(reader) ? read_record(reader) : skip_to_record(reader);
    }
    reader->record = (struct warc_record){.offset = reader->member};
    return reader->damaged ? broken(reader, NULL) : NULL;
}

/* ---- Writing. ---- */

const char *warc_id(const char *text, struct arena *arena)
{
    char hex[HASH_HEX_SIZE];
    hash_hex(text, strlen(text), hex);
    return arena_printf(arena, "urn:uuid:%.8s-%.4s-8%.3s-8%.3s-%.12s", hex, hex + 8, hex + 12,
                        hex + 15, hex + 18);
}

static int put_gzip(FILE *out, const struct buf *record)
{
    z_stream deflater = {0};
    if (deflateInit2(&deflater, Z_DEFAULT_COMPRESSION, Z_DEFLATED, GZIP_WINDOW, 8,
                     Z_DEFAULT_STRATEGY) != Z_OK)
        mem_die("zlib cannot start");
    size_t room = deflateBound(&deflater, record->len);
    unsigned char *member = mem_alloc(room);
    deflater.next_in = (unsigned char *)record->data;
    deflater.avail_in = (unsigned)record->len;
    deflater.next_out = member;
    deflater.avail_out = (unsigned)room;
    if (deflate(&deflater, Z_FINISH) != Z_STREAM_END)
        mem_die("zlib cannot compress");
    errno = 0;
    bool written = fwrite(member, 1, deflater.total_out, out) == deflater.total_out;
    int error = errno ? errno : EIO;
    deflateEnd(&deflater);
    free(member);
    return written ? 0 : -error;
}

int warc_write(FILE *out, const char *type, const char *fields, const char *block, size_t len)
{
    char digest[HASH_HEX_SIZE];
    struct buf record = {0};
    hash_hex(block, len, digest);
    buf_printf(&record,
               "WARC/1.1\r\nWARC-Type: %s\r\n%sContent-Length: %zu\r\n"
               "WARC-Block-Digest: sha256:%s\r\n\r\n",
               type, fields, len, digest);
    buf_add(&record, block, len);
    buf_puts(&record, "\r\n\r\n");
    int status = put_gzip(out, &record);
    buf_free(&record);
    return status;
}
