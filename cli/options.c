#include "cli/options.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"

#define SUGGESTIONS_MAX 64 /* more options than any command has */
#define HELP_COLUMN     28
#define HELP_WIDTH      80

struct parser {
    const struct option_spec *const *tables;
    bool kinds;
    char *const *arguments;
    size_t count;
    size_t at;
    struct options *options;
    size_t value_capacity;
    size_t kind_capacity;
    size_t word_capacity;
    struct arena *arena;
    struct diags *diags;
};

static const struct option_spec *find_spec(const struct option_spec *const *tables,
                                           const char *name)
{
    for (; *tables; tables++) {
        for (const struct option_spec *spec = *tables; spec->name; spec++) {
            if (strcmp(spec->name, name) == 0)
                return spec;
        }
    }
    return NULL;
}

void options_suggest(const struct option_spec *const *tables, const char *name, struct diags *diags)
{
    const char *names[SUGGESTIONS_MAX];
    size_t count = 0;
    for (; *tables; tables++) {
        for (const struct option_spec *spec = *tables; spec->name && count < SUGGESTIONS_MAX;
             spec++)
            names[count++] = spec->name;
    }
    const char *nearest = text_nearest(name, names, count);
    if (nearest)
        diags_hint(diags, "did you mean --%s?", nearest);
}

static void add_value(struct parser *parser, const char *name, const char *value)
{
    struct options *options = parser->options;
    options->values = arena_grow(parser->arena, options->values, options->value_count,
                                 &parser->value_capacity, sizeof(*options->values));
    options->values[options->value_count++] = (struct option_value){name, value};
}

static void add_kind(struct parser *parser, const char *name, const char *value)
{
    struct options *options = parser->options;
    options->kinds = arena_grow(parser->arena, options->kinds, options->kind_count,
                                &parser->kind_capacity, sizeof(*options->kinds));
    options->kinds[options->kind_count++] = (struct option_value){name, value};
}

static void add_word(struct parser *parser, const char *word)
{
    struct options *options = parser->options;
    options->words = arena_grow(parser->arena, options->words, options->word_count,
                                &parser->word_capacity, sizeof(*options->words));
    options->words[options->word_count++] = word;
}

static int read_count(const char *text, long *count)
{
    char *end;
    errno = 0;
    *count = strtol(text, &end, 10);
    return errno || end == text || *end || *count < 1 ? -1 : 0;
}

static bool is_number(const char *text)
{
    char *end;
    double number = strtod(text, &end);
    return end != text && !*end && isfinite(number);
}

static bool is_choice(const char *choices, const char *value)
{
    size_t len = strlen(value);
    for (const char *at = choices; at; at = strchr(at, '|') ? strchr(at, '|') + 1 : NULL) {
        if (strncmp(at, value, len) == 0 && (at[len] == '|' || at[len] == '\0'))
            return len > 0;
    }
    return false;
}

static void check_value(struct parser *parser, const struct option_spec *spec, const char *value)
{
    long count;
    if (spec->type == OPTION_COUNT && read_count(value, &count) != 0) {
        diags_add(parser->diags, SEVERITY_ERROR, "options", NULL,
                  "--%s takes a whole number from 1, not '%s'", spec->name, value);
    } else if (spec->type == OPTION_NUMBER && !is_number(value)) {
        diags_add(parser->diags, SEVERITY_ERROR, "options", NULL, "--%s takes a number, not '%s'",
                  spec->name, value);
    } else if (spec->type == OPTION_CHOICE && !is_choice(spec->value, value)) {
        diags_add(parser->diags, SEVERITY_ERROR, "options", NULL, "--%s takes one of %s, not '%s'",
                  spec->name, spec->value, value);
    } else if (spec->type == OPTION_TEXT && !*value) {
        diags_add(parser->diags, SEVERITY_ERROR, "options", NULL, "--%s has an empty value",
                  spec->name);
    }
}

/* The value behind "=" or the next argument; a missing one is a mistake and gives NULL. */
static const char *take_value(struct parser *parser, const char *name, const char *inline_value)
{
    if (inline_value)
        return inline_value;
    if (parser->at < parser->count)
        return parser->arguments[parser->at++];
    diags_add(parser->diags, SEVERITY_ERROR, "options", NULL, "--%s needs a value behind it", name);
    return NULL;
}

