/*
 * yaml: one YAML file as a tree in which every node knows its place, read with libfyaml.
 *
 * What rule files have no use for is refused with a diagnostic, since it costs clarity or, in a
 * foreign file, memory: anchors, aliases, tags, several documents, keys that are no text, and
 * repeated keys. Scalars stay text: "no" is not false. Everything lives in the given arena.
 */
#ifndef RULES_YAML_H
#define RULES_YAML_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"

#define YAML_BYTES_MAX ((size_t)4 * 1024 * 1024) /* a thousand sources take half of one */
#define YAML_DEPTH_MAX 16                        /* rule files go seven deep */

/* YAML_REFUSED stands where something was refused: questions about it are answered in silence. */
enum yaml_kind { YAML_SCALAR, YAML_LIST, YAML_MAP, YAML_REFUSED };

enum yaml_style { YAML_PLAIN, YAML_SINGLE_QUOTED, YAML_DOUBLE_QUOTED, YAML_LITERAL, YAML_FOLDED };

struct yaml_source;

struct yaml_node {
    enum yaml_kind kind;
    enum yaml_style style;    /* of a scalar */
    const char *text;         /* of a scalar; holds no NUL */
    struct yaml_node **items; /* of a list; of a map its values */
    struct yaml_node **keys;  /* of a map: scalars, one for each item */
    size_t count;
    struct position position;
    const struct yaml_source *source;
    size_t start; /* bytes into the source */
};

/*
 * Reads one file's bytes; `name` is what diagnostics call it. NULL, with diagnostics, when it is no
 * YAML; a file without content gives an empty map.
 */
struct yaml_node *yaml_parse(const char *name, const char *bytes, size_t len, struct arena *arena,
                             struct diags *diags);

/* The place of byte `offset` of a scalar's text, as near as the way it is written allows. */
struct position yaml_position(const struct yaml_node *scalar, size_t offset);

/* The value of a key; NULL where it is absent, or `map` is no map. */
const struct yaml_node *yaml_get(const struct yaml_node *map, const char *key);

/* Adds a diagnostic for each key that is not among the known ones, with the nearest of these. */
void yaml_check_keys(const struct yaml_node *map, const char *const *known, size_t count,
                     struct diags *diags);

/* Each adds a diagnostic ("expected a list, found a text") and gives false or NULL otherwise. */
bool yaml_is_map(const struct yaml_node *node, struct diags *diags);
bool yaml_is_list(const struct yaml_node *node, struct diags *diags);
const char *yaml_text(const struct yaml_node *node, struct diags *diags); /* never empty */

/* These leave *value as it is where there is no node (a default) or a mistake. */
void yaml_read_bool(const struct yaml_node *node, bool *value, struct diags *diags);
void yaml_read_integer(const struct yaml_node *node, int min, int max, int *value,
                       struct diags *diags);

/* An error at the node. */
void yaml_error(const struct yaml_node *node, struct diags *diags, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#endif
