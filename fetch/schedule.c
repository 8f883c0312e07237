#include "fetch/schedule.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#define HOUR     (60L * 60)
#define DAY      (24 * HOUR)
#define THURSDAY 4

/* Polls without anything new before a source is asked less often; and how much less at most. */
#define UNCHANGED_MIN 4
#define SLOWER_MAX    4

#define DOUBLINGS_MAX 8

static int64_t longer(int64_t a, int64_t b)
{
    return a > b ? a : b;
}

/* A day at most, unless the user wants longer pauses. */
static int64_t bounded(int64_t seconds, long every)
{
    int64_t most = longer(DAY, every);
    return seconds < most ? seconds : most;
}

/* The value of a directive such as max-age=60; -1 where it is absent. */
static int64_t directive(const char *field, const char *name)
{
    size_t len = strlen(name);
    for (const char *at = field; at && *at; at += strcspn(at, ","), at += *at == ',') {
        at += strspn(at, " \t");
        if (strncasecmp(at, name, len) != 0)
            continue;
        if (at[len] == '=')
            return strtoll(at + len + 1 + (at[len + 1] == '"'), NULL, 10);
        if (at[len] == '\0' || strchr(" ,\t", at[len]))
            return 0;
    }
    return -1;
}

/* RFC 9111, section 4.2.1: how long an answer is fresh; 0 where nobody says so. */
static int64_t freshness(const struct schedule *schedule)
{
    if (directive(schedule->cache_control, "no-store") >= 0 ||
        directive(schedule->cache_control, "no-cache") >= 0)
        return 0;
    int64_t age = directive(schedule->cache_control, "max-age");
    if (age >= 0 || !schedule->expires)
        return age > 0 ? age : 0;
    int64_t expires = curl_getdate(schedule->expires, NULL);
    int64_t date = schedule->date ? curl_getdate(schedule->date, NULL) : -1;
    return expires < 0 ? 0 : longer(0, expires - (date < 0 ? schedule->now : date));
}

/* Longer by a quarter for each poll without anything new. */
static int64_t by_rhythm(const struct schedule *schedule)
{
    int64_t extra = schedule->unchanged - UNCHANGED_MIN;
    if (extra <= 0 || schedule->every >= DAY)
        return schedule->every;
    int64_t pause = schedule->every + schedule->every * extra / 4;
    int64_t most = bounded((int64_t)schedule->every * SLOWER_MAX, schedule->every);
    return pause < most ? pause : most;
}

/* The first time from then on that the feed does not exclude; of one that excludes all, any. */
static int64_t not_skipped(const struct schedule *schedule, int64_t time)
{
    int64_t at = time;
    for (int hours = 0; hours < 7 * 24; hours++, at = (at / HOUR + 1) * HOUR) {
        unsigned hour = (unsigned)(at / HOUR % 24);
        unsigned day = (unsigned)((at / DAY + THURSDAY) % 7); /* 1970 began with one */
        if (!(schedule->skip_hours >> hour & 1) && !(schedule->skip_days >> day & 1))
            return at;
    }
    return time;
}

int64_t schedule_after_answer(const struct schedule *schedule)
{
    int64_t pause = by_rhythm(schedule);
    pause = longer(pause, bounded(freshness(schedule), schedule->every));
    pause = longer(pause, bounded((int64_t)schedule->ttl * 60, schedule->every));
    return not_skipped(schedule, schedule->now + pause);
}

static int64_t asked_for(const struct schedule *schedule)
{
    char *end;
    if (!schedule->retry_after)
        return 0;
    int64_t pause = strtoll(schedule->retry_after, &end, 10);
    if (end == schedule->retry_after || *end)
        pause = (int64_t)curl_getdate(schedule->retry_after, NULL) - schedule->now;
    return pause < 0 ? 0 : pause < DAY ? pause : DAY;
}

/* From -10 to +10 per cent, the same for a source and a number of failures: FNV-1a. */
static int64_t jitter(const struct schedule *schedule, int64_t pause)
{
    uint32_t hash = 2166136261u;
    for (const char *c = schedule->id; *c; c++)
        hash = (hash ^ (unsigned char)*c) * 16777619u;
    hash = (hash ^ (uint32_t)schedule->failures) * 16777619u;
    return pause * ((int64_t)(hash % 2001) - 1000) / 10000;
}

int64_t schedule_after_failure(const struct schedule *schedule)
{
    int64_t pause = schedule->every;
    for (int64_t i = 1; i < schedule->failures && i <= DOUBLINGS_MAX; i++)
        pause *= 2;
    pause = bounded(pause, schedule->every);
    pause += jitter(schedule, pause);
    return schedule->now + longer(pause, asked_for(schedule));
}
