#include "cli/site_survey.h"

#include <string.h>

#include "base/text.h"
#include "cli/input.h"
#include "fetch/http.h"
#include "fetch/url.h"

/* A shorter text is a teaser, a video's caption or a page of errors. */
#define ARTICLE_TEXT_MIN 200

/* Text beside which that many headlines are links to further articles. */
#define TEXT_PER_HEADLINE 200

#define FEEDS_TRIED 3

struct surveyor {
    const struct call *call;
    struct arena *arena;
    struct http *http;
    struct site_survey *survey;
};

/* A request's answer. */
struct answer {
    struct surveyor *surveyor;
    struct document *document; /* NULL when it failed */
};

static const char *copy(struct arena *arena, const char *text)
{
    return arena_strdup(arena, text);
}

static void take(const struct http_response *response, void *context)
{
    struct answer *answer = context;
    struct arena *arena = answer->surveyor->arena;
    if (!response->document) {
        diags_add(answer->surveyor->call->diags, SEVERITY_WARNING, "fetch", response->url, "%s",
                  response->message ? response->message : "no answer");
        return;
    }
    struct document *document = arena_alloc(arena, sizeof(*document));
    *document = *response->document;
    document->url = copy(arena, document->url);
    document->final_url = copy(arena, document->final_url);
    document->content_type = copy(arena, document->content_type);
    document->headers = NULL;
    document->body = arena_strndup(arena, document->body, document->body_len);
    answer->document = document;
}

/* Asks for all at once; each site is asked for one page after the other all the same. */
static void fetch(struct surveyor *surveyor, const char *const *urls, size_t count,
                  struct answer *answers)
{
    for (size_t i = 0; i < count; i++) {
        answers[i] = (struct answer){.surveyor = surveyor};
        http_get(surveyor->http, &(struct http_request){.url = urls[i]}, take, &answers[i]);
    }
    http_perform(surveyor->http);
}

static const struct document *start(struct surveyor *surveyor, const char *word, const char *url)
{
    struct arena *arena = surveyor->arena;
    if (url_is_http(word)) {
        struct answer answer;
        surveyor->survey->fetched = true;
        fetch(surveyor, &word, 1, &answer);
        return answer.document;
    }
    struct document *document = arena_alloc(arena, sizeof(*document));
    const char *problem = input_file(word, url ? url : word, document, arena);
    if (problem)
        diags_add(surveyor->call->diags, SEVERITY_ERROR, "new", NULL, "%s", problem);
    return problem ? NULL : document;
}

static const struct feed *read_feed(struct surveyor *surveyor, const struct document *document)
{
    struct diags *ignored = diags_new();
    const char *base = url_is_http(document->final_url) ? document->final_url : NULL;
    const struct feed *feed = feed_parse(document->body, document->body_len, document->content_type,
                                         base, false, surveyor->arena, ignored);
    diags_free(ignored);
    return feed && feed->entry_count > 0 && !feed->of_sitemaps ? feed : NULL;
}

/* The first of the feeds that the page links to that is one, with entries. */
static void find_feed(struct surveyor *surveyor)
{
    struct site_survey *survey = surveyor->survey;
    const struct discovery *discovery = survey->discovery;
    for (size_t i = 0; i < discovery->feed_count && i < FEEDS_TRIED && !survey->feed; i++) {
        struct answer answer;
        fetch(surveyor, &discovery->feeds[i].url, 1, &answer);
        survey->feed = answer.document ? read_feed(surveyor, answer.document) : NULL;
        survey->feed_url = survey->feed ? answer.document->url : NULL;
    }
}

static const struct article *read_page(struct surveyor *surveyor, const struct document *document)
{
    struct diags *ignored = diags_new();
    const struct article *article = article_read(document, NULL, surveyor->arena, ignored);
    diags_free(ignored);
    return article;
}

/* A list has more headlines than its own text is worth. */
static bool is_article(const struct site_survey *survey, const struct article *article)
{
    const struct discovery *discovery = survey->discovery;
    return article->text_len >= ARTICLE_TEXT_MIN &&
           (discovery->says_article || discovery->url_count == 0 ||
            discovery->headlines * TEXT_PER_HEADLINE < article->text_len);
}

static void add_page(struct surveyor *surveyor, const struct document *document,
                     const struct feed_entry *entry)
{
    struct site_survey *survey = surveyor->survey;
    if (read_page(surveyor, document)->text_len < ARTICLE_TEXT_MIN) {
        diags_add(surveyor->call->diags, SEVERITY_NOTE, "new", document->url,
                  "no article, or a very short one: it is not looked at");
        return;
    }
    survey->pages[survey->page_count++] =
        (struct propose_page){.document = document,
                              .title = entry ? entry->title : NULL,
                              .published = entry ? entry->published : NULL};
}

