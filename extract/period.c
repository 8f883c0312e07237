#include "extract/period.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "rules/pattern.h"

#define YEAR4   "(?:19[89]\\d|20[0-4]\\d)"
#define YEAR    "(?:" YEAR4 "|[\\x{2019}'](?:[0-4]\\d))"
#define SHORT   "[\\x{2019}']?(?:" YEAR4 "|[0-4]\\d)"
#define FISCAL  "(?:FY|(?i:fiscal(?: year)?))"
#define ORDINAL "(?i:first|second|third|fourth|1st|2nd|3rd|4th)"
#define FIGURE  "(?i:first|second|third|fourth|final|1st|2nd|3rd|4th|last)"
#define MONTH                                                                                      \
    "(?:Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?|July?|"         \
    "Aug(?:ust|\\.)?|Sept?(?:ember|\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?)"
#define LEAD "(?<![\\w.,$\\x{20AC}\\x{A3}%/#-])"
#define TAIL "(?![\\w%]|[.,]\\d|-(?:year|month|quarter|day)s?\\b)"

/* Each form of writing a period; earlier ones win where two begin at the same place. */
enum form {
    FORM_COMPARISON, /* no period: "year over year", "a year earlier" */
    FORM_FISCAL_QUARTER,
    FORM_QUARTER,
    FORM_QUARTER_WORDS,
    FORM_MONTHS,
    FORM_HALF,
    FORM_HALF_WORDS,
    FORM_FISCAL_YEAR,
    FORM_YEARS,
    FORM_DAY,
    FORM_MONTH,
    FORM_YEAR,
    FORM_RELATIVE,
    FORM_COUNT
};

static const char *const form_patterns[FORM_COUNT] = {
    [FORM_COMPARISON] =
        "(?i)\\b(?:(?:year|quarter|month|half)[- ](?:over|on|to)[- ](?:year|quarter|month|half)|"
        "(?:a|one|the previous|the prior|the preceding|the same|the year[- ]ago|the corresponding) "
        "(?:year|quarter|month|half|period)(?: (?:earlier|ago|before|of last year|last year|"
        "in the previous year|a year (?:earlier|ago)))?|"
        "(?:from|than|versus|vs\\.?|compared (?:with|to)) (?:the )?(?:last|previous|prior) "
        "(?:year|quarter|month|half)(?:'s|\\x{2019}s)?|(?:last|previous|prior) (?:year|quarter)"
        "(?:'s|\\x{2019}s))\\b",
    [FORM_FISCAL_QUARTER] = LEAD
    "(?:Q(?<q1>[1-4])(?: of)?[ -]?" FISCAL "[ -]?(?<y1>" SHORT ")|" FISCAL "[ -]?(?<y2>" SHORT
    ")[ -]?Q(?<q2>[1-4])|(?i:fiscal) (?:" FISCAL " )?(?<q3>" FIGURE
    ")[- ](?i:quarter)(?:,?(?: of)? (?<y3>" YEAR4 "))?|(?<q4>" FIGURE
    ")[- ](?i:quarter)(?: results)?,?(?: of| for| in)?(?: the| its)? " FISCAL "[ -]?(?<y4>" SHORT
    ")|" FISCAL "[ -]?(?<y5>" YEAR4 ")(?:'s|\\x{2019}s)? (?<q5>" FIGURE ")[- ](?i:quarter))" TAIL,
    [FORM_QUARTER] = LEAD
    "(?:(?<q1>[1-4])Q[ -]?(?<y1>" SHORT ")|Q(?<q2>[1-4])[ -]?(?:of )?(?<y2>[\\x{2019}']?"
    "(?:" YEAR4 "|(?<=[\\x{2019}'])\\d\\d|(?<=-|Q\\d)\\d\\d))|(?<y3>" YEAR4
    ")[ -]?Q(?<q3>[1-4])|(?<y4>" YEAR4 ")[ -](?<q4>[1-4])Q|Q(?<q5>[1-4])|(?<q6>[1-4])Q)" TAIL,
    [FORM_QUARTER_WORDS] = LEAD
    "(?:(?<q1>" FIGURE ")[- ](?i:quarter)(?:,?(?: of| in)?(?: the year)?,? (?<y1>" YEAR4
    "))?|(?<y2>" YEAR4 ")(?:'s|\\x{2019}s)? (?<q2>" FIGURE ")[- ](?i:quarter)|"
    "(?<m>March|June|September|December)[- ](?i:quarter)(?:,?(?: of| in)? (?<y3>" YEAR4 "))?)" TAIL,
    [FORM_MONTHS] = LEAD
    "(?<m>January|April|July|October)(?:[-\\x{2013}]| to | through )(?<e>March|June|September|"
    "December)(?:,?(?: of| in)? (?<y>" YEAR4 "))?" TAIL,
    [FORM_HALF] =
        LEAD "(?:(?<h1>[12])H[ -]?(?<y1>" SHORT ")|H(?<h2>[12])[ -]?(?<y2>" SHORT ")|(?<y3>" YEAR4
             ")[ -]?(?:H(?<h3>[12])|(?<h4>[12])H)|(?<h5>[12])H|H(?<h6>[12])(?= of))" TAIL,
    [FORM_HALF_WORDS] =
        LEAD "(?:(?<h1>" FIGURE ")[- ](?i:half)(?:,?(?: of| in)?(?: the year)?,? (?<y1>" YEAR4
             "))?|(?<y2>" YEAR4 ")(?:'s|\\x{2019}s)? (?<h2>" FIGURE ")[- ](?i:half))" TAIL,
    [FORM_FISCAL_YEAR] = LEAD FISCAL "[ -]?(?<y>" SHORT ")(?<e>E)?" TAIL,
    [FORM_YEARS] = LEAD "(?:(?i:from |between )?(?<y>" YEAR4
                        ")(?: ?[-\\x{2013}\\x{2014}/] ?| (?i:to|and|through|until) )(?<z>" YEAR4
                        "|(?<=[-\\x{2013}])[0-4]\\d))" TAIL,
    [FORM_DAY] = LEAD "(?:" MONTH " \\d{1,2}(?:st|nd|rd|th)?(?:,? (?<y1>" YEAR4
                      "))?|\\d{1,2}(?:st|nd|rd|th)? " MONTH "(?:,? (?<y2>" YEAR4 "))?)" TAIL,
    [FORM_MONTH] = LEAD
    "(?:(?<m>" MONTH "),?(?: of)? (?<y>" YEAR
    ")|(?<=[Ii]n |[Dd]uring |[Ss]ince |[Ff]or |[Uu]ntil |[Bb]y |[Ll]ast |[Tt]his |[Ii]n early "
    "|[Ii]n late |end of )(?<n>" MONTH ")|(?<n2>" MONTH
    ")(?= (?:sales|revenues?|results|shipments|exports|orders|figures)\\b))" TAIL,
    [FORM_YEAR] = LEAD "(?:(?:the year|year|calendar|CY)[ -]?)?(?<y>" YEAR ")(?:E|F)?" TAIL,
    [FORM_RELATIVE] =
        "(?i)(?<![\\w-])(?:(?<w>this|the current|current|next|the coming|coming|the "
        "following|last|the past|that) "
        "(?<u>year|quarter|half|month)|(?<r>the year)(?= as a whole)|(?<t>today))" TAIL,
};

