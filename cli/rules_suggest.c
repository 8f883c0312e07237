#include "cli/rules_suggest.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "cli/corpus.h"
#include "cli/output.h"
#include "cli/suggestions.h"
#include "rules/yaml_put.h"

#define LEAST_DEFAULT 2
#define LIMIT_DEFAULT 20

struct suggesting {
    struct suggestions *suggestions;
    size_t pages; /* about the field of the rules: the others are not asked */
};

static void visit(const struct corpus_page *page, void *context)
{
    struct suggesting *suggesting = context;
    if (!reading_on_topic(page->reading))
        return;
    suggesting->pages++;
    suggestions_add(suggesting->suggestions, page->reading, page->name, page->story);
}

/* An id as the packs spell them: "Arden Mills" becomes "arden-mills". */
static void put_id(struct buf *yaml, const char *name)
{
    size_t before = yaml->len;
    for (; *name; name++) {
        bool plain = isalnum((unsigned char)*name);
        if (plain)
            buf_putc(yaml, (char)tolower((unsigned char)*name));
        else if (yaml->len > before && yaml->data[yaml->len - 1] != '-')
            buf_putc(yaml, '-');
    }
    if (yaml->len > before && yaml->data[yaml->len - 1] == '-')
        yaml->len--;
    if (yaml->len == before)
        buf_puts(yaml, "new");
}

/* A definition but for the kind, which only its author knows. */
static void put_stub(struct buf *yaml, const char *name)
{
    put_id(yaml, name);
    buf_puts(yaml, ": {kind: KIND, names: [");
    yaml_put_text(yaml, name);
    buf_puts(yaml, "]}");
}

static struct result *rows(const struct suggestion *const *suggestions, size_t count, bool stubs)
{
    static const char *const columns[] = {"name",     "looks_like", "stories", "articles",
                                          "mentions", "example",    "url",     "stub"};
    struct result *result = result_new(columns, stubs ? 8 : 6);
    for (size_t i = 0; i < count; i++) {
        const struct suggestion *suggestion = suggestions[i];
        struct cell *row = result_add_row(result);
        row[0] = cell_text(result, suggestion->name);
        row[1] = cell_text(result, suggestion->model ? "model" : "name");
        row[2] = cell_number((double)suggestion->stories);
        row[3] = cell_number((double)suggestion->articles);
        row[4] = cell_number((double)suggestion->mentions);
        row[5] = cell_text(result, suggestion->examples[0]);
        if (!stubs)
            continue;
        struct buf stub = {0};
        put_stub(&stub, suggestion->name);
        row[6] = cell_text(result, suggestion->urls[0]);
        row[7] = cell_text(result, buf_text(&stub));
        buf_free(&stub);
    }
    return result;
}

/* For pasting into a pack, with what was said of each. */
static void print_stubs(const struct ruleset *rules, const struct suggestion *const *suggestions,
                        size_t count)
{
    struct buf yaml = {0};
    buf_puts(&yaml, "\n# For KIND write one of:");
    for (size_t i = KIND_FIRST_PACK; i < rules->kind_count; i++)
        buf_printf(&yaml, "%s %s", i > KIND_FIRST_PACK ? "," : "", rules->kinds[i].name);
    buf_puts(&yaml, "\nentities:\n");
    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < SUGGESTION_EXAMPLES && suggestions[i]->examples[j]; j++) {
            buf_puts(&yaml, "  # ");
            yaml_put_remark(&yaml, suggestions[i]->examples[j]);
            buf_putc(&yaml, '\n');
        }
        buf_puts(&yaml, "  ");
        put_stub(&yaml, suggestions[i]->name);
        buf_putc(&yaml, '\n');
    }
    fputs(yaml.data, stdout);
    buf_free(&yaml);
}

static void print(const struct call *call, const struct ruleset *rules,
                  struct suggestions *suggestions)
{
    const char *format = options_text(call->options, "format");
    bool table = !format || strcmp(format, "table") == 0;
    size_t limit = (size_t)options_count(call->options, "limit", LIMIT_DEFAULT), count;
    const struct suggestion **sorted = suggestions_sorted(
        suggestions, (size_t)options_count(call->options, "least", LEAST_DEFAULT), call->arena,
        &count);
    size_t shown = count < limit ? count : limit;
    struct result *result = rows(sorted, shown, !table);
    result->cut = shown < count;
    output_print(stdout, format, result);
    if (table && shown > 0)
        print_stubs(rules, sorted, shown);
    result_free(result);
    if (shown < count)
        diags_add(call->diags, SEVERITY_NOTE, "suggest", NULL,
                  "%zu of %zu names are shown: --limit shows more", shown, count);
    if (suggestions_missed(suggestions) > 0)
        diags_add(call->diags, SEVERITY_WARNING, "suggest", NULL,
                  "more than %d different names: counts may be too low by %zu",
                  SUGGESTION_NAMES_MAX, suggestions_missed(suggestions));
}

enum exit_code rules_suggest(const struct call *call, const struct ruleset *rules)
{
    const struct options *options = call->options;
    struct extractor *extractor = extractor_new(rules);
    struct suggesting suggesting = {.suggestions = suggestions_new()};
    struct corpus corpus = {
        .call = call, .extractor = extractor, .visit = visit, .context = &suggesting};
    enum exit_code code = corpus_visit(&corpus, options->words + 1, options->word_count - 1);
    if (corpus.pages > 0)
        print(call, rules, suggesting.suggestions);
    diags_add(call->diags, SEVERITY_NOTE, "rules", NULL,
              "%zu of the %zu articles are about the field of the rules, and count",
              suggesting.pages, corpus.pages);
    suggestions_free(suggesting.suggestions);
    extractor_free(extractor);
    return code;
}
