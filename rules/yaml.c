#include "rules/yaml.h"

#include <assert.h>
#include <libfyaml.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "base/utf8.h"

/* A longer line is not shown: a file without line ends would be copied for every node. */
#define EXCERPT_MAX 1000

struct yaml_source {
    const char *name;
    const char *bytes;
    size_t len;
    size_t *lines; /* where each line starts */
    size_t line_count;
    const char **excerpts; /* of each line, made when it is first needed */
    struct arena *arena;
};

static struct yaml_source *source_new(const char *name, const char *bytes, size_t len,
                                      struct arena *arena)
{
    struct yaml_source *source = arena_alloc(arena, sizeof(*source));
    source->name = arena_strdup(arena, name);
    source->bytes = arena_strndup(arena, bytes, len);
    source->len = len;
    source->arena = arena;
    source->line_count = 1;
    for (size_t i = 0; i < len; i++)
        source->line_count += bytes[i] == '\n';
    source->lines = arena_alloc(arena, source->line_count * sizeof(*source->lines));
    source->excerpts = arena_alloc(arena, source->line_count * sizeof(*source->excerpts));
    for (size_t i = 0, line = 1; i < len; i++)
        if (bytes[i] == '\n')
            source->lines[line++] = i + 1;
    return source;
}

static size_t line_end(const struct yaml_source *source, size_t line)
{
    size_t end = line + 1 < source->line_count ? source->lines[line + 1] - 1 : source->len;
    if (end > source->lines[line] && source->bytes[end - 1] == '\r')
        end--;
    return end;
}

static const char *excerpt(const struct yaml_source *source, size_t line)
{
    size_t start = source->lines[line], len = line_end(source, line) - start;
    if (!source->excerpts[line] && len <= EXCERPT_MAX)
        source->excerpts[line] = arena_strndup(source->arena, source->bytes + start, len);
    return source->excerpts[line];
}

static size_t line_of(const struct yaml_source *source, size_t at)
{
    size_t low = 0, high = source->line_count; /* lines[low] <= at < lines[high] */
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->lines[middle] <= at)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static struct position position_at(const struct yaml_source *source, size_t at)
{
    if (at > source->len)
        at = source->len;
    size_t line = line_of(source, at);
    struct position position = {
        .file = source->name, .line = line + 1, .column = 1, .excerpt = excerpt(source, line)};
    for (size_t i = source->lines[line]; i < at; position.column++)
        utf8_decode(source->bytes, source->len, &i);
    return position;
}

/* A literal block loses its indentation; lines of the text are lines of the file. */
static size_t offset_in_literal(const struct yaml_node *node, size_t offset)
{
    const struct yaml_source *source = node->source;
    size_t line = line_of(source, node->start), text_line = 0;
    for (size_t i = 0; i < offset; i++) {
        if (node->text[i] == '\n') {
            line++;
            text_line = i + 1;
        }
    }
    if (line >= source->line_count)
        return node->start;
    size_t text_len = strcspn(node->text + text_line, "\n");
    size_t written = line_end(source, line) - source->lines[line];
    size_t indent = written > text_len ? written - text_len : 0;
    return source->lines[line] + indent + (offset - text_line);
}

/* The byte of the file that byte `offset` of a quoted text comes from, if it is on one line. */
static size_t offset_in_quotes(const struct yaml_node *node, size_t offset)
{
    const char *bytes = node->source->bytes;
    size_t at = node->start + 1;
    for (size_t i = 0; i < offset; i++) {
        if (at >= node->source->len || bytes[at] != node->text[i])
            return node->start; /* folded over lines, or an escape */
        bool doubled = node->style == YAML_SINGLE_QUOTED && bytes[at] == '\'';
        at += doubled ? 2 : 1;
    }
    return at;
}