struct period_reader {
    struct pattern *forms[FORM_COUNT];
};

struct period_reader *period_reader_new(void)
{
    struct period_reader *reader = mem_alloc(sizeof(*reader));
    struct diags *diags = diags_new();
    struct position nowhere = {.file = "period"};
    for (int i = 0; i < FORM_COUNT; i++) {
        reader->forms[i] = pattern_new(form_patterns[i], &nowhere, diags);
        if (!reader->forms[i]) {
            diags_print(stderr, diags);
            mem_die("a pattern of periods does not compile");
        }
    }
    diags_free(diags);
    return reader;
}

void period_reader_free(struct period_reader *reader)
{
    if (!reader)
        return;
    for (int i = 0; i < FORM_COUNT; i++)
        pattern_free(reader->forms[i]);
    free(reader);
}

/* A match of one form: the group of a name, with "q" standing for q1, q2 … whichever matched. */
struct form_match {
    const struct pattern *pattern;
    const char *text;
    const struct span *spans;
};

static bool group(const struct form_match *match, const char *name, struct span *span)
{
    char numbered[16];
    for (int i = 0; i <= 6; i++) {
        snprintf(numbered, sizeof(numbered), i ? "%.8s%d" : "%.8s", name, i);
        int number = pattern_group(match->pattern, numbered);
        if (number >= 0 && match->spans[number].start != PATTERN_UNSET) {
            *span = match->spans[number];
            return true;
        }
    }
    return false;
}

static int two_digits(const char *text)
{
    return (text[0] - '0') * 10 + (text[1] - '0');
}

/* "2025", "25", "'25" (either apostrophe) or 0 where the group took no part. */
static int year_of(const struct form_match *match, const char *name)
{
    struct span span;
    if (!group(match, name, &span))
        return 0;
    const char *digits = match->text + span.end - 2;
    if (span.end - span.start >= 4 && digits[-1] >= '0' && digits[-1] <= '9')
        return two_digits(digits - 2) * 100 + two_digits(digits);
    return 2000 + two_digits(digits);
}