static void read_option(struct parser *parser, const char *argument)
{
    const char *equals = strchr(argument, '=');
    size_t len = equals ? (size_t)(equals - argument) : strlen(argument);
    const char *name = arena_strndup(parser->arena, argument, len);
    const char *value = equals ? equals + 1 : NULL;
    const struct option_spec *spec = find_spec(parser->tables, name);

    if (!spec && !parser->kinds) {
        diags_add(parser->diags, SEVERITY_ERROR, "options", NULL, "unknown option --%s", name);
        options_suggest(parser->tables, name, parser->diags);
    } else if (!spec) {
        value = take_value(parser, name, value);
        if (value)
            add_kind(parser, name, value);
    } else if (spec->type == OPTION_SWITCH && value) {
        diags_add(parser->diags, SEVERITY_ERROR, "options", NULL, "--%s takes no value", name);
    } else if (options_has(parser->options, name)) {
        diags_add(parser->diags, SEVERITY_ERROR, "options", NULL, "--%s is given twice", name);
    } else if (spec->type == OPTION_SWITCH) {
        add_value(parser, spec->name, NULL);
    } else {
        value = take_value(parser, name, value);
        if (value && (*value || spec->type != OPTION_KNOWN)) {
            check_value(parser, spec, value);
            add_value(parser, spec->name, value);
        }
    }
}

const struct options *options_parse(const struct option_spec *const *tables, bool kinds,
                                    char *const *arguments, size_t count, struct arena *arena,
                                    struct diags *diags)
{
    struct parser parser = {.tables = tables,
                            .kinds = kinds,
                            .arguments = arguments,
                            .count = count,
                            .options = arena_alloc(arena, sizeof(struct options)),
                            .arena = arena,
                            .diags = diags};
    size_t errors = diags_errors(diags);
    bool only_words = false;
    while (parser.at < count) {
        const char *argument = arguments[parser.at++];
        if (only_words || argument[0] != '-' || strcmp(argument, "-") == 0) {
            add_word(&parser, argument);
        } else if (strcmp(argument, "--") == 0) {
            only_words = true;
        } else if (strcmp(argument, "-h") == 0) {
            add_value(&parser, "help", NULL);
        } else if (argument[1] == '-') {
            read_option(&parser, argument + 2);
        } else {
            diags_add(diags, SEVERITY_ERROR, "options", NULL,
                      "unknown option %s: options are spelled out, with two dashes", argument);
        }
    }
    return diags_errors(diags) == errors ? parser.options : NULL;
}

static const struct option_value *find_value(const struct options *options, const char *name)
{
    for (size_t i = 0; i < options->value_count; i++) {
        if (strcmp(options->values[i].name, name) == 0)
            return &options->values[i];
    }
    return NULL;
}

bool options_has(const struct options *options, const char *name)
{
    return find_value(options, name) != NULL;
}

const char *options_text(const struct options *options, const char *name)
{
    const struct option_value *value = find_value(options, name);
    return value ? value->value : NULL;
}

long options_count(const struct options *options, const char *name, long otherwise)
{
    const char *text = options_text(options, name);
    long count;
    return text && read_count(text, &count) == 0 ? count : otherwise;
}

static void print_wrapped(FILE *out, const char *text, size_t column)
{
    size_t room = HELP_WIDTH - column, used = 0;
    while (*text) {
        size_t len = strcspn(text, " ");
        if (used > 0 && used + 1 + len > room) {
            fprintf(out, "\n%*s", (int)column, "");
            used = 0;
        }
        used += (size_t)fprintf(out, "%s%.*s", used > 0 ? " " : "", (int)len, text);
        text += len + strspn(text + len, " ");
    }
    fputc('\n', out);
}

void options_print(FILE *out, const struct option_spec *table)
{
    for (const struct option_spec *spec = table; spec && spec->name; spec++) {
        int used = fprintf(out, "  --%s%s%s", spec->name, spec->value ? " " : "",
                           spec->value ? spec->value : "");
        if (used + 2 > HELP_COLUMN) {
            fputc('\n', out);
            used = 0;
        }
        fprintf(out, "%*s", HELP_COLUMN - used, "");
        print_wrapped(out, spec->help, HELP_COLUMN);
    }
}
