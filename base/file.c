#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

static int read_all(int fd, size_t max, struct buf *out)
{
    char chunk[64 * 1024];
    for (;;) {
        ssize_t got = read(fd, chunk, sizeof(chunk));
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -errno;
        if (got == 0)
            return 0;
        if ((size_t)got > max - out->len)
            return -EFBIG;
        buf_add(out, chunk, (size_t)got);
    }
}

int file_read(const char *path, size_t max, char **bytes, size_t *len)
{
    struct buf out = {0};
    int fd = strcmp(path, "-") == 0 ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return -errno;
    int status = read_all(fd, max, &out);
    if (fd != STDIN_FILENO)
        close(fd);
    if (status < 0) {
        buf_free(&out);
        return status;
    }
    *len = out.len;
    *bytes = buf_detach(&out);
    return 0;
}

int file_make_folders(const char *path)
{
    char *copy = mem_strdup(path);
    int status = 0;
    for (char *slash = strchr(copy + 1, '/'); slash && status == 0;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        if (mkdir(copy, 0777) < 0 && errno != EEXIST)
            status = -errno;
        *slash = '/';
    }
    free(copy);
    return status;
}

static int write_all(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t put = write(fd, bytes, len);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return -errno;
        bytes += put;
        len -= (size_t)put;
    }
    return fsync(fd) < 0 ? -errno : 0;
}

static int sync_folder_of(const char *path)
{
    char *copy = mem_strdup(path);
    char *slash = strrchr(copy, '/');
    if (slash)
        slash[slash == copy] = '\0';
    int fd = open(slash ? copy : ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    int status = fd < 0 || fsync(fd) < 0 ? -errno : 0;
    if (fd >= 0)
        close(fd);
    free(copy);
    return status;
}

/* A new file beside `path`, whose folders are made where they are missing; or -errno. */
static int open_temporary(const char *path, struct buf *temporary)
{
    buf_printf(temporary, "%s.XXXXXX", path);
    int fd = mkstemp(temporary->data);
    if (fd >= 0 || errno != ENOENT)
        return fd >= 0 ? fd : -errno;
    int status = file_make_folders(path);
    if (status < 0)
        return status;
    buf_reset(temporary);
    buf_printf(temporary, "%s.XXXXXX", path);
    fd = mkstemp(temporary->data);
    return fd >= 0 ? fd : -errno;
}

int file_write(const char *path, const void *bytes, size_t len)
{
    struct buf temporary = {0};
    int status = 0, fd = open_temporary(path, &temporary);
    if (fd < 0) {
        status = fd;
        goto out;
    }
    status = write_all(fd, bytes, len);
    if (fchmod(fd, 0644) < 0 && status == 0)
        status = -errno;
    close(fd);
    if (status == 0 && rename(temporary.data, path) < 0)
        status = -errno;
    if (status < 0)
        unlink(temporary.data);
    else
        status = sync_folder_of(path);
out:
    buf_free(&temporary);
    return status;
}
