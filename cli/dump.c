#include "cli/dump.h"

#include <string.h>

#include "base/encoding.h"
#include "base/text.h"
#include "cli/choose_source.h"
#include "cli/input.h"
#include "extract/article.h"
#include "extract/fact.h"
#include "extract/reading.h"
#include "fetch/feed.h"
#include "rules/ruleset.h"

static const struct option_spec dump_options[] = {
    {"base", OPTION_KNOWN, "URL", "the file's address (default: its name)"},
    {"content-type", OPTION_KNOWN, "TYPE", "the Content-Type that came with it"},
    {"source", OPTION_TEXT, "ID", "read the page as this source of the rules says"},
    {0},
};

struct dump {
    const struct call *call;
    struct document document;
    const struct ruleset *rules; /* NULL for stages that need none */
    const struct source *source; /* or NULL */
};

/* Text of a page, on one line. */
static void print_text(const char *text, size_t len, struct arena *arena)
{
    text_print_escaped(stdout, arena_strndup(arena, text, len));
    putchar('\n');
}

static void print_field(const char *name, const char *value)
{
    printf("%-14s", name);
    text_print_escaped(stdout, value ? value : "-");
    putchar('\n');
}

static enum exit_code dump_document(const struct dump *dump)
{
    const struct document *document = &dump->document;
    const struct encoding *encoding =
        encoding_detect(document->body, document->body_len, document->content_type);
    print_field("url", document->url);
    print_field("content_type", document->content_type);
    print_field("sha256", document->sha256);
    print_field("encoding", encoding_name(encoding));
    printf("%-14s%zu\n", "bytes", document->body_len);
    return EXIT_WELL;
}

static const struct article *read_article(const struct dump *dump)
{
    return article_read(&dump->document, dump->source, dump->call->arena, dump->call->diags);
}

static enum exit_code dump_article(const struct dump *dump)
{
    static const char *const kinds[] = {
        [BLOCK_PARAGRAPH] = "paragraph", [BLOCK_HEADING] = "heading", [BLOCK_ITEM] = "item",
        [BLOCK_QUOTE] = "quote",         [BLOCK_CAPTION] = "caption", [BLOCK_ROW] = "row",
    };
    const struct article *article = read_article(dump);
    print_field("url", article->url);
    print_field("title", article->title);
    for (size_t i = 0; i < article->author_count; i++)
        print_field("author", article->authors[i]);
    print_field("published", article->published);
    print_field("date_evidence", article->date_evidence);
    print_field("modified", article->modified);
    print_field("language", article->language);
    print_field("publisher", article->publisher);
    print_field("section", article->section);
    print_field("access", access_name(article->access));
    putchar('\n');
    for (size_t i = 0; i < article->block_count; i++) {
        const struct block *block = &article->blocks[i];
        printf("%-10s%d %6zu  ", kinds[block->kind], block->level, block->start);
        print_text(article->text + block->start, block->end - block->start, dump->call->arena);
    }
    return EXIT_WELL;
}

static void print_mention(const struct reading *reading, const struct mention *mention)
{
    static const char *const types[] = {[MENTION_ENTITY] = "entity",
                                        [MENTION_PRONOUN] = "pronoun",
                                        [MENTION_PERCENT] = "percent",
                                        [MENTION_PERIOD] = "period"};
    struct party party = {mention->entity, mention->version};
    const char *id = mention->entity ? party_id(party, reading->arena) : "-";
    printf("%6zu %6zu  %-9s%-24s", mention->start, mention->end, types[mention->type], id);
    print_text(reading->text + mention->start, mention->end - mention->start, reading->arena);
}

static enum exit_code dump_mentions(const struct dump *dump)
{
    struct extractor *extractor = extractor_new(dump->rules);
    const struct reading *reading =
        reading_new(extractor, read_article(dump), dump->call->arena, dump->call->diags);
    for (size_t i = 0; i < reading->mention_count; i++)
        print_mention(reading, &reading->mentions[i]);
    extractor_free(extractor);
    return EXIT_WELL;
}

static void print_fact(const struct reading *reading, const char *fact, const struct rule *rule,
                       size_t number)
{
    const struct sentence *sentence = &reading->sentences[number];
    text_print_escaped(stdout, fact);
    printf("\n    %s: ", rule->id);
    print_text(reading->text + sentence->start, sentence->end - sentence->start, reading->arena);
}

