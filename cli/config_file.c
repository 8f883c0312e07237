#include "cli/config_file.h"

#include <errno.h>
#include <libfyaml.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/text.h"
#include "base/utf8.h"

#define CONFIG_MAX ((size_t)64 << 10) /* a handful of settings */

struct reader {
    const char *path;
    const char *text;
    struct arena *arena;
    struct diags *diags;
};

/* libfyaml counts lines from 0 and columns in bytes or code points from 0. */
static struct position position_at(const struct reader *reader, int line, int column)
{
    const char *start = reader->text;
    for (int i = 0; i < line && start; i++) {
        start = strchr(start, '\n');
        start = start ? start + 1 : NULL;
    }
    const char *excerpt = start ? start : "";
    return (struct position){reader->path, (size_t)line + 1, (size_t)column + 1,
                             arena_strndup(reader->arena, excerpt, strcspn(excerpt, "\r\n"))};
}

static struct position position_of(const struct reader *reader, struct fy_node *node)
{
    struct fy_token *token = fy_node_get_scalar_token(node);
    const struct fy_mark *mark = token ? fy_token_start_mark(token) : NULL;
    return mark ? position_at(reader, mark->line, mark->column) : position_at(reader, 0, 0);
}

static const char *scalar(struct arena *arena, struct fy_node *node)
{
    size_t len = 0;
    const char *text = node ? fy_node_get_scalar(node, &len) : NULL;
    return text ? arena_strndup(arena, text, len) : NULL;
}

static void read_pair(const struct reader *reader, struct fy_node_pair *pair,
                      void (*take)(void *context, const struct config_entry *entry), void *context)
{
    struct fy_node *key = fy_node_pair_key(pair);
    struct config_entry entry = {.key = scalar(reader->arena, key),
                                 .value = scalar(reader->arena, fy_node_pair_value(pair)),
                                 .position = position_of(reader, key)};
    if (entry.key && entry.value)
        take(context, &entry);
    else
        diags_add_at(reader->diags, SEVERITY_ERROR, "config", &entry.position,
                     "a setting is written as one line, key: value");
}

static void report_syntax(const struct reader *reader, struct fy_diag *yaml_diag)
{
    void *iterator = NULL;
    struct fy_diag_error *error = fy_diag_errors_iterate(yaml_diag, &iterator);
    struct position position = {.file = reader->path};
    if (error && error->line > 0)
        position = position_at(reader, error->line - 1, error->column > 0 ? error->column - 1 : 0);
    diags_add_at(reader->diags, SEVERITY_ERROR, "config", &position, "not YAML: %s",
                 error ? error->msg : "cannot be read");
}

static void read_document(const struct reader *reader,
                          void (*take)(void *context, const struct config_entry *entry),
                          void *context)
{
    struct fy_diag *yaml_diag = fy_diag_create(&(struct fy_diag_cfg){0});
    fy_diag_set_collect_errors(yaml_diag, true);
    struct fy_parse_cfg how = {.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG, .diag = yaml_diag};
    struct fy_document *document = fy_document_build_from_string(&how, reader->text, FY_NT);
    struct fy_node *root = document ? fy_document_root(document) : NULL;

    if (!document) {
        /* A file of nothing but comments is no document, and no mistake either. */
        void *iterator = NULL;
        if (fy_diag_errors_iterate(yaml_diag, &iterator))
            report_syntax(reader, yaml_diag);
    } else if (root && fy_node_is_mapping(root)) {
        void *iterator = NULL;
        struct fy_node_pair *pair;
        while ((pair = fy_node_mapping_iterate(root, &iterator)))
            read_pair(reader, pair, take, context);
    } else if (root && !fy_node_is_null(root)) {
        struct position position = position_at(reader, 0, 0);
        diags_add_at(reader->diags, SEVERITY_ERROR, "config", &position,
                     "settings are written as key: value");
    }
    fy_document_destroy(document);
    fy_diag_destroy(yaml_diag);
}

void config_file_read(const char *path, bool needed,
                      void (*take)(void *context, const struct config_entry *entry), void *context,
                      struct diags *diags)
{
    char *text = NULL;
    size_t len = 0;
    int error = file_read(path, CONFIG_MAX, &text, &len);
    if (error == -ENOENT && !needed)
        return;
    if (error) {
        diags_add(diags, SEVERITY_ERROR, "config", path, "cannot be read: %s", strerror(-error));
        return;
    }
    struct reader reader = {path, text, arena_new(), diags};
    if (!utf8_valid(text, len) || strlen(text) != len)
        diags_add(diags, SEVERITY_ERROR, "config", path, "not a UTF-8 text");
    else
        read_document(&reader, take, context);
    arena_free(reader.arena);
    free(text);
}

void config_unknown_key(const struct config_entry *entry, const char *const *keys, size_t count,
                        struct diags *diags)
{
    diags_add_at(diags, SEVERITY_ERROR, "config", &entry->position, "unknown setting '%s'",
                 entry->key);
    const char *nearest = text_nearest(entry->key, keys, count);
    if (nearest)
        diags_hint(diags, "did you mean '%s'?", nearest);
}
