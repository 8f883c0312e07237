/*
 * schedule: when a source may be asked again, by what its user, its server, its feed and its own
 * rhythm say. Pure: time is handed in, in seconds since 1970.
 */
#ifndef FETCH_SCHEDULE_H
#define FETCH_SCHEDULE_H

#include <stdint.h>

/* Header fields are verbatim, NULL where they are absent. */
struct schedule {
    const char *id;      /* of the source, so that not all jitter alike */
    int64_t now;         /* when it was asked */
    long every;          /* seconds between two polls that its user wants */
    int64_t unchanged;   /* polls in a row that brought nothing new */
    int64_t failures;    /* in a row, this one included */
    long ttl;            /* minutes that the feed wants, or 0 */
    unsigned skip_hours; /* in which it is not to be asked: fetch/feed.h; so are the days */
    unsigned skip_days;
    const char *cache_control; /* RFC 9111, section 5.2 */
    const char *expires;       /* RFC 9111, section 5.3, counted from `date` */
    const char *date;
    const char *retry_after; /* RFC 9110, section 10.2.3 */
};

/*
 * After an answer: not before the time that the user wants, nor while the answer is fresh or the
 * feed's time to live lasts (a day at most: longer ones are slips, and news is wanted). A source
 * that had nothing new for some polls is asked less often, down to a quarter, or once a day. Hours
 * and days that the feed excludes are waited out.
 */
int64_t schedule_after_answer(const struct schedule *schedule);

/*
 * After a failure: twice as long with each one in a row, a day at most, ten per cent more or less
 * so that those which failed together do not come together; and not before Retry-After (a day at
 * most).
 */
int64_t schedule_after_failure(const struct schedule *schedule);

#endif
