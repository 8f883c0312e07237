#include "fetch/robots.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"

/* Eight times the longest address of old browsers; the rest of a longer line is ignored. */
#define LINE_MAX_BYTES ((size_t)2083 * 8 - 1)

/* A group may repeat itself without end; each rule is tried on each page. */
#define RULES_MAX 20000

struct robots_rule {
    const char *pattern; /* "*" stands for anything, "$" at its end for the end */
    bool allow;
};

struct rule_list {
    struct robots_rule *items;
    size_t count;
    size_t capacity;
    double delay;
};

struct robots {
    struct rule_list rules;
    bool closed;
};

/* One reading: which groups the lines at hand belong to. */
struct reading {
    struct arena *arena;
    const char *agent;
    struct rule_list own;    /* of groups that name the agent */
    struct rule_list others; /* of groups for "*" */
    bool in_own;
    bool in_others;
    bool rules_begun; /* the next user-agent begins another group */
    bool own_seen;    /* others do not matter any more */
};

/* ---- lines */

enum key { KEY_UNKNOWN, KEY_AGENT, KEY_ALLOW, KEY_DISALLOW, KEY_DELAY };

/* Keys as they are written; a key counts by its beginning. */
static enum key key_of(const char *key)
{
    static const struct {
        const char *spelling;
        enum key key;
    } keys[] = {
        {"user-agent", KEY_AGENT},  {"useragent", KEY_AGENT},   {"user agent", KEY_AGENT},
        {"allow", KEY_ALLOW},       {"disallow", KEY_DISALLOW}, {"dissallow", KEY_DISALLOW},
        {"dissalow", KEY_DISALLOW}, {"disalow", KEY_DISALLOW},  {"diasllow", KEY_DISALLOW},
        {"disallaw", KEY_DISALLOW}, {"crawl-delay", KEY_DELAY},
    };
    for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++)
        if (strncasecmp(key, keys[i].spelling, strlen(keys[i].spelling)) == 0)
            return keys[i].key;
    return KEY_UNKNOWN;
}

static char *trim(char *text)
{
    while (isspace((unsigned char)*text))
        text++;
    size_t len = strlen(text);
    while (len > 0 && isspace((unsigned char)text[len - 1]))
        text[--len] = '\0';
    return text;
}

/* Cuts a line into key and value. A blank will do for the colon where there are just two words. */
static bool split(char *line, char **key, char **value)
{
    line[strcspn(line, "#")] = '\0';
    line = trim(line);
    char *colon = strchr(line, ':');
    if (!colon) {
        colon = line + strcspn(line, " \t");
        const char *second = colon + strspn(colon, " \t");
        if (!*second || strpbrk(second, " \t"))
            return false;
    }
    if (!*colon)
        return false;
    *colon = '\0';
    *key = trim(line);
    *value = trim(colon + 1);
    return **key != '\0';
}

/* ---- patterns and paths: what is not ASCII is escaped, and escapes are in capitals */

static const char *normalize(const char *text, struct arena *arena)
{
    struct buf out = {0};
    for (size_t i = 0; text[i]; i++) {
        unsigned char c = (unsigned char)text[i];
        bool escape = c == '%' && isxdigit((unsigned char)text[i + 1]) &&
                      isxdigit((unsigned char)text[i + 2]);
        if (escape) {
            buf_printf(&out, "%%%c%c", toupper((unsigned char)text[i + 1]),
                       toupper((unsigned char)text[i + 2]));
            i += 2;
        } else if (c >= 0x80) {
            buf_printf(&out, "%%%02X", c);
        } else {
            buf_putc(&out, (char)c);
        }
    }
    const char *copy = arena_strdup(arena, buf_text(&out));
    buf_free(&out);
    return copy;
}

/* Path and query of an address, "/" where there is none. */
static const char *path_of(const char *url, struct arena *arena)
{
    size_t start = strncmp(url, "//", 2) == 0 ? 2 : 0;
    const char *scheme = strstr(url + start, "://");
    const char *early = strpbrk(url + start, "/?;");
    if (scheme && (!early || scheme < early))
        start = (size_t)(scheme - url) + strlen("://");
    const char *fragment = strchr(url, '#'), *path = strpbrk(url + start, "/?;");
    if (!path || (fragment && fragment < path))
        return "/";
    size_t len = fragment ? (size_t)(fragment - path) : strlen(path);
    return arena_printf(arena, "%s%.*s", *path == '/' ? "" : "/", (int)len, path);
}

/*
 * Whether the pattern matches the beginning of the path. On a mismatch behind a "*" only the last
 * star is tried further on, so that the time is at most the product of the lengths.
 */
static bool matches(const char *pattern, const char *path)
{
    const char *star = NULL, *retry = NULL;
    for (;;) {
        if (*pattern == '*') {
            star = ++pattern;
            retry = path;
        } else if (!*pattern || (pattern[0] == '$' && !pattern[1] && !*path)) {
            return true;
        } else if (*path && *pattern == *path) {
            pattern++;
            path++;
        } else if (star && *retry) {
            path = ++retry;
            pattern = star;
        } else {
            return false;
        }
    }
}