struct position yaml_position(const struct yaml_node *scalar, size_t offset)
{
    size_t at = scalar->start;
    if (scalar->kind != YAML_SCALAR || offset > strlen(scalar->text))
        return scalar->position;
    if (scalar->style == YAML_LITERAL)
        at = offset_in_literal(scalar, offset);
    else if (scalar->style == YAML_SINGLE_QUOTED || scalar->style == YAML_DOUBLE_QUOTED)
        at = offset > 0 ? offset_in_quotes(scalar, offset) : at;
    else if (scalar->style == YAML_PLAIN &&
             strncmp(scalar->source->bytes + at, scalar->text, offset) == 0)
        at += offset;
    return position_at(scalar->source, at);
}

/* A collection that is being filled. */
struct level {
    struct yaml_node *node;
    struct yaml_node *key; /* of a map: the key that waits for its value */
    size_t item_capacity;
    size_t key_capacity;
};

struct reader {
    struct yaml_source *source;
    struct arena *arena;
    struct diags *diags;
    struct fy_parser *parser;
    struct level levels[YAML_DEPTH_MAX];
    size_t depth;
    size_t documents;
    struct yaml_node *root;
    size_t last; /* the newest node's start: the place of an empty value, which has no token */
    bool failed;
};

static void refuse_at(struct reader *reader, size_t at, const char *what, const char *hint)
{
    struct position position = position_at(reader->source, at);
    diags_add_at(reader->diags, SEVERITY_ERROR, "rules", &position, "%s", what);
    if (hint)
        diags_hint(reader->diags, "%s", hint);
}

/* Where a token begins; libfyaml's marks stand behind a quote, & or *. */
static size_t token_start(const struct reader *reader, struct fy_token *token)
{
    const struct fy_mark *mark = token ? fy_token_start_mark(token) : NULL;
    if (!mark)
        return reader->last;
    size_t at = mark->input_pos;
    return at > 0 && strchr("'\"&*", reader->source->bytes[at - 1]) ? at - 1 : at;
}

static struct yaml_node *node_new(struct reader *reader, enum yaml_kind kind,
                                  struct fy_token *token)
{
    struct yaml_node *node = arena_alloc(reader->arena, sizeof(*node));
    reader->last = token_start(reader, token);
    node->kind = kind;
    node->source = reader->source;
    node->start = reader->last;
    node->position = position_at(reader->source, node->start);
    node->text = "";
    return node;
}

static enum yaml_style style_of(struct fy_token *token)
{
    switch (fy_token_scalar_style(token)) {
    case FYSS_SINGLE_QUOTED:
        return YAML_SINGLE_QUOTED;
    case FYSS_DOUBLE_QUOTED:
        return YAML_DOUBLE_QUOTED;
    case FYSS_LITERAL:
        return YAML_LITERAL;
    case FYSS_FOLDED:
        return YAML_FOLDED;
    default:
        return YAML_PLAIN;
    }
}

static struct yaml_node *scalar_new(struct reader *reader, struct fy_token *token)
{
    struct yaml_node *node = node_new(reader, YAML_SCALAR, token);
    size_t len = 0;
    const char *text = token ? fy_token_get_text(token, &len) : NULL;
    if (!text)
        return node;
    node->text = arena_strndup(reader->arena, text, len);
    node->style = style_of(token);
    if (strlen(node->text) != len)
        refuse_at(reader, node->start, "the text holds a NUL", NULL);
    if (node->style == YAML_LITERAL)
        node->position = yaml_position(node, 0);
    return node;
}

static void check_properties(struct reader *reader, struct fy_token *anchor, struct fy_token *tag)
{
    if (anchor)
        refuse_at(reader, token_start(reader, anchor),
                  "anchors (&name) and aliases (*name) are not read here",
                  "write the value out, or quote it if it is a text");
    if (tag)
        refuse_at(reader, token_start(reader, tag), "tags (!name) are not read here",
                  "leave it out, or quote the value if it is a text");
}

static void append(struct reader *reader, struct level *level, struct yaml_node *value)
{
    struct yaml_node *node = level->node;
    node->items = arena_grow(reader->arena, node->items, node->count, &level->item_capacity,
                             sizeof(struct yaml_node *));
    if (level->key) {
        node->keys = arena_grow(reader->arena, node->keys, node->count, &level->key_capacity,
                                sizeof(struct yaml_node *));
        node->keys[node->count] = level->key;
        level->key = NULL;
    }
    node->items[node->count++] = value;
}

