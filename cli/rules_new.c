#include "cli/rules_new.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/date.h"
#include "base/file.h"
#include "base/text.h"
#include "cli/output.h"
#include "cli/site_survey.h"
#include "fetch/url.h"
#include "rules/draft.h"
#include "rules/site.h"

#define PAGES_DEFAULT 5
#define BODY_SHOWN    60 /* bytes of a body's beginning */

static const char *host_of(const struct site_survey *survey, struct arena *arena)
{
    const char *url =
        survey->page_count > 0 ? survey->pages[0].document->final_url : survey->start->final_url;
    char *host = url_is_http(url) ? url_host(url) : NULL;
    const char *text = arena_strdup(arena, host ? host : "");
    free(host);
    return text_starts(text, "www.") ? text + strlen("www.") : text;
}

/* An address's host as an id: "news.example" becomes "news-example". */
static const char *id_of(const char *host, struct arena *arena)
{
    char *id = arena_strdup(arena, *host ? host : "new");
    for (char *at = id; *at; at++)
        if (*at == '.' || *at == ':')
            *at = '-';
    return id;
}

static const struct article *first_article(const struct site_survey *survey)
{
    return survey->proposals ? survey->proposals->generic[0] : NULL;
}

static const char *name_of(const struct site_survey *survey, const char *host)
{
    const struct article *article = first_article(survey);
    if (survey->feed && survey->feed->title)
        return survey->feed->title;
    return article && article->publisher ? article->publisher : host;
}

static const char *evidence_of(const struct site_survey *survey, struct arena *arena)
{
    char now[DATE_TEXT_SIZE];
    date_text((int64_t)time(NULL), now);
    const char *of = "";
    if (survey->feed)
        of = arena_printf(arena, "the feed with %zu entries and ", survey->feed->entry_count);
    else if (survey->index)
        of = arena_printf(arena, "the index with %zu links and ", survey->discovery->url_count);
    return arena_printf(arena, "%s on %.10s: %s%zu %s", survey->fetched ? "fetched" : "read", now,
                        of, survey->page_count, survey->page_count == 1 ? "article" : "articles");
}

static void draft_fields(const struct site_survey *survey, struct draft *draft)
{
    static const enum draft_list lists[PROPOSE_FIELDS] = {DRAFT_TITLE, DRAFT_BODY, DRAFT_DATE,
                                                          DRAFT_AUTHOR};
    for (int field = 0; survey->proposals && field < PROPOSE_FIELDS; field++) {
        const struct proposal *proposal = &survey->proposals->fields[field];
        const char *name = propose_field_name((enum propose_field)field);
        if (proposal->holds == survey->page_count)
            draft_add(draft, lists[field], proposal->xpath);
        else if (proposal->xpath)
            draft_add(draft, DRAFT_REMARKS,
                      arena_printf(draft->arena, "%s: %s holds on %zu of %zu, not on %s", name,
                                   proposal->xpath, proposal->holds, survey->page_count,
                                   proposal->fails));
        else
            draft_add(draft, DRAFT_REMARKS,
                      arena_printf(draft->arena, "%s: nothing on the pages is named for it", name));
    }
}

static struct draft draft_of(const struct site_survey *survey, struct arena *arena)
{
    struct draft draft;
    const char *host = host_of(survey, arena);
    const struct article *article = first_article(survey);
    draft_begin(&draft, host, arena);
    draft.prune = false;
    draft.id = id_of(host, arena);
    draft.name = name_of(survey, host);
    draft.feed = survey->feed ? survey->feed_url : NULL;
    if (survey->index && survey->discovery->links) {
        draft.index = survey->start->url;
        draft.links = survey->discovery->links;
        draft.next = survey->discovery->next;
    }
    draft.language = article ? article->language : NULL;
    draft.evidence = evidence_of(survey, arena);
    draft.verified = survey->fetched && (draft.feed || draft.index) && survey->page_count > 0;
    draft_fields(survey, &draft);
    return draft;
}

