#include "rules/import.h"

#include <ctype.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/mem.h"
#include "base/text.h"
#include "rules/directive.h"
#include "rules/draft.h"
#include "rules/site.h"
#include "rules/xpath.h"

#define SUFFIX ".txt"

struct import {
    struct arena *arena; /* sums and hosts */
    struct import_sum *sums;
    size_t sum_count;
    size_t sum_capacity;
    const char **hosts; /* of all files so far */
    size_t host_count;
    size_t host_capacity;
};

/* One file at work. */
struct file {
    struct import *import;
    struct draft draft;
    struct arena *arena;
    struct diags *diags;
    const struct directive *directives;
    size_t directive_count;
    const struct directive *find; /* find_string that waits for its replace_string */
};

/* What becomes of a directive: how it is taken, which gives NULL or why not; else why it is not. */
struct handling {
    const char *name;
    const char *(*take)(struct file *file, const struct handling *handling,
                        const struct directive *directive);
    enum draft_list list;
    const char *needless;
    const char *left_out;
};

static void warn(struct file *file, const struct directive *directive, size_t at,
                 const char *message, const char *hint)
{
    struct position position = directive->position;
    position.column += at;
    diags_add_at(file->diags, SEVERITY_WARNING, "import", &position, "%s: %s",
                 *directive->name ? directive->name : "line", message);
    if (hint)
        diags_hint(file->diags, "%s", hint);
}

/* Bytes of an XPath are told as columns: nearly all of them are ASCII. */
static const char *check_xpath(struct file *file, const struct directive *directive)
{
    struct xpath_fault fault;
    if (xpath_check(directive->value, &fault) == 0)
        return NULL;
    warn(file, directive, fault.at, fault.message, fault.hint);
    return arena_strdup(file->arena, fault.message);
}

static const char *take_xpath(struct file *file, const struct handling *handling,
                              const struct directive *directive)
{
    const char *problem = check_xpath(file, directive);
    if (!problem)
        draft_add(&file->draft, handling->list, directive->value);
    return problem;
}

/* Readers drop quotes from words, since they put them into an XPath of their own. */
static const char *take_words(struct file *file, const struct handling *handling,
                              const struct directive *directive)
{
    char *words = arena_strdup(file->arena, directive->value), *to = words;
    for (const char *at = words; *at; at++)
        if (*at != '\'' && *at != '"')
            *to++ = *at;
    *to = '\0';
    words = text_squeeze(file->arena, words, strlen(words));
    if (*words)
        draft_add(&file->draft, handling->list, words);
    return NULL;
}

static bool is_yes(const struct directive *directive)
{
    return text_equal_ascii_nocase(directive->value, "yes") ||
           text_equal_ascii_nocase(directive->value, "true");
}

static const char *take_prune(struct file *file, const struct handling *handling,
                              const struct directive *directive)
{
    (void)handling;
    file->draft.prune = is_yes(directive);
    return NULL;
}

static const char *take_autodetect(struct file *file, const struct handling *handling,
                                   const struct directive *directive)
{
    (void)handling;
    file->draft.autodetect = is_yes(directive);
    return NULL;
}

static const char *take_find(struct file *file, const struct handling *handling,
                             const struct directive *directive)
{
    const struct directive *end = file->directives + file->directive_count;
    for (const struct directive *next = directive + 1; next < end; next++) {
        if (strcmp(next->name, handling->name) == 0)
            break;
        if (strcmp(next->name, "replace_string") == 0 && !next->argument) {
            file->find = directive;
            return NULL;
        }
    }
    return "no replace_string stands behind it";
}

static const char *take_replace(struct file *file, const struct handling *handling,
                                const struct directive *directive)
{
    const char *find = directive->argument;
    (void)handling;
    if (!find && !file->find)
        return "no find_string stands before it";
    if (!find) {
        find = file->find->value;
        file->find = NULL;
    }
    if (!*find)
        return "it would replace nothing";
    draft_replace(&file->draft, find, directive->value);
    return NULL;
}

static const char *take_single_page(struct file *file, const struct handling *handling,
                                    const struct directive *directive)
{
    const char *problem = check_xpath(file, directive);
    (void)handling;
    if (!problem)
        draft_single_page(&file->draft, directive->value);
    return problem;
}

static const char *take_condition(struct file *file, const struct handling *handling,
                                  const struct directive *directive)
{
    (void)handling;
    const char *problem = check_xpath(file, directive);
    if (problem)
        return problem;
    return draft_condition(&file->draft, directive->value) == 0
               ? NULL
               : "no single_page_link stands before it";
}

