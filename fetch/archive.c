#include "fetch/archive.h"

#include <dirent.h>
#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
#include <zstd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"

/*
 * Far above any page that http.c lets through, so that an archive written with a larger limit can
 * still be read; a damaged frame header must not ask for all memory.
 */
#define BODY_MAX ((size_t)256 * 1024 * 1024)

struct archive {
    char *folder;
    ZSTD_CCtx *compressor; /* kept, since a new one for each page costs more than the page */
    ZSTD_DCtx *decompressor;
};

struct archive *archive_new(const char *folder)
{
    struct archive *archive = mem_alloc(sizeof(*archive));
    archive->folder = mem_strdup(folder);
    archive->compressor = ZSTD_createCCtx();
    archive->decompressor = ZSTD_createDCtx();
    if (!archive->compressor || !archive->decompressor ||
        ZSTD_isError(ZSTD_CCtx_setParameter(archive->compressor, ZSTD_c_checksumFlag, 1)))
        mem_die("zstd cannot start");
    return archive;
}

void archive_free(struct archive *archive)
{
    if (!archive)
        return;
    ZSTD_freeCCtx(archive->compressor);
    ZSTD_freeDCtx(archive->decompressor);
    free(archive->folder);
    free(archive);
}

/* A hash becomes part of a path: it must not be able to lead anywhere else. */
static bool is_hash(const char *sha256)
{
    return strlen(sha256) == HASH_HEX_SIZE - 1 &&
           strspn(sha256, "0123456789abcdef") == HASH_HEX_SIZE - 1;
}

/* malloc'ed. Two digits keep folders small: a million pages make 256 of them with 4,000 files. */
static char *path_of(const struct archive *archive, const char *sha256)
{
    struct buf path = {0};
    buf_printf(&path, "%s/%.2s/%s.zst", archive->folder, sha256, sha256);
    return buf_detach(&path);
}

static int write_body(struct archive *archive, const struct document *document, const char *path)
{
    size_t room = ZSTD_compressBound(document->body_len);
    char *frame = mem_alloc(room);
    size_t len =
        ZSTD_compress2(archive->compressor, frame, room, document->body, document->body_len);
    if (ZSTD_isError(len))
        mem_die("zstd cannot compress");
    int status = file_write(path, frame, len);
    free(frame);
    return status;
}

static void report_write(struct diags *diags, const char *path, const char *url, int error)
{
    diags_add(diags, SEVERITY_ERROR, "archive", path, "cannot be written: %s", strerror(error));
    if (error == ENOSPC || error == EDQUOT)
        diags_hint(diags, "make room there; %s is fetched again on the next run", url);
    else if (error == EACCES || error == EPERM || error == EROFS)
        diags_hint(diags, "let the user that runs this write to the archive's folder");
}

int archive_put(struct archive *archive, const struct document *document, struct diags *diags)
{
    if (!is_hash(document->sha256))
        mem_die("a document without a hash");
    char *path = path_of(archive, document->sha256);
    int status = 0;
    if (access(path, F_OK) < 0)
        status = write_body(archive, document, path);
    if (status < 0)
        report_write(diags, path, document->url, -status);
    free(path);
    return status < 0 ? -1 : 0;
}

/* Why a frame is not the body of that hash, or NULL, and then *bytes is the body. */
static const char *unpack(struct archive *archive, const char *sha256, const char *frame,
                          size_t frame_len, char **bytes, size_t *len)
{
    char hex[HASH_HEX_SIZE];
    unsigned long long size = ZSTD_getFrameContentSize(frame, frame_len);
    if (size == ZSTD_CONTENTSIZE_ERROR || size == ZSTD_CONTENTSIZE_UNKNOWN)
        return "not a Zstandard frame of known size";
    if (size > BODY_MAX)
        return "its header asks for more than 256 MB";

    char *body = mem_alloc((size_t)size + 1);
    size_t got = ZSTD_decompressDCtx(archive->decompressor, body, (size_t)size, frame, frame_len);
    if (ZSTD_isError(got)) {
        free(body);
        return ZSTD_getErrorName(got);
    }
    hash_hex(body, got, hex);
    if (strcmp(hex, sha256) != 0) {
        free(body);
        return "the content has another hash";
    }
    *bytes = body;
    *len = got;
    return NULL;
}

int archive_get(struct archive *archive, const char *sha256, char **bytes, size_t *len,
                struct diags *diags)
{
    char *frame = NULL, *path = NULL;
    size_t frame_len;
    int result = -1;
    if (!is_hash(sha256)) {
        diags_add(diags, SEVERITY_ERROR, "archive", sha256, "is not a SHA-256 in lower-case hex");
        return -1;
    }
    path = path_of(archive, sha256);
    int status = file_read(path, BODY_MAX, &frame, &frame_len);
    if (status < 0) {
        diags_add(diags, SEVERITY_ERROR, "archive", path, "cannot be read: %s", strerror(-status));
        if (status == -ENOENT)
            diags_hint(diags, "the archive does not belong to this ledger, or lost the page: "
                              "restore it from a backup");
        goto out;
    }
    const char *damage = unpack(archive, sha256, frame, frame_len, bytes, len);
    if (damage) {
        diags_add(diags, SEVERITY_ERROR, "archive", path, "damaged: %s", damage);
        diags_hint(diags, "restore the file from a backup, or remove it, so that the page is "
                          "archived again when it is next fetched");
        goto out;
    }
    result = 0;
out:
    free(frame);
    free(path);
    return result;
}

static void list_file(const char *name, const char *digits,
                      void (*visit)(const char *sha256, void *context), void *context)
{
    char sha256[HASH_HEX_SIZE];
    if (strlen(name) != HASH_HEX_SIZE - 1 + strlen(".zst") ||
        strcmp(name + HASH_HEX_SIZE - 1, ".zst") != 0)
        return;
    memcpy(sha256, name, HASH_HEX_SIZE - 1);
    sha256[HASH_HEX_SIZE - 1] = '\0';
    if (is_hash(sha256) && strncmp(sha256, digits, 2) == 0)
        visit(sha256, context);
}

int archive_remove(struct archive *archive, const char *sha256, struct diags *diags)
{
    char *path = is_hash(sha256) ? path_of(archive, sha256) : NULL;
    int result = path && unlink(path) == 0 ? 0 : -1;
    if (result < 0)
        diags_add(diags, SEVERITY_ERROR, "archive", sha256, "cannot be removed: %s",
                  path ? strerror(errno) : "no hash");
    free(path);
    return result;
}

int archive_list(const struct archive *archive, void (*visit)(const char *sha256, void *context),
                 void *context, struct diags *diags)
{
    int result = 0;
    for (unsigned i = 0; i < 256; i++) {
        struct buf path = {0};
        char digits[3];
        snprintf(digits, sizeof(digits), "%02x", i);
        buf_printf(&path, "%s/%s", archive->folder, digits);
        DIR *folder = opendir(path.data);
        if (!folder && errno != ENOENT) {
            diags_add(diags, SEVERITY_ERROR, "archive", path.data, "cannot be read: %s",
                      strerror(errno));
            result = -1;
        }
        struct dirent *entry;
        while (folder && (entry = readdir(folder)))
            list_file(entry->d_name, digits, visit, context);
        if (folder)
            closedir(folder);
        buf_free(&path);
    }
    return result;
}
