/*
 * loader: what the parts of rules/ share while they compile the packs into one ruleset. Nothing
 * outside of rules/ needs it.
 *
 * Each part reads one section (entities:, rules: …) out of all files, adds what it made to the
 * ruleset and its complaints to `diags`, and goes on: the author sees all mistakes at once.
 */
#ifndef RULES_LOADER_H
#define RULES_LOADER_H

#include "base/arena.h"
#include "base/diag.h"
#include "rules/ruleset.h"
#include "rules/template.h"
#include "rules/yaml.h"

struct buf;

struct loader {
    struct ruleset *ruleset;
    struct arena *arena; /* the ruleset's */
    struct diags *diags;
    struct yaml_node **files; /* in the order of their names */
    size_t file_count;
    size_t file_capacity;
    struct fragment *fragments; /* `slots:`, in the order of files and lines */
    size_t fragment_count;
    size_t fragment_depth; /* how many are being expanded within each other */
    size_t pattern_capacity;
    size_t site_capacity;
};

/* One definition: its id and the rest. */
struct definition {
    const struct yaml_node *id;
    const struct yaml_node *value;
};

/*
 * All definitions below a top-level key that is a mapping, in the order of files and lines. Ids
 * that are misspelled or were given before are left out with a diagnostic.
 */
struct definition *loader_definitions(struct loader *loader, const char *section, size_t *count);

/* The value of a top-level key that only one file may have; NULL where none has it. */
const struct yaml_node *loader_section(struct loader *loader, const char *section);

/* Leaves out, in place, ids that are misspelled or were given before; returns how many remain. */
size_t loader_check_ids(struct loader *loader, struct definition *definitions, size_t count);

/* "unknown WHAT 'word'", with the nearest of the candidates as the hint. */
void loader_unknown(struct loader *loader, const struct position *position, const char *what,
                    const char *word, const char *const *candidates, size_t count);

/* The kind that text[0, len) names, for a complaint at `position`; -1 when unknown. */
int loader_kind(struct loader *loader, const char *text, size_t len,
                const struct position *position);

/* A kind or a list of kinds; an empty set where the node is NULL or wrong. */
kind_set loader_kinds(struct loader *loader, const struct yaml_node *node);

/* The entity with an id, with a complaint where there is none; NULL for NULL. */
const struct entity *loader_entity(struct loader *loader, const struct yaml_node *id);

/* The text below a key, or NULL. */
const char *loader_text(struct loader *loader, const struct yaml_node *map, const char *key);

/* The texts of a list, or of one scalar; NULL where the node is NULL or wrong. */
const char **loader_texts(struct loader *loader, const struct yaml_node *node, size_t *count);

/* The pattern below a key, or NULL. It belongs to the ruleset. */
struct pattern *loader_pattern(struct loader *loader, const struct yaml_node *map, const char *key,
                               enum template_mode mode);

/* Hands a pattern over to the ruleset. */
void loader_keep_pattern(struct loader *loader, struct pattern *pattern);

/*
 * Appends all symbols whose set holds one of the kinds, those of pronouns too or not: what a
 * character class is made of.
 */
void symbols_put(const struct ruleset *ruleset, kind_set kinds, bool pronouns, struct buf *out);

/* The sections, in the order in which they need each other. */
void kinds_load(struct loader *loader);
void entities_load(struct loader *loader);  /* ids and kinds */
void symbols_intern(struct loader *loader); /* of the entities' sets of kinds */
void fragments_load(struct loader *loader);
void entities_complete(struct loader *loader); /* all else */
void fiscal_years_load(struct loader *loader);
void relations_load(struct loader *loader);
void metrics_load(struct loader *loader);
void spheres_load(struct loader *loader); /* markets and regions */
void rules_load(struct loader *loader);
void pronouns_load(struct loader *loader);
void context_load(struct loader *loader);
void topic_load(struct loader *loader);
void sources_load(struct loader *loader);

#endif