/* Of the open collections; libfyaml closes none that it has not opened. */
static struct level *innermost(struct reader *reader)
{
    assert(reader->depth > 0 && reader->levels[reader->depth - 1].node);
    return &reader->levels[reader->depth - 1];
}

/* Hangs a node below the innermost open collection, as a key where one is due. */
static void place(struct reader *reader, struct yaml_node *node)
{
    if (reader->depth == 0) {
        reader->root = node;
        return;
    }
    struct level *level = innermost(reader);
    if (level->node->kind != YAML_MAP || level->key) {
        append(reader, level, node);
        return;
    }
    if (node->kind != YAML_SCALAR)
        refuse_at(reader, node->start, "a key must be a text", NULL);
    level->key = node;
}

static void open_level(struct reader *reader, struct yaml_node *node)
{
    place(reader, node);
    if (reader->depth == YAML_DEPTH_MAX) {
        refuse_at(reader, node->start, "lists and mappings are nested too deep", NULL);
        reader->failed = true;
        return;
    }
    reader->levels[reader->depth++] = (struct level){.node = node};
}

struct key {
    const struct yaml_node *node;
    size_t index;
};

static int compare_keys(const void *left, const void *right)
{
    const struct key *a = left, *b = right;
    int order = strcmp(a->node->text, b->node->text);
    return order != 0 ? order : (a->index > b->index) - (a->index < b->index);
}

/* Sorted rather than compared each with each: a map may hold thousands of entities. */
static void refuse_repeated_keys(struct reader *reader, struct yaml_node *map)
{
    struct key *keys = mem_alloc((map->count + 1) * sizeof(*keys));
    for (size_t i = 0; i < map->count; i++)
        keys[i] = (struct key){map->keys[i], i};
    qsort(keys, map->count, sizeof(*keys), compare_keys);
    for (size_t i = 1, first = 0; i < map->count; i++) {
        if (strcmp(keys[i].node->text, keys[first].node->text) != 0) {
            first = i;
            continue;
        }
        yaml_error(keys[i].node, reader->diags, "the key '%s' was given before, in line %zu",
                   keys[i].node->text, keys[first].node->position.line);
        map->items[keys[i].index]->kind = YAML_REFUSED;
    }
    free(keys);
}

static void close_level(struct reader *reader)
{
    struct yaml_node *node = innermost(reader)->node;
    reader->depth--;
    if (node->kind == YAML_MAP)
        refuse_repeated_keys(reader, node);
}

static void read_alias(struct reader *reader, struct fy_token *token)
{
    place(reader, node_new(reader, YAML_REFUSED, token));
    check_properties(reader, token, NULL);
}

static void start_document(struct reader *reader, const struct fy_event *event)
{
    if (reader->documents++ == 0)
        return;
    refuse_at(reader, token_start(reader, event->document_start.document_start),
              "a second document in one file", "put it into a file of its own");
    reader->failed = true;
}

static void read_event(struct reader *reader, const struct fy_event *event)
{
    switch (event->type) {
    case FYET_DOCUMENT_START:
        start_document(reader, event);
        break;
    case FYET_MAPPING_START:
        check_properties(reader, event->mapping_start.anchor, event->mapping_start.tag);
        open_level(reader, node_new(reader, YAML_MAP, event->mapping_start.mapping_start));
        break;
    case FYET_SEQUENCE_START:
        check_properties(reader, event->sequence_start.anchor, event->sequence_start.tag);
        open_level(reader, node_new(reader, YAML_LIST, event->sequence_start.sequence_start));
        break;
    case FYET_SCALAR:
        check_properties(reader, event->scalar.anchor, event->scalar.tag);
        place(reader, scalar_new(reader, event->scalar.value));
        break;
    case FYET_ALIAS:
        read_alias(reader, event->alias.anchor);
        break;
    case FYET_MAPPING_END:
    case FYET_SEQUENCE_END:
        close_level(reader);
        break;
    default: /* the ends of documents and streams */
        break;
    }
}