static const char *take_wrap(struct file *file, const struct handling *handling,
                             const struct directive *directive)
{
    static const char letters[] = "abcdefghijklmnopqrstuvwxyz0123456789";
    const char *element = directive->argument;
    (void)handling;
    if (!element || !*element || strspn(element, letters) != strlen(element))
        return "no element's name in parentheses";
    const char *problem = check_xpath(file, directive);
    if (!problem)
        draft_wrap(&file->draft, element, directive->value);
    return problem;
}

static const char *take_header(struct file *file, const struct handling *handling,
                               const struct directive *directive)
{
    (void)handling;
    if (!directive->argument || !http_field_name_valid(directive->argument))
        return "no header's name in parentheses";
    if (!http_field_value_valid(directive->value))
        return "a header's value has no control characters";
    draft_header(&file->draft, directive->argument, directive->value);
    return NULL;
}

static const char *take_test(struct file *file, const struct handling *handling,
                             const struct directive *directive)
{
    draft_add(&file->draft, DRAFT_REMARKS,
              arena_printf(file->arena, "%s: %s", handling->name, directive->value));
    return NULL;
}

static const char images[] = "images are not kept";
static const char parsers[] = "there is one parser, which repairs pages itself";
static const char logins[] = "pages are read as they come without a log-in";

/* In the order of strcmp. */
static const struct handling handlings[] = {
    {.name = "author", .take = take_xpath, .list = DRAFT_AUTHOR},
    {.name = "autodetect_on_failure", .take = take_autodetect},
    {.name = "body", .take = take_xpath, .list = DRAFT_BODY},
    {.name = "convert_double_br_tags", .needless = "a line break ends a paragraph anyway"},
    {.name = "date", .take = take_xpath, .list = DRAFT_DATE},
    {.name = "find_string", .take = take_find},
    {.name = "http_header", .take = take_header},
    {.name = "if_page_contains", .take = take_condition},
    {.name = "insert_detected_image", .needless = images},
    {.name = "login_extra_fields", .left_out = logins},
    {.name = "login_password_field", .left_out = logins},
    {.name = "login_uri", .left_out = logins},
    {.name = "login_username_field", .left_out = logins},
    {.name = "native_ad_clue", .needless = "advertorials are not marked"},
    {.name = "next_page_link", .take = take_xpath, .list = DRAFT_NEXT_PAGE},
    {.name = "not_logged_in_xpath", .left_out = logins},
    {.name = "parser", .needless = parsers},
    {.name = "post_strip_attr", .take = take_xpath, .list = DRAFT_STRIP},
    {.name = "prune", .take = take_prune},
    {.name = "replace_string", .take = take_replace},
    {.name = "requires_login", .left_out = logins},
    {.name = "single_page_link", .take = take_single_page},
    {.name = "single_page_link_in_feed", .left_out = "a feed's texts are not searched for links"},
    {.name = "skip_json_ld", .left_out = "JSON-LD is read where no XPath finds anything"},
    {.name = "src_lazy_load_attr", .needless = images},
    {.name = "strip", .take = take_xpath, .list = DRAFT_STRIP},
    {.name = "strip_attr", .take = take_xpath, .list = DRAFT_STRIP},
    {.name = "strip_comments", .needless = "remarks in HTML are no text anyway"},
    {.name = "strip_id_or_class", .take = take_words, .list = DRAFT_ID_OR_CLASS},
    {.name = "strip_image_src", .take = take_words, .list = DRAFT_IMAGE_SRC},
    {.name = "test_contains", .take = take_test},
    {.name = "test_url", .take = take_test},
    {.name = "tidy", .needless = parsers},
    {.name = "title", .take = take_xpath, .list = DRAFT_TITLE},
    {.name = "wrap_in", .take = take_wrap},
};

#define HANDLING_COUNT (sizeof(handlings) / sizeof(*handlings))

static int compare_handling(const void *name, const void *handling)
{
    return strcmp(name, ((const struct handling *)handling)->name);
}

static void count(struct import *import, const char *name, enum import_fate fate, const char *why)
{
    for (size_t i = 0; i < import->sum_count; i++) {
        struct import_sum *sum = &import->sums[i];
        if (sum->fate == fate && strcmp(sum->name, name) == 0 &&
            (!why || strcmp(sum->why, why) == 0)) {
            sum->count++;
            return;
        }
    }
    import->sums = arena_grow(import->arena, import->sums, import->sum_count, &import->sum_capacity,
                              sizeof(*import->sums));
    import->sums[import->sum_count++] =
        (struct import_sum){name, fate, arena_strdup(import->arena, why), 1};
}

