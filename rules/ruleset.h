/*
 * ruleset: all packs compiled. Immutable once loaded: any number of extractions may share it.
 *
 * The language is documented for authors in rules/README.md; the terms are the same here.
 */
#ifndef RULES_RULESET_H
#define RULES_RULESET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/diag.h"
#include "rules/emit.h"
#include "rules/entity.h"
#include "rules/rule.h"
#include "rules/site.h"
#include "rules/source.h"

/*
 * Kinds (org, csp, chip …) are declared by the packs and numbered in ruleset.kinds; a kind_set has
 * bit i for kinds[i]. Two are built in: a percentage and a period are things that a rule can name.
 */
#define KIND_PERCENT    0
#define KIND_PERIOD     1
#define KIND_FIRST_PACK 2
#define KINDS_MAX       64

struct kind {
    const char *name;
    const char *label; /* for people: "cloud provider" */
};

/*
 * In the copy of a sentence that rules see, a mention is one private-use code point that stands for
 * its set of kinds: SYMBOL_FIRST + i for symbols[i], and SYMBOL_PRONOUN + i where a pronoun stands
 * for it.
 */
#define SYMBOL_FIRST   0xE000u
#define SYMBOLS_MAX    3000u
#define SYMBOL_PRONOUN (SYMBOL_FIRST + SYMBOLS_MAX)
#define SYMBOL_NOTHING (SYMBOL_PRONOUN + SYMBOLS_MAX) /* no mention's */

struct yaml_node;

struct relation_type {
    const char *name; /* "partners" */
    kind_set subject; /* what may stand on either side */
    kind_set object;
    bool symmetric;
    struct pattern *unless;        /* a sentence that matches denies it: "denied"; or NULL */
    struct pattern *unless_clause; /* the same from comma or "but" to the next; or NULL */
    const char **roles;            /* allowed after "as" */
    size_t role_count;
};

/* A measure that percentages are about; a series has one name over years. */
struct metric {
    const char *id;        /* "market-share" */
    const char *name;      /* "market share" */
    struct pattern *match; /* words that name it in a sentence, or NULL */
    bool undated; /* holds for a day or for good (a share price, a yield): only a period right
                     beside it counts */
    bool books;   /* of a company's own books: counts by its fiscal calendar */
    bool market;  /* of a market: never counts by anybody's fiscal calendar */
};

/* A market or a region that percentages are about; a series has one name over years. */
struct sphere {
    const char *id;        /* "ai-accelerators" */
    const char *name;      /* "AI accelerators"; the id unless said otherwise */
    struct pattern *match; /* words that name it in a sentence */
};

/* "the company", "its": words that point back to the paragraph's subject. */
struct pronoun {
    struct pattern *match;
    kind_set kinds;  /* of what it may point to */
    bool possessive; /* "its" reads as "X's" */
};

/* What a change is measured against. */
enum basis { BASIS_NONE, BASIS_YOY, BASIS_QOQ, BASIS_MOM, BASIS_CAGR };

#define BASIS_COUNT 5

const char *basis_name(enum basis basis); /* "YoY", "QoQ", "MoM", "CAGR"; NULL for none */

enum modality { MODALITY_ACTUAL, MODALITY_ESTIMATE, MODALITY_FORECAST, MODALITY_TARGET };

const char *modality_name(enum modality modality);

/*
 * Words that tell which period a number speaks of. Each pattern sees only the text that stands
 * between two points, so that it may be anchored with ^ and $.
 */
struct dating_words {
    struct pattern *aside;    /* before a period of something else: "against 5 million in " 2021 */
    struct pattern *base;     /* before a number that another is measured against: "from " 21% */
    struct pattern *prior;    /* behind such a number: 21% " a year earlier" */
    struct pattern *contrast; /* before a base that is of the same time unless its words tell */
    struct pattern *peer;     /* behind a number that is somebody else's at the same time */
    struct pattern *revised;  /* between the sentence's start and the number's clause's end, where
                                 the base is an older view of the same period */
    struct pattern *apart;    /* between a number and a period behind it that is not the number's */
    struct pattern *named; /* before a year that may be the claim's; else "2025 Forum" is a name */
    struct pattern *beginning; /* behind a number, before the time from which it will hold */
    struct pattern *span;  /* a stretch of time that is no period: \"over the last ten years\" */
    struct pattern *event; /* before a year that ends a name: "Computex " 2025 */
};

