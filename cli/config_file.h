/* config file: the YAML file of settings, `key: value` a line, as entries with their places. */
#ifndef CLI_CONFIG_FILE_H
#define CLI_CONFIG_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "base/diag.h"

/* As long as the call that it is given to. */
struct config_entry {
    const char *key;
    const char *value;
    struct position position; /* of the key */
};

/*
 * Calls `take` for each entry in the order of the file. What cannot be read, and a missing file
 * that is `needed`, is an error in `diags` under the stage "config".
 */
void config_file_read(const char *path, bool needed,
                      void (*take)(void *context, const struct config_entry *entry), void *context,
                      struct diags *diags);

/* The error for a key that is none of `keys`, with the nearest one as the hint. */
void config_unknown_key(const struct config_entry *entry, const char *const *keys, size_t count,
                        struct diags *diags);

#endif
