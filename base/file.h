/* Whole files. Errors are returned as negative errno values, so that callers can name the cause. */
#ifndef BASE_FILE_H
#define BASE_FILE_H

#include <stddef.h>

/*
 * Reads a whole file of at most `max` bytes; "-" is standard input. The bytes are malloc'ed, with a
 * NUL behind them that *len does not count. Returns 0, -EFBIG when there is more, or -errno.
 */
int file_read(const char *path, size_t max, char **bytes, size_t *len);

/*
 * Writes a file so that it is either there whole or not at all: a temporary file beside it, fsync,
 * rename, fsync of the folder. Missing folders are made. Returns 0 or -errno.
 */
int file_write(const char *path, const void *bytes, size_t len);

int file_make_folders(const char *path); /* mkdir -p of the path's folder; 0 or -errno */

#endif
