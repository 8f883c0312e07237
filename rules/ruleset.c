#include "rules/ruleset.h"

#include <errno.h>
#include <fts.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/text.h"
#include "rules/loader.h"
#include "rules/names.h"

/* Packs are folders, perhaps with folders in them: below these, somebody gave the wrong folder. */
#define FOLDER_DEPTH_MAX 5
#define FILES_MAX        1000

static void refuse(struct loader *loader, const char *path, const char *message)
{
    diags_add(loader->diags, SEVERITY_ERROR, "rules", path, "%s", message);
}

static const char *file_error(int error)
{
    return error == EFBIG ? "the file is larger than 4 MB" : strerror(error);
}

/* Adds one file, which takes part in the ruleset's version with its name and bytes. */
static void add_file(struct loader *loader, const char *path, const char *name, const char *bytes,
                     size_t len, struct buf *essence)
{
    char hash[HASH_HEX_SIZE];
    hash_hex(bytes, len, hash);
    buf_printf(essence, "%s %s\n", name, hash);
    struct yaml_node *root = yaml_parse(path, bytes, len, loader->arena, loader->diags);
    if (!root || !yaml_is_map(root, loader->diags))
        return;
    loader->files = arena_grow(loader->arena, loader->files, loader->file_count,
                               &loader->file_capacity, sizeof(struct yaml_node *));
    loader->files[loader->file_count++] = root;
}

static void read_file(struct loader *loader, const char *path, const char *name,
                      struct buf *essence)
{
    char *bytes = NULL;
    size_t len = 0;
    int error = file_read(path, YAML_BYTES_MAX, &bytes, &len);
    if (error != 0)
        refuse(loader, path, file_error(-error));
    else
        add_file(loader, path, name, bytes, len, essence);
    free(bytes);
}

static int compare_names(const FTSENT **a, const FTSENT **b)
{
    return strcmp((*a)->fts_name, (*b)->fts_name);
}

static void visit(struct loader *loader, FTS *tree, FTSENT *entry, size_t folder_len,
                  struct buf *essence)
{
    bool hidden = entry->fts_name[0] == '.' && entry->fts_level > 0;
    switch (entry->fts_info) {
    case FTS_D:
        if (entry->fts_level > FOLDER_DEPTH_MAX)
            refuse(loader, entry->fts_path, "folders are nested too deep");
        if (hidden || entry->fts_level > FOLDER_DEPTH_MAX)
            fts_set(tree, entry, FTS_SKIP);
        break;
    case FTS_F:
        if (!hidden && text_ends(entry->fts_name, ".yaml") && loader->file_count < FILES_MAX)
            read_file(loader, entry->fts_path, entry->fts_path + folder_len, essence);
        break;
    case FTS_DNR:
    case FTS_ERR:
    case FTS_NS:
        refuse(loader, entry->fts_path, strerror(entry->fts_errno));
        break;
    default: /* behind a folder, a link that leads nowhere or back, a socket */
        break;
    }
}

static void read_files(struct loader *loader, const char *folder, struct buf *essence)
{
    char *roots[] = {arena_strdup(loader->arena, folder), NULL};
    FTS *tree = fts_open(roots, FTS_LOGICAL | FTS_NOCHDIR, compare_names);
    FTSENT *entry;
    while (tree && (entry = fts_read(tree)))
        visit(loader, tree, entry, strlen(folder), essence);
    if (tree)
        fts_close(tree);
    if (loader->file_count == FILES_MAX)
        refuse(loader, folder, "more than 1000 rule files: is this the rules folder?");
    if (loader->file_count == 0 && diags_errors(loader->diags) == 0)
        refuse(loader, folder, "no rule file (*.yaml) in this folder");
}

static void check_sections(struct loader *loader)
{
    static const char *const keys[] = {
        "kinds", "entities", "fiscal_years", "relations", "metrics", "markets", "regions",
        "slots", "rules",    "pronouns",     "context",   "topic",   "sources"};
    for (size_t i = 0; i < loader->file_count; i++)
        yaml_check_keys(loader->files[i], keys, sizeof(keys) / sizeof(*keys), loader->diags);
}

static void load_sections(struct loader *loader)
{
    check_sections(loader);
    kinds_load(loader);
    entities_load(loader);
    symbols_intern(loader);
    fragments_load(loader);
    entities_complete(loader);
    fiscal_years_load(loader);
    relations_load(loader);
    metrics_load(loader);
    spheres_load(loader);
    rules_load(loader);
    pronouns_load(loader);
    context_load(loader);
    topic_load(loader);
    sources_load(loader);
}

/* All *.yaml of a folder, or one file's bytes. */
struct input {
    const char *path;
    const char *bytes; /* NULL: the path is a folder */
    size_t len;
};

static struct ruleset *compile(const struct input *input, struct diags *diags)
{
    struct arena *arena = arena_new();
    struct ruleset *ruleset = arena_alloc(arena, sizeof(*ruleset));
    struct loader loader = {.ruleset = ruleset, .arena = arena, .diags = diags};
    size_t errors = diags_errors(diags), before = diags_count(diags);
    struct buf essence = {0};
    ruleset->arena = arena;
    if (input->bytes)
        add_file(&loader, input->path, input->path, input->bytes, input->len, &essence);
    else
        read_files(&loader, input->path, &essence);
    hash_hex(buf_text(&essence), essence.len, ruleset->version);
    buf_free(&essence);
    /* A file that cannot be read would make all that it defines unknown everywhere else. */
    if (diags_errors(diags) == errors)
        load_sections(&loader);
    diags_sort(diags, before); /* for their reader, who goes through the files */
    if (diags_errors(diags) > errors) {
        ruleset_free(ruleset);
        return NULL;
    }
    ruleset->files = loader.files;
    ruleset->file_count = loader.file_count;
    ruleset->names = names_new(ruleset->entities, ruleset->entity_count, arena);
    return ruleset;
}

struct ruleset *ruleset_load(const char *folder, struct diags *diags)
{
    return compile(&(struct input){.path = folder}, diags);
}

struct ruleset *ruleset_parse(const char *name, const char *bytes, size_t len, struct diags *diags)
{
    return compile(&(struct input){.path = name, .bytes = bytes, .len = len}, diags);
}

void ruleset_free(struct ruleset *ruleset)
{
    if (!ruleset)
        return;
    for (size_t i = 0; i < ruleset->pattern_count; i++)
        pattern_free(ruleset->patterns[i]);
    arena_free(ruleset->arena);
}
