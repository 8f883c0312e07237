/* JSON Feed 1.1, https://www.jsonfeed.org/version/1.1/ */
#include <jansson.h>

#include <string.h>

#include "fetch/feed_reader.h"

/* A value takes up to 200 bytes; feeds have ten for each entry, and 100 entries. */
#define VALUES_MAX 100000

static const char *string_of(const json_t *object, const char *key)
{
    return json_string_value(json_object_get(object, key));
}

/* An id should be a string, but numbers are to be understood too. */
static const char *id_of(struct feed_reader *reader, const json_t *item)
{
    const json_t *id = json_object_get(item, "id");
    if (json_is_integer(id))
        return arena_printf(reader->arena, "%" JSON_INTEGER_FORMAT, json_integer_value(id));
    return arena_strdup(reader->arena, json_string_value(id));
}

static const char *title_of(struct feed_reader *reader, const json_t *object)
{
    return feed_reader_line(reader, feed_reader_text(reader, string_of(object, "title"), "text"));
}

static const char *content_of(struct feed_reader *reader, const json_t *item)
{
    const char *html = string_of(item, "content_html");
    return html ? feed_reader_text(reader, html, "html")
                : feed_reader_text(reader, string_of(item, "content_text"), "text");
}

static struct feed_entry read_item(struct feed_reader *reader, const json_t *item)
{
    const char *url = string_of(item, "url");
    bool texts = reader->texts;
    return (struct feed_entry){
        .title = title_of(reader, item),
        .link =
            feed_reader_link(reader, reader->base_url, url ? url : string_of(item, "external_url")),
        .id = id_of(reader, item),
        .published = feed_reader_date(reader, string_of(item, "date_published")),
        .updated = feed_reader_date(reader, string_of(item, "date_modified")),
        .summary = texts ? feed_reader_text(reader, string_of(item, "summary"), "text") : NULL,
        .content = texts ? content_of(reader, item) : NULL,
    };
}

/* Commas and colons outside of strings, and what brackets open: there are no more values. */
static size_t count_values(const char *text, size_t len)
{
    size_t count = 0;
    bool quoted = false;
    for (size_t i = 0; i < len; i++) {
        if (text[i] == '\\' && quoted)
            i++;
        else if (text[i] == '"')
            quoted = !quoted;
        else if (!quoted && text[i] && strchr(",:[{", text[i]))
            count++;
    }
    return count;
}

const char *feed_json_read(struct feed_reader *reader, const char *text, size_t len)
{
    json_error_t error;
    if (count_values(text, len) > VALUES_MAX)
        return "JSON of too many values";
    json_t *root = json_loadb(text, len, JSON_ALLOW_NUL, &error);
    const json_t *items = json_object_get(root, "items");
    const char *otherwise = root ? "JSON, but not JSON Feed" : "broken JSON";
    if (json_is_array(items)) {
        otherwise = NULL;
        reader->feed.title = title_of(reader, root);
        reader->feed.summary = feed_reader_text(reader, string_of(root, "description"), "text");
        reader->feed.id = arena_strdup(reader->arena, string_of(root, "feed_url"));
        reader->feed.link =
            feed_reader_link(reader, reader->base_url, string_of(root, "home_page_url"));
        size_t i;
        json_t *item;
        json_array_foreach(items, i, item)
        {
            struct feed_entry entry = read_item(reader, item);
            if (!feed_reader_add(reader, &entry))
                break;
        }
    }
    json_decref(root);
    return otherwise;
}