static enum exit_code dump_facts(const struct dump *dump)
{
    struct extractor *extractor = extractor_new(dump->rules);
    struct reading *reading =
        reading_new(extractor, read_article(dump), dump->call->arena, dump->call->diags);
    struct facts facts = {0};
    facts_find(reading, &facts);
    for (size_t i = 0; i < facts.relation_count; i++) {
        const struct relation *relation = &facts.relations[i];
        print_fact(reading, relation_print(relation, reading->arena), relation->rule,
                   relation->place.sentence);
    }
    for (size_t i = 0; i < facts.quantity_count; i++) {
        const struct quantity *quantity = &facts.quantities[i];
        print_fact(reading, quantity_print(quantity, reading->arena), quantity->rule,
                   quantity->place.sentence);
    }
    if (!reading_on_topic(reading))
        diags_add(dump->call->diags, SEVERITY_NOTE, "extract", dump->document.url,
                  "the article is not about the field of the rules: its record has no facts");
    extractor_free(extractor);
    return EXIT_WELL;
}

static enum exit_code dump_feed(const struct dump *dump)
{
    const struct document *document = &dump->document;
    const struct feed *feed = feed_parse(document->body, document->body_len, document->content_type,
                                         options_text(dump->call->options, "base"), true,
                                         dump->call->arena, dump->call->diags);
    if (!feed)
        return EXIT_PROBLEMS;
    feed_print_ndjson(stdout, feed);
    return EXIT_WELL;
}

static const struct stage {
    const char *name;
    enum exit_code (*dump)(const struct dump *dump);
    bool needs_rules;
} stages[] = {
    {"document", dump_document, false}, {"article", dump_article, false},
    {"mentions", dump_mentions, true},  {"facts", dump_facts, true},
    {"feed", dump_feed, false},
};

#define STAGE_COUNT (sizeof(stages) / sizeof(*stages))

static const struct stage *find_stage(const struct call *call)
{
    const struct options *options = call->options;
    const char *names[STAGE_COUNT];
    for (size_t i = 0; i < STAGE_COUNT; i++) {
        names[i] = stages[i].name;
        if (options->word_count == 2 && strcmp(names[i], options->words[0]) == 0)
            return &stages[i];
    }
    diags_add(call->diags, SEVERITY_ERROR, "options", NULL,
              "dump takes document, article, mentions, facts or feed, and a file");
    const char *nearest =
        options->word_count > 0 ? text_nearest(options->words[0], names, STAGE_COUNT) : NULL;
    if (nearest)
        diags_hint(call->diags, "newsledger dump %s %s", nearest,
                   options->word_count > 1 ? options->words[1] : "FILE");
    return NULL;
}

static enum exit_code dump_with_rules(struct dump *dump, const struct stage *stage)
{
    struct ruleset *rules = ruleset_load(dump->call->config.rules, dump->call->diags);
    enum exit_code code = EXIT_USAGE;
    dump->rules = rules;
    if (rules && choose_source(dump->call, rules, &dump->source) == 0) {
        dump->source = site_reader(rules, dump->source, dump->document.final_url);
        code = stage->dump(dump);
    }
    ruleset_free(rules);
    return code;
}

static enum exit_code dump_run(const struct call *call)
{
    const struct stage *stage = find_stage(call);
    if (!stage)
        return EXIT_USAGE;
    const char *path = call->options->words[1], *base = options_text(call->options, "base");
    struct dump dump = {.call = call};
    const char *problem = input_file(path, base ? base : path, &dump.document, call->arena);
    if (problem) {
        diags_add(call->diags, SEVERITY_ERROR, "input", NULL, "%s", problem);
        return EXIT_PROBLEMS;
    }
    dump.document.content_type = options_text(call->options, "content-type");
    if (stage->needs_rules || options_has(call->options, "source"))
        return dump_with_rules(&dump, stage);
    return stage->dump(&dump);
}

const struct command dump_command = {
    .name = "dump",
    .summary = "show what one stage makes of a file, for those who write rules",
    .synopsis = "document|article|mentions|facts|feed FILE [OPTION]...",
    .text = "document  the file's hash and encoding\n"
            "article   title, authors and dates, then the text, one block a line\n"
            "mentions  what rules can speak of, with its place in the text\n"
            "facts     relations and percentages as rules' tests spell them, with the rule\n"
            "feed      the entries of an RSS, Atom or JSON feed, one JSON object a line\n",
    .examples = "  newsledger dump article page.html --base https://news.example/1\n"
                "  newsledger dump facts page.html --rules ./rules\n"
                "  newsledger dump feed feed.xml --content-type application/rss+xml\n",
    .options = {dump_options},
    .run = dump_run,
};
