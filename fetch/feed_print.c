#include <jansson.h>

#include "fetch/feed.h"

static void set(json_t *object, const char *key, const char *text)
{
    if (text)
        json_object_set_new(object, key, json_string(text));
}

static void print(FILE *out, json_t *object)
{
    json_dumpf(object, out, JSON_COMPACT);
    fputc('\n', out);
    json_decref(object);
}

void feed_print_ndjson(FILE *out, const struct feed *feed)
{
    json_t *head = json_object();
    set(head, "title", feed->title);
    set(head, "link", feed->link);
    set(head, "id", feed->id);
    set(head, "summary", feed->summary);
    set(head, "published", feed->published);
    set(head, "updated", feed->updated);
    print(out, json_pack("{s:o}", "feed", head));

    for (size_t i = 0; i < feed->entry_count; i++) {
        const struct feed_entry *entry = &feed->entries[i];
        json_t *object = json_object();
        set(object, "title", entry->title);
        set(object, "link", entry->link);
        set(object, "id", entry->id);
        set(object, "published", entry->published);
        set(object, "updated", entry->updated);
        set(object, "summary", entry->summary);
        set(object, "content", entry->content);
        print(out, object);
    }
}