/* "3", "third", "3rd": their number; "final" and "last" are the last of `parts`. */
static int part_of(const struct form_match *match, const char *name, int parts)
{
    static const char *const words[] = {"first", "second", "third", "fourth"};
    struct span span;
    if (!group(match, name, &span))
        return 0;
    const char *word = match->text + span.start;
    if (*word >= '1' && *word <= '4')
        return *word - '0';
    for (int i = 0; i < 4; i++)
        if (strncasecmp(word, words[i], strlen(words[i])) == 0)
            return i + 1;
    return parts;
}

static int month_of(const struct form_match *match, const char *name)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    struct span span;
    if (!group(match, name, &span))
        return 0;
    for (int i = 0; i < 12; i++)
        if (strncmp(match->text + span.start, months[i], 3) == 0)
            return i + 1;
    return 0;
}

static struct period read_relative(const struct form_match *match)
{
    static const enum period_unit units[] = {
        ['y'] = PERIOD_YEAR, ['q'] = PERIOD_QUARTER, ['h'] = PERIOD_HALF, ['m'] = PERIOD_MONTH};
    struct period period = {.unit = PERIOD_YEAR, .is_relative = true};
    struct span word, unit;
    if (!group(match, "u", &unit) || !group(match, "w", &word))
        return period;
    period.unit = units[(unsigned char)(match->text[unit.start] | 0x20)];
    const char *which = match->text + word.start;
    period.that = strncasecmp(which, "that", 4) == 0;
    if (strncasecmp(which, "the ", 4) == 0)
        which += 4;
    switch (*which | 0x20) {
    case 'n': /* next */
    case 'f': /* following */
        period.relative = 1;
        break;
    case 'l': /* last */
    case 'p': /* past */
        period.relative = -1;
        break;
    default: /* this, current; "coming" is the one ahead */
        period.relative = strncasecmp(which, "coming", 6) == 0;
    }
    return period;
}

/* "July-September" is a quarter, "January to June" a half; other spans are nothing of that kind. */
static void read_months(const struct form_match *match, struct period *period)
{
    int first = month_of(match, "m"), last = month_of(match, "e");
    period->unit = last - first == 2 ? PERIOD_QUARTER : PERIOD_HALF;
    period->part = last - first == 2 ? last / 3 : last - first == 5 ? last / 6 : 0;
}

static struct period read_form(enum form form, const struct form_match *match)
{
    struct period period = {.unit = PERIOD_YEAR, .year = year_of(match, "y")};
    switch (form) {
    case FORM_FISCAL_QUARTER:
        period.fiscal = true;
        period.unit = PERIOD_QUARTER;
        period.part = part_of(match, "q", 4);
        break;
    case FORM_QUARTER:
    case FORM_QUARTER_WORDS:
        period.unit = PERIOD_QUARTER;
        period.part = part_of(match, "q", 4);
        if (period.part == 0) /* "the March quarter" */
            period.part = month_of(match, "m") / 3;
        break;
    case FORM_MONTHS:
        read_months(match, &period);
        break;
    case FORM_HALF:
    case FORM_HALF_WORDS:
        period.unit = PERIOD_HALF;
        period.part = part_of(match, "h", 2);
        break;
    case FORM_FISCAL_YEAR:
        period.fiscal = true;
        break;
    case FORM_YEARS:
        period.last_year = year_of(match, "z");
        break;
    case FORM_MONTH:
        period.unit = PERIOD_MONTH;
        period.part = month_of(match, "m");
        if (period.part == 0)
            period.part = month_of(match, "n");
        break;
    case FORM_RELATIVE:
        return read_relative(match);
    default:
        break;
    }
    return period;
}

/* Whether the form tells of a time span at all: a day and a comparison do not. */
static bool is_period(enum form form, const struct period *period)
{
    if (form == FORM_COMPARISON || form == FORM_DAY)
        return false;
    if (form == FORM_YEARS)
        return period->last_year > period->year;
    if (form == FORM_MONTHS)
        return period->part > 0;
    return !(period->unit == PERIOD_HALF && period->part > 2);
}