/* An article may have been named, and be in its site's feed as well. */
static bool is_known(const struct site_survey *survey, const char *url)
{
    for (size_t i = 0; i < survey->page_count; i++)
        if (strcmp(survey->pages[i].document->url, url) == 0 ||
            strcmp(survey->pages[i].document->final_url, url) == 0)
            return true;
    return false;
}

/* Fetches articles, each with its entry in a feed (or NULL), until there are `most`. */
static void add_pages(struct surveyor *surveyor, const char *const *urls,
                      const struct feed_entry *const *entries, size_t count, size_t most)
{
    struct site_survey *survey = surveyor->survey;
    struct answer answers[SURVEY_PAGES_MAX];
    const char *wanted[SURVEY_PAGES_MAX] = {NULL};
    const struct feed_entry *known[SURVEY_PAGES_MAX] = {NULL};
    size_t asked = 0;
    for (size_t i = 0; i < count && survey->page_count + asked < most; i++) {
        if (is_known(survey, urls[i]))
            continue;
        wanted[asked] = urls[i];
        known[asked++] = entries ? entries[i] : NULL;
    }
    fetch(surveyor, wanted, asked, answers);
    for (size_t i = 0; i < asked; i++)
        if (answers[i].document)
            add_page(surveyor, answers[i].document, known[i]);
}

static void add_entries(struct surveyor *surveyor, size_t most)
{
    const struct feed *feed = surveyor->survey->feed;
    const char *urls[SURVEY_PAGES_MAX];
    const struct feed_entry *entries[SURVEY_PAGES_MAX];
    size_t count = 0;
    for (size_t i = 0; i < feed->entry_count && count < SURVEY_PAGES_MAX; i++) {
        if (!feed->entries[i].link || !url_is_http(feed->entries[i].link))
            continue;
        urls[count] = feed->entries[i].link;
        entries[count++] = &feed->entries[i];
    }
    add_pages(surveyor, urls, entries, count, most);
}

/* A file may say itself where it comes from. */
static void take_canonical(struct surveyor *surveyor, const struct article *article)
{
    struct site_survey *survey = surveyor->survey;
    if (url_is_http(survey->start->final_url) || !url_is_http(article->url))
        return;
    struct document *document = arena_alloc(surveyor->arena, sizeof(*document));
    *document = *survey->start;
    document->url = document->final_url = article->url;
    survey->start = document;
}

static void survey_page(struct surveyor *surveyor, size_t most)
{
    struct site_survey *survey = surveyor->survey;
    const struct article *read = read_page(surveyor, survey->start);
    take_canonical(surveyor, read);
    survey->discovery = discover_page(survey->start, surveyor->arena);
    bool article = is_article(survey, read);
    if (article)
        add_page(surveyor, survey->start, NULL);
    find_feed(surveyor);
    survey->index = !article && !survey->feed;
    if (survey->feed)
        add_entries(surveyor, most);
    else
        add_pages(surveyor, survey->discovery->urls, NULL, survey->discovery->url_count, most);
}

static struct http *open_http(const struct config *config)
{
    struct http_options options = http_defaults();
    options.contact = config->contact;
    options.allowed = config->allow_addresses;
    options.host_delay_ms = (long)(config->host_delay * 1000);
    return http_new(&options);
}

const struct site_survey *site_survey(const struct call *call, const char *word, const char *url,
                                      size_t most)
{
    struct site_survey *survey = arena_alloc(call->arena, sizeof(*survey));
    struct surveyor surveyor = {
        .call = call, .arena = call->arena, .http = open_http(&call->config), .survey = survey};
    most = most < SURVEY_PAGES_MAX ? most : SURVEY_PAGES_MAX;
    survey->start = start(&surveyor, word, url);
    if (survey->start) {
        survey->feed = read_feed(&surveyor, survey->start);
        survey->feed_url = url_is_http(survey->start->url) ? survey->start->url : NULL;
        if (survey->feed)
            add_entries(&surveyor, most);
        else
            survey_page(&surveyor, most);
    }
    http_free(surveyor.http);
    if (survey->page_count > 0)
        survey->proposals = propose_article(survey->pages, survey->page_count, call->arena);
    return survey->start ? survey : NULL;
}