/* What the proposed XPaths give of each article, for whoever judges them. */
static void show_page(const struct site_survey *survey, size_t index, struct arena *arena)
{
    const struct propose_page *page = &survey->pages[index];
    const struct article *article =
        propose_read(survey->proposals, survey->page_count, page, arena);
    fprintf(stderr, "%s\n", output_escaped(arena, page->document->url));
    fprintf(stderr, "    title   %s\n",
            output_escaped(arena, article->title ? article->title : "-"));
    fprintf(stderr, "    date    %s\n", article->published ? article->published : "-");
    fprintf(stderr, "    author ");
    for (size_t i = 0; i < article->author_count; i++)
        fprintf(stderr, "%s %s", i > 0 ? "," : "", output_escaped(arena, article->authors[i]));
    size_t line = strcspn(article->text, "\n"), shown = line < BODY_SHOWN ? line : BODY_SHOWN;
    while (shown > 0 && ((unsigned char)article->text[shown] & 0xC0) == 0x80)
        shown--;
    fprintf(stderr, "%s\n    body    %zu bytes in %zu blocks: %s …\n",
            article->author_count > 0 ? "" : " -", article->text_len, article->block_count,
            output_escaped(arena, arena_strndup(arena, article->text, shown)));
}

static void show(const struct site_survey *survey, struct arena *arena)
{
    const struct discovery *discovery = survey->discovery;
    for (size_t i = 0; discovery && i < discovery->feed_count; i++)
        fprintf(stderr, "feed: %s%s%s\n", output_escaped(arena, discovery->feeds[i].url),
                discovery->feeds[i].title ? ", " : "",
                discovery->feeds[i].title ? output_escaped(arena, discovery->feeds[i].title) : "");
    for (size_t i = 0; i < survey->page_count; i++)
        show_page(survey, i, arena);
    for (int field = 0; survey->proposals && field < PROPOSE_FIELDS; field++) {
        const struct proposal *proposal = &survey->proposals->fields[field];
        fprintf(stderr, "%-6s holds on %zu of %zu: %s\n",
                propose_field_name((enum propose_field)field), proposal->holds, survey->page_count,
                proposal->xpath ? proposal->xpath : "nothing found");
    }
}

static int put_out(const struct call *call, const struct buf *yaml)
{
    const char *path = options_text(call->options, "output");
    int error = 0;
    if (path)
        error = file_write(path, yaml->data, yaml->len);
    else
        fwrite(yaml->data, 1, yaml->len, stdout);
    if (error)
        diags_add(call->diags, SEVERITY_ERROR, "new", path, "cannot be written: %s",
                  strerror(-error));
    return error;
}

static void complain(const struct call *call, const struct site_survey *survey, const char *word)
{
    if (!survey)
        return; /* told already */
    diags_add(call->diags, SEVERITY_ERROR, "new", word,
              "no article was found: neither a feed, nor links like headlines, nor a text");
    diags_hint(call->diags, "name the feed, the page with the list of news, or an article");
}

enum exit_code rules_new(const struct call *call)
{
    const char *word = call->options->words[1];
    const struct site_survey *survey =
        site_survey(call, word, options_text(call->options, "url"),
                    (size_t)options_count(call->options, "pages", PAGES_DEFAULT));
    if (!survey || (survey->page_count == 0 && !survey->feed)) {
        complain(call, survey, word);
        return EXIT_PROBLEMS;
    }
    struct buf yaml = {0};
    struct draft draft = draft_of(survey, call->arena);
    if (!site_host_valid(draft.host)) {
        diags_add(call->diags, SEVERITY_ERROR, "new", word,
                  "the file does not say whose page it is");
        diags_hint(call->diags, "give its address: --url https://…");
        return EXIT_PROBLEMS;
    }
    show(survey, call->arena);
    buf_puts(&yaml, "sources:\n");
    draft_put(&draft, &yaml);
    int error = put_out(call, &yaml);
    buf_free(&yaml);
    return error || survey->page_count == 0 ? EXIT_PROBLEMS : EXIT_WELL;
}