bool period_next(const struct period_reader *reader, const char *text, size_t end, size_t *start,
                 size_t *at, struct period *period)
{
    struct span spans[PATTERN_GROUPS_MAX], best[PATTERN_GROUPS_MAX];
    while (*at < end) {
        int form = -1;
        for (int i = 0; i < FORM_COUNT; i++) {
            if (pattern_search(reader->forms[i], text, end, *at, spans) != PATTERN_MATCH)
                continue;
            if (form < 0 || spans[0].start < best[0].start) {
                form = i;
                memcpy(best, spans, sizeof(best));
            }
        }
        if (form < 0)
            return false;
        struct form_match match = {reader->forms[form], text, best};
        *start = best[0].start;
        *at = best[0].end;
        *period = read_form((enum form)form, &match);
        if (is_period((enum form)form, period))
            return true;
        if (form == FORM_YEARS) /* "2021/2019": take the first alone */
            *at = best[0].start + 4;
    }
    return false;
}

struct period_now period_now(const char *date)
{
    struct period_now now = {0};
    if (date && strlen(date) >= 7) {
        now.year = atoi(date);
        now.month = atoi(date + 5);
    }
    return now;
}

int period_parts(const struct period *period)
{
    switch (period->unit) {
    case PERIOD_HALF:
        return 2;
    case PERIOD_QUARTER:
        return 4;
    case PERIOD_MONTH:
        return 12;
    default:
        return 1;
    }
}

void period_shift(struct period *period, int units)
{
    int parts = period_parts(period);
    int index = period->year * parts + (parts > 1 ? period->part - 1 : 0) + units;
    period->year = index / parts;
    period->part = parts > 1 ? index % parts + 1 : 0;
    if (period->last_year)
        period->last_year += units;
}

static bool resolve_relative(struct period *period, struct period_now now)
{
    if (now.year == 0)
        return false;
    int parts = period_parts(period);
    period->year = now.year;
    period->part = parts > 1 ? (now.month - 1) * parts / 12 + 1 : 0;
    period->is_relative = false;
    period_shift(period, period->relative);
    return true;
}

void period_resolve_fiscal(struct period *quarter, const struct period *named)
{
    int distance = named->unit == PERIOD_QUARTER ? quarter->part - named->part : 0;
    quarter->fiscal = true;
    quarter->year = named->year + (distance <= -3) - (distance >= 3);
}

/* A month named without its year is the one nearest to now: "in November", said in January. */
static int nearest_year(const struct period *period, struct period_now now)
{
    if (period->unit == PERIOD_MONTH && period->part > now.month + 6)
        return now.year - 1;
    if (period->unit == PERIOD_QUARTER && period->part == 4 && now.month <= 2)
        return now.year - 1;
    return now.year;
}

bool period_resolve(struct period *period, const struct period *near, struct period_now now)
{
    if (period->that && near && near->year != 0 && !near->is_relative &&
        (near->unit == period->unit || period->unit == PERIOD_YEAR)) {
        *period = *near;
        return true;
    }
    if (period->is_relative)
        return !period->that && resolve_relative(period, now);
    if (period->year != 0)
        return true;
    if (near && near->year != 0 && !near->is_relative)
        period->year = near->last_year ? near->last_year : near->year;
    else if (now.year != 0)
        period->year = nearest_year(period, now);
    return period->year != 0;
}

void period_text(const struct period *period, char out[PERIOD_TEXT_SIZE])
{
    const char *fiscal = period->fiscal ? "FY" : "";
    switch (period->unit) {
    case PERIOD_HALF:
        snprintf(out, PERIOD_TEXT_SIZE, "%s%d-H%d", fiscal, period->year, period->part);
        break;
    case PERIOD_QUARTER:
        snprintf(out, PERIOD_TEXT_SIZE, "%s%d-Q%d", fiscal, period->year, period->part);
        break;
    case PERIOD_MONTH:
        snprintf(out, PERIOD_TEXT_SIZE, "%s%d-%02d", fiscal, period->year, period->part);
        break;
    default:
        snprintf(out, PERIOD_TEXT_SIZE, period->last_year ? "%s%d/%d" : "%s%d", fiscal,
                 period->year, period->last_year);
    }
}

/* -1: the period ended before now; 0: now is in it, or nothing is known; 1: it is still to come. */
static int compare(const struct period *period, struct period_now now)
{
    int parts = period_parts(period);
    int last_year = period->last_year ? period->last_year : period->year;
    if (now.year == 0 || period->year == 0)
        return 0;
    if (period->fiscal && parts > 1) /* which months it has is unknown */
        parts = 1;
    int part = parts > 1 ? period->part - 1 : 0, now_part = (now.month - 1) * parts / 12;
    if (last_year * parts + part < now.year * parts + now_part)
        return -1;
    return period->year * parts + part > now.year * parts + now_part + period->fiscal;
}

bool period_is_future(const struct period *period, struct period_now now)
{
    return compare(period, now) > 0;
}

bool period_is_past(const struct period *period, struct period_now now)
{
    return compare(period, now) < 0;
}