/* libfyaml's diagnostic; where the file ended too early, the place that was left open helps. */
static void report_syntax(struct reader *reader, struct fy_diag *diag)
{
    void *next = NULL;
    const struct fy_diag_error *error = fy_diag_errors_iterate(diag, &next);
    struct position position = position_at(reader->source, reader->last);
    if (error && error->line > 0 && error->column > 0) {
        size_t line = (size_t)error->line - 1;
        if (line >= reader->source->line_count)
            line = reader->source->line_count - 1;
        position = position_at(reader->source, reader->source->lines[line]);
        position.column = (size_t)error->column;
    }
    diags_add_at(reader->diags, SEVERITY_ERROR, "rules", &position, "%s",
                 error && error->msg ? error->msg : "not YAML");
    if (reader->depth > 0 && error && error->msg && strstr(error->msg, "without a closing"))
        diags_hint(reader->diags, "it was opened in line %zu",
                   innermost(reader)->node->position.line);
}

static void ignore_output(struct fy_diag *diag, void *user, const char *text, size_t len)
{
    (void)diag, (void)user, (void)text, (void)len;
}

static void read_events(struct reader *reader)
{
    /* The messages are collected; without a function they would be printed as well. */
    struct fy_diag_cfg diag_config;
    fy_diag_cfg_default(&diag_config);
    diag_config.fp = NULL;
    diag_config.output_fn = ignore_output;
    struct fy_diag *diag = fy_diag_create(&diag_config);
    if (!diag)
        mem_die("libfyaml gives no diagnostics");
    fy_diag_set_collect_errors(diag, true);

    struct fy_parse_cfg config = {.flags = FYPCF_QUIET | FYPCF_COLLECT_DIAG, .diag = diag};
    reader->parser = fy_parser_create(&config);
    if (!reader->parser ||
        fy_parser_set_string(reader->parser, reader->source->bytes, reader->source->len) != 0)
        mem_die("libfyaml gives no parser");
    struct fy_event *event;
    while (!reader->failed && (event = fy_parser_parse(reader->parser))) {
        read_event(reader, event);
        fy_parser_event_free(reader->parser, event);
    }
    if (!reader->failed && fy_parser_get_stream_error(reader->parser)) {
        report_syntax(reader, diag);
        reader->failed = true;
    }
    fy_parser_destroy(reader->parser);
    fy_diag_destroy(diag);
}

/* libfyaml stops at bytes that are no UTF-8 without a place; the first one is found here. */
static bool check_bytes(struct reader *reader)
{
    const struct yaml_source *source = reader->source;
    for (size_t at = 0; at < source->len;) {
        size_t start = at;
        uint32_t c = utf8_decode(source->bytes, source->len, &at);
        if (c != 0 && (c != UTF8_REPLACEMENT || at - start > 1))
            continue;
        refuse_at(reader, start, c == 0 ? "a NUL byte" : "a byte that is no UTF-8",
                  "save the file as UTF-8");
        return false;
    }
    return true;
}

struct yaml_node *yaml_parse(const char *name, const char *bytes, size_t len, struct arena *arena,
                             struct diags *diags)
{
    static const char bom[] = "\xEF\xBB\xBF";
    if (len >= 3 && memcmp(bytes, bom, 3) == 0)
        bytes += 3, len -= 3;
    struct reader reader = {
        .source = source_new(name, bytes, len, arena), .arena = arena, .diags = diags};
    if (len > YAML_BYTES_MAX) {
        diags_add(diags, SEVERITY_ERROR, "rules", name, "the file is larger than %zu MB",
                  YAML_BYTES_MAX >> 20);
        return NULL;
    }
    if (!check_bytes(&reader))
        return NULL;
    read_events(&reader);
    if (reader.failed)
        return NULL;
    return reader.root ? reader.root : node_new(&reader, YAML_MAP, NULL);
}