/* ---- groups */

static void add_rule(struct reading *reading, struct rule_list *list, const char *pattern,
                     bool allow)
{
    if (list->count == RULES_MAX)
        return;
    list->items =
        arena_grow(reading->arena, list->items, list->count, &list->capacity, sizeof(*list->items));
    list->items[list->count++] = (struct robots_rule){pattern, allow};
}

/* "Foo/1.2 (x)" names the agent Foo. */
static bool names_agent(const char *value, const char *agent)
{
    size_t len = 0;
    while (isalpha((unsigned char)value[len]) || value[len] == '-' || value[len] == '_')
        len++;
    return len > 0 && strlen(agent) == len && strncasecmp(value, agent, len) == 0;
}

static void take_agent(struct reading *reading, const char *value)
{
    if (reading->rules_begun)
        reading->in_own = reading->in_others = reading->rules_begun = false;
    if (value[0] == '*' && (!value[1] || isspace((unsigned char)value[1])))
        reading->in_others = true;
    else if (names_agent(value, reading->agent))
        reading->in_own = reading->own_seen = true;
}

/* "Allow: /index.html" allows the folder by its own name, too. */
static void take_rule(struct reading *reading, const char *value, bool allow)
{
    if (!reading->in_own && !reading->in_others)
        return;
    reading->rules_begun = true;
    if (!*value)
        return;
    const char *pattern = normalize(value, reading->arena), *slash = strrchr(pattern, '/');
    struct rule_list *lists[] = {reading->in_own ? &reading->own : NULL,
                                 reading->in_others ? &reading->others : NULL};
    for (size_t i = 0; i < 2; i++) {
        if (!lists[i])
            continue;
        add_rule(reading, lists[i], pattern, allow);
        if (allow && slash && strncmp(slash, "/index.htm", strlen("/index.htm")) == 0)
            add_rule(reading, lists[i],
                     arena_printf(reading->arena, "%.*s$", (int)(slash - pattern) + 1, pattern),
                     true);
    }
}

static void take_delay(struct reading *reading, const char *value)
{
    double delay = strtod(value, NULL);
    if (!(delay > 0))
        return;
    if (reading->in_own)
        reading->own.delay = delay;
    if (reading->in_others)
        reading->others.delay = delay;
}

static void take_line(struct reading *reading, char *line)
{
    char *key, *value;
    if (!split(line, &key, &value))
        return;
    switch (key_of(key)) {
    case KEY_AGENT:
        take_agent(reading, value);
        break;
    case KEY_ALLOW:
        take_rule(reading, value, true);
        break;
    case KEY_DISALLOW:
        take_rule(reading, value, false);
        break;
    case KEY_DELAY:
        take_delay(reading, value);
        break;
    case KEY_UNKNOWN:
        break;
    }
}

const struct robots *robots_parse(const char *bytes, size_t len, const char *agent,
                                  struct arena *arena)
{
    static const char mark[] = "\xEF\xBB\xBF";
    struct reading reading = {.arena = arena, .agent = agent};
    size_t at = 0;
    /* Some editors write half of a byte order mark. */
    while (at < len && at < 3 && bytes[at] == mark[at])
        at++;
    len = len < ROBOTS_BYTES_MAX ? len : ROBOTS_BYTES_MAX;
    while (at < len) {
        size_t end = at;
        while (end < len && bytes[end] != '\n' && bytes[end] != '\r')
            end++;
        size_t line_len = end - at < LINE_MAX_BYTES ? end - at : LINE_MAX_BYTES;
        take_line(&reading, arena_strndup(arena, bytes + at, line_len));
        at = end + 1;
    }
    struct robots *robots = arena_alloc(arena, sizeof(*robots));
    robots->rules = reading.own_seen ? reading.own : reading.others;
    return robots;
}

const struct robots *robots_closed(struct arena *arena)
{
    struct robots *robots = arena_alloc(arena, sizeof(*robots));
    robots->closed = true;
    return robots;
}

bool robots_allow(const struct robots *robots, const char *url)
{
    size_t best = 0;
    bool allow = true;
    if (robots->closed)
        return false;
    struct arena *arena = arena_new();
    const char *path = path_of(url, arena);
    for (size_t i = 0; i < robots->rules.count; i++) {
        const struct robots_rule *rule = &robots->rules.items[i];
        size_t len = strlen(rule->pattern);
        if (len < best || (len == best && (allow || !rule->allow)) || !matches(rule->pattern, path))
            continue;
        best = len;
        allow = rule->allow;
    }
    arena_free(arena);
    return allow;
}

double robots_delay(const struct robots *robots)
{
    return robots->rules.delay;
}