/* What the words around a claim tell of it. Every pattern may be NULL. */
struct context {
    struct pronoun *pronouns;
    size_t pronoun_count;
    struct pattern *modality[4]; /* by enum modality; the one of MODALITY_ACTUAL outweighs all */
    struct pattern *up;          /* "rose", "increase" */
    struct pattern *down;
    struct pattern *basis[BASIS_COUNT]; /* by enum basis: "year over year" */
    struct dating_words dating;
    struct pattern *version_before; /* "second-generation " before a name; group 1 is the version */
    struct pattern *version_alone;  /* one that may stand without its family: "the " 960 */
    struct pattern *name_tail;      /* right behind a name, part of it: " Inc.", " (2330.TW)" */
    struct pattern *pairwise;       /* "respectively": lists belong together one by one */
    kind_set claimants;             /* kinds whose members make claims: analyst houses */
    kind_set
        introducers; /* kinds of makers so small that their name alone introduces what they make */
};

/*
 * An article is about the packs' field when it names `least` different things of these, or when its
 * title says so.
 */
struct topic {
    struct pattern *title; /* or NULL */
    struct pattern *terms; /* or NULL; each different match (case folded) counts once */
    kind_set kinds;        /* each different entity of these counts once */
    size_t least;          /* 0: every article is */
};

struct ruleset {
    char version[65]; /* hash over all files, in the order of their names */
    struct kind *kinds;
    size_t kind_count;
    kind_set *symbols;
    size_t symbol_count;
    struct entity **entities; /* sorted by id */
    size_t entity_count;
    struct names *names; /* index over the entities' names: rules/names.h */
    struct relation_type *relations;
    size_t relation_count;
    struct metric *metrics;
    size_t metric_count;
    struct sphere *markets;
    size_t market_count;
    struct sphere *regions;
    size_t region_count;
    struct rule **rules; /* by descending priority, then in the order of files and lines */
    size_t rule_count;
    struct source **sources; /* in the order of files and lines */
    size_t source_count;
    struct site *sites; /* by host: rules/site.h */
    size_t site_count;
    struct context context;
    struct topic topic;
    struct yaml_node **files; /* as they were read, in the order of their names */
    size_t file_count;
    struct pattern **patterns; /* all patterns, wherever they are used */
    size_t pattern_count;
    struct arena *arena; /* all else of the above */
};

/*
 * Loads every *.yaml below `folder` (packs are its sub-folders; hidden files are left out). All
 * mistakes of all files are collected in `diags`; NULL when one of them is an error.
 */
struct ruleset *ruleset_load(const char *folder, struct diags *diags);

/* The same for one file's bytes alone; `name` is what diagnostics call it. */
struct ruleset *ruleset_parse(const char *name, const char *bytes, size_t len, struct diags *diags);

void ruleset_free(struct ruleset *ruleset); /* accepts NULL */

const struct entity *ruleset_entity(const struct ruleset *ruleset, const char *id);
const struct source *ruleset_source(const struct ruleset *ruleset, const char *id);
const struct relation_type *ruleset_relation(const struct ruleset *ruleset, const char *name);
const struct metric *ruleset_metric(const struct ruleset *ruleset, const char *id);

/* The one among ruleset.markets or .regions that has the id, or NULL. */
const struct sphere *sphere_find(const struct sphere *spheres, size_t count, const char *id);

/* The kind's number, or -1. */
int ruleset_kind(const struct ruleset *ruleset, const char *name);

/* The symbol of a set of kinds that some entity has (or of one built-in kind). */
uint32_t ruleset_symbol(const struct ruleset *ruleset, kind_set kinds);

#endif