/* The remark keeps what was left out beside what was not, for whoever looks after the site. */
static void leave_out(struct file *file, const char *name, const struct directive *directive,
                      const char *why)
{
    size_t told = diags_count(file->diags);
    const struct diag *last = told > 0 ? diags_get(file->diags, told - 1) : NULL;
    bool warned = last && last->position.line == directive->position.line &&
                  strcmp(last->position.file, directive->position.file) == 0;
    if (!warned)
        warn(file, directive, 0, why, NULL);
    draft_add(&file->draft, DRAFT_REMARKS,
              arena_printf(file->arena, "left out: %s (%s)", directive->position.excerpt, why));
    count(file->import, name, IMPORT_LEFT_OUT, why);
}

static void translate(struct file *file, const struct directive *directive)
{
    const struct handling *handling =
        bsearch(directive->name, handlings, HANDLING_COUNT, sizeof(*handlings), compare_handling);
    struct import *import = file->import;
    const char *why = NULL;
    if (!*directive->name) {
        leave_out(file, "unknown", directive, "no ':' in this line");
        return;
    }
    if (!handling) {
        leave_out(file, "unknown", directive, "no directive that is known");
        return;
    }
    if (!*directive->value && handling->take != take_replace) {
        count(import, handling->name, IMPORT_NEEDLESS, "it has no value");
        return;
    }
    if (handling->take)
        why = handling->take(file, handling, directive);
    if (handling->needless)
        count(import, handling->name, IMPORT_NEEDLESS, handling->needless);
    else if (why || handling->left_out)
        leave_out(file, handling->name, directive, why ? why : handling->left_out);
    else
        count(import, handling->name, IMPORT_TRANSLATED, NULL);
}

/* "folder/www.News.example.txt" is news.example, ".news.example.txt" *.news.example. */
static const char *host_of(const char *path, struct arena *arena)
{
    const char *slash = strrchr(path, '/'), *name = slash ? slash + 1 : path;
    size_t len = strlen(name);
    if (text_ends(name, SUFFIX))
        len -= strlen(SUFFIX);
    char *host = arena_printf(arena, "%s%.*s", name[0] == '.' ? "*" : "", (int)len, name);
    for (char *at = host; *at; at++)
        *at = (char)tolower((unsigned char)*at);
    if (text_starts(host, "www."))
        host += strlen("www.");
    return strchr(host, '.') && site_host_valid(host) ? host : NULL;
}

static int add_host(struct import *import, const char *path, const char *host, struct diags *diags)
{
    if (!host) {
        diags_add(diags, SEVERITY_ERROR, "import", path, "the file's name is no host");
        diags_hint(diags, "name it after the site: news.example.txt");
        return -1;
    }
    for (size_t i = 0; i < import->host_count; i++) {
        if (strcmp(import->hosts[i], host) == 0) {
            diags_add(diags, SEVERITY_ERROR, "import", path, "a file before it was for %s, too",
                      host);
            return -1;
        }
    }
    import->hosts = arena_grow(import->arena, import->hosts, import->host_count,
                               &import->host_capacity, sizeof(*import->hosts));
    import->hosts[import->host_count++] = arena_strdup(import->arena, host);
    return 0;
}

struct import *import_new(void)
{
    struct import *import = mem_alloc(sizeof(*import));
    *import = (struct import){.arena = arena_new()};
    return import;
}

void import_free(struct import *import)
{
    if (!import)
        return;
    arena_free(import->arena);
    free(import);
}

int import_file(struct import *import, const char *path, const char *bytes, size_t len,
                struct buf *yaml, struct diags *diags)
{
    struct arena *arena = arena_new();
    struct file file = {.import = import, .arena = arena, .diags = diags};
    const char *host = host_of(path, arena);
    int result = add_host(import, path, host, diags);
    if (result != 0)
        goto out;
    draft_begin(&file.draft, host, arena);
    file.directives = directives_read(path, bytes, len, arena, &file.directive_count);
    for (size_t i = 0; i < file.directive_count; i++)
        translate(&file, &file.directives[i]);
    draft_put(&file.draft, yaml);
out:
    arena_free(arena);
    return result;
}

struct import_totals import_totals(const struct import *import)
{
    struct import_totals totals = {
        .files = import->host_count, .sums = import->sums, .sum_count = import->sum_count};
    for (size_t i = 0; i < import->sum_count; i++)
        totals.directives[import->sums[i].fate] += import->sums[i].count;
    return totals;
}
