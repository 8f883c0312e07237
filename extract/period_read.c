/* Reads periods out of a text: period_next of extract/period.h. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "extract/period.h"
#include "rules/pattern.h"

#define YEAR4   "(?:19[89]\\d|20[0-4]\\d)"
#define YEAR    "(?:" YEAR4 "|[\\x{2019}'](?:[0-4]\\d))"
#define SHORT   "[\\x{2019}']?(?:" YEAR4 "|[0-4]\\d)"
#define FISCAL  "(?:FY|(?i:fiscal(?: year)?))"
#define ORDINAL "(?i:first|second|third|fourth|final|1st|2nd|3rd|4th|last(?=.(?:quarter|half) of ))"
#define MONTH                                                                                      \
    "(?:Jan(?:uary|\\.)?|Feb(?:ruary|\\.)?|Mar(?:ch|\\.)?|Apr(?:il|\\.)?|May|June?|July?|"         \
    "Aug(?:ust|\\.)?|Sept?(?:ember|\\.)?|Oct(?:ober|\\.)?|Nov(?:ember|\\.)?|Dec(?:ember|\\.)?)"
#define FULL_MONTH                                                                                 \
    "(?:January|February|March|April|May|June|July|August|September|October|November|December)"
#define DAY  "\\d{1,2}(?:st|nd|rd|th)?"
#define S    "(?:'s|\\x{2019}s)"
#define LEAD "(?<![\\w.,$\\x{20AC}\\x{A3}%/#-])"
#define TAIL "(?![\\w%]|[.,]\\d|-(?:year|month|quarter|day)s?\\b)"

/* "third quarter" + OF_YEAR: "of 2025", ", 2025", "of last year"; the year and the word. */
#define OF_YEAR                                                                                    \
    "(?:,?(?: of| in)?(?: the| calendar)?(?: year)?,? (?<y1>" YEAR4                                \
    ")|(?i: of (?<w1>this|last|next|the current|the previous|the coming|the following) year))?"
/* "2025's third quarter", "last year's third quarter". */
#define YEAR_OF "(?:(?<y2>" YEAR4 ")(?:" S ")?|(?<w2>(?i:this|last|next)) year" S ") "

/* Each form of writing a period; earlier ones win where two begin at the same place. */
enum form {
    FORM_SAME,       /* "the same quarter of 2024" */
    FORM_COMPARISON, /* no period: "year over year", "a year earlier" */
    FORM_FISCAL_QUARTER,
    FORM_QUARTER,
    FORM_QUARTER_WORDS,
    FORM_ELLIPSIS, /* "… in the third quarter and 5% in the fourth" */
    FORM_ENDED,    /* "the quarter ended Oct. 26" */
    FORM_MONTHS,
    FORM_FIRST_MONTHS,
    FORM_HALF,
    FORM_HALF_WORDS,
    FORM_FISCAL_YEAR,
    FORM_YEARS,
    FORM_DAY,
    FORM_MONTH,
    FORM_YEAR,
    FORM_RELATIVE,
    FORM_THAT,
    FORM_COUNT
};

static const char *const form_patterns[FORM_COUNT] = {
    [FORM_SAME] = "(?i:(?:the same|the corresponding) (?<u>quarter|half|month|period) (?:of|in) )"
                  "(?<f>" FISCAL "[ -]?)?(?<y>" YEAR4 "|(?<=FY)[0-4]\\d|(?<=FY )[0-4]\\d)" TAIL,
    [FORM_COMPARISON] =
        "(?i)\\b(?:(?:year|quarter|month|half)[- ](?:over|on|to)[- ](?:year|quarter|month|half)|"
        "(?:a|one|the previous|the prior|the preceding|the same|the year[- ]ago|the corresponding) "
        "(?:year|quarter|month|half|period)(?: (?:earlier|ago|before|of last year|last year|"
        "in the previous year|a year (?:earlier|ago)))?|"
        "(?:the |its )?(?:(?:prior|previous|last)[- ]year|year[- ](?:ago|earlier))(?:" S ")?[- ]"
        "(?:quarter|period|half|month)|"
        "the (?:year|quarter|month) (?:before|earlier|prior)|(?:over|on) the "
        "(?:(?:past |last )?(?:year|quarter|month))|"
        "(?:three|six|twelve|12) months (?:before|earlier|ago|prior)|"
        "(?:from|than|versus|vs\\.?|compared (?:with|to)) (?:the )?(?:last|previous|prior) "
        "(?:year|quarter|month|half)(?:" S ")?)\\b",
    [FORM_FISCAL_QUARTER] =
        LEAD "(?:Q(?<q1>[1-4])(?: of)?(?: the| its)?[ -]?" FISCAL "[ -]?(?<y1>" SHORT ")|" FISCAL
             "[ -]?(?<y2>" SHORT ")[ -]?Q(?<q2>[1-4])|(?:(?i:fiscal)(?: FY)? (?<q3>" ORDINAL
             ")|(?<q4>" ORDINAL ") (?i:fiscal))[- ](?i:quarter)(?:,?(?: of)? (?<y3>" YEAR4 "))?|"
             "(?<q5>" ORDINAL ")[- ](?i:quarter)(?: results)?,?(?: of| for| in)?(?: the| its)?"
             "(?: (?:new|current))? (?:" FISCAL "[ -]?(?<y4>" SHORT ")|fiscal year)|" FISCAL
             "[ -]?(?<y5>" YEAR4 ")(?:" S ")? (?<q6>" ORDINAL ")[- ](?i:quarter)|"
             "F(?:Q(?<q7>[1-4])|(?<q8>[1-4])Q)(?:[ -]?(?<y6>" SHORT "))?|(?<q9>[1-4])Q[ -]?" FISCAL
             "[ -]?(?<y7>" SHORT ")|(?i:fiscal) Q(?<q>[1-4])(?:,?(?: of)? (?<y8>" YEAR "))?)" TAIL,
    [FORM_QUARTER] = LEAD
    "(?:(?i:calendar )?C?(?:(?<q1>[1-4])Q[ -]?(?<y1>" SHORT ")|Q(?<q2>[1-4])[ -]?(?:of )?"
    "(?<y2>[\\x{2019}']?(?:" YEAR4 "|(?<=[\\x{2019}'])\\d\\d|(?<=-|Q\\d)\\d\\d))|(?<y3>" YEAR4
    ")[ -]?Q(?<q3>[1-4])|(?<y4>" YEAR4 ")[ -](?<q4>[1-4])Q|Q(?<q5>[1-4])(?:(?i: of (?<w1>this|last|"
    "next) year))?|(?<q6>[1-4])Q)|(?<w2>(?i:this|last|next)) year" S " Q(?<q7>[1-4]))" TAIL,
    [FORM_QUARTER_WORDS] =
        LEAD "(?:(?:(?<q1>" ORDINAL ")(?: calendar)?|(?<m>" MONTH "))[- ]"
             "(?i:quarter)(?! (?:in a row|running)| of "
             "(?:more|over|less|under|record|growth|profit|sales|decline|\\$))" OF_YEAR "|" YEAR_OF
             "(?<q2>" ORDINAL ")[- ](?i:quarter))" TAIL,
    [FORM_ELLIPSIS] =
        "(?<=in the |for the )(?<q>first|second|third|fourth)(?=[.,;)]|$| (?:and|but|as|"
        "while|after|of (?:this|next|last) year)\\b)",
    [FORM_ENDED] = LEAD
    "(?i:(?<u>quarter|period|three months|half|six months|fiscal year|year|twelve months|12 months)"
    "(?:,? (?:which|that))? (?:ended|ending|ends|to|through)(?: (?:on|in|at the end of))?) "
    "(?:(?<m1>" MONTH ")(?: (?<d1>" DAY "))?|(?<d2>" DAY ") (?<m2>" MONTH "))"
    "(?:,?(?: of)? (?<y>" YEAR4 ")|(?i:,? (?:of )?(?<w1>this|last|next) year))?" TAIL,
    [FORM_MONTHS] = LEAD "(?<m>" FULL_MONTH ")(?:[-\\x{2013}]| to | through )(?<e>" FULL_MONTH
                         ")(?:,?(?: of| in)? (?<y>" YEAR4
                         ")|(?i: (?:period |quarter )?of (?<w1>this|last) year))?" TAIL,
    [FORM_FIRST_MONTHS] = LEAD
    "(?i:first (?<n>two|three|four|five|six|seven|eight|nine|ten|eleven|[2-9]|1[01]) "
    "months(?: of (?:the year|(?<w1>this|last|next) year))?)(?: (?:of|in) (?<y>" YEAR4 "))?" TAIL,
    [FORM_HALF] =
        LEAD "(?:(?<h1>[12])H[ -]?(?<y1>" SHORT ")|H(?<h2>[12])[ -]?(?:of )?(?<y2>" SHORT
             ")|(?<y3>" YEAR4 ")[ -]?(?:H(?<h3>[12])|(?<h4>[12])H)|(?<h5>[12])H(?:(?i: of "
             "(?<w1>this|last|next) year))?|(?:(?<=[Ii]n |for |the |[Bb]y )|(?=H[12] of ))"
             "H(?<h6>[12])(?:(?i: of (?<w2>this|last|next) year))?)" TAIL,
    [FORM_HALF_WORDS] =
        LEAD "(?:(?<h1>" ORDINAL ")[- ](?i:half)(?:,?(?: of| in)?(?: the)? (?<f>" FISCAL
             ")[ -]?(?<y3>" SHORT ")|" OF_YEAR ")|" YEAR_OF "(?<h2>" ORDINAL ")[- ](?i:half))" TAIL,
    [FORM_FISCAL_YEAR] =
        LEAD "(?:" FISCAL "[ -]?(?<y>" SHORT ")E?|(?i:(?<w1>this|the current|current|next|the "
             "coming|last|the past|past|the previous) fiscal (?<u>year|quarter)))" TAIL,
    [FORM_YEARS] = LEAD "(?:(?i:from (?<w>this|next) year (?:to|through|until)) (?<z1>" YEAR4
                        ")|(?i:from |between )?(?<y>" YEAR4
                        ")(?: ?[-\\x{2013}\\x{2014}/] ?| (?i:to|and|through|until) )(?<z>" YEAR4
                        "|(?<=[-\\x{2013}])[0-4]\\d))(?!-\\d)" TAIL,
    [FORM_DAY] =
        LEAD "(?:" MONTH " " DAY "(?:,? (?<y1>" YEAR4 "))?|" DAY " " MONTH "(?:,? (?<y2>" YEAR4
             "))?|" YEAR4 "[-/.]\\d{1,2}[-/.]\\d{1,2}|\\d{1,2}/\\d{1,2}/" YEAR4 ")" TAIL,
    [FORM_MONTH] = LEAD
    "(?:(?<m>" MONTH "),?(?: of)? (?<y>" YEAR
    ")|(?<=[Ii]n |[Dd]uring |[Ss]ince |[Ff]or |[Uu]ntil |[Bb]y |[Ll]ast |[Tt]his |[Ii]n early "
    "|[Ii]n late |end of |[Tt]han |[Ff]rom |[Mm]onth of |days of |half of |[Mm]id-)(?<n>" MONTH
    ")(?! to (?i:March|June))|(?<n2>" MONTH
    ")(?= (?:sales|revenues?|results|shipments|exports|imports|orders|figures|billings)\\b))" TAIL,
    [FORM_YEAR] = LEAD "(?:(?i:(?:the year|year|calendar(?: year)?|CY|full[- ]year|year-end)[ -]?|"
                       "(?:mid|early|late|end)-(?:of-)?))?(?<y>" YEAR ")(?:E|F)?(?!-\\d)" TAIL,
    [FORM_RELATIVE] =
        "(?i)(?<![\\w-])(?:(?<w>this|the current|current|next|the coming|coming|last|the past|the "
        "ongoing|the running) "
        "(?<u>year|quarter|half|month|summer|autumn|spring|winter)|(?<t>year[- ]to[- "
        "]date|YTD|since the "
        "(?:start|beginning) of the year|the year as a whole|the end of the year|year[- ]end|the "
        "year" S " end)|(?<=% |cent |pct )(?<r>now|today|"
        "currently|at present)|(?<d>(?:the end of (?:the|this) decade|decade" S " end)))" TAIL,
    [FORM_THAT] =
        "(?i)(?<![\\w-])(?:that (?<u1>year|quarter|half|month)|(?<=in |for |during |of |over "
        "|throughout |across )the (?<u2>quarter|month|half|period)(?! (?:that |which )?(?:end|to "
        "|through))|(?<f>the following|full[- ]"
        "|the full |the whole )(?<u3>year)|the following (?<u4>quarter|month|half)|the year "
        "(?<a>after)"
        "|(?<=for |end |finish |close )the (?<u5>year)(?! "
        "(?:before|earlier|ago|to|ended|ending)))" TAIL,
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
    for (int i = 0; i <= 9; i++) {
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

/* "this", "the current": 0; "next", "coming": 1; "last", "the past", "previous": -1. */
static int units_from_now(const struct form_match *match)
{
    struct span span;
    if (!group(match, "w", &span))
        return 0;
    const char *word = match->text + span.start;
    if (strncasecmp(word, "the ", 4) == 0)
        word += 4;
    switch (*word | 0x20) {
    case 'n': /* next */
    case 'f': /* following */
        return 1;
    case 'l': /* last */
    case 'p': /* past, previous */
        return -1;
    default: /* this, current, ongoing; "coming" is the one ahead */
        return strncasecmp(word, "coming", 6) == 0;
    }
}

static enum period_unit unit_of(const struct form_match *match)
{
    struct span span;
    if (!group(match, "u", &span))
        return PERIOD_YEAR;
    const char *word = match->text + span.start;
    switch (*word | 0x20) {
    case 'q': /* quarter */
        return PERIOD_QUARTER;
    case 't': /* three months; twelve months */
        return (word[1] | 0x20) == 'h' ? PERIOD_QUARTER : PERIOD_YEAR;
    case 'h': /* half */
    case 's': /* six months; the seasons stand for the year */
        return (word[1] | 0x20) == 'i' ? PERIOD_HALF : PERIOD_YEAR;
    case 'm':
        return PERIOD_MONTH;
    case 'p': /* period */
        return PERIOD_NONE;
    default:
        return PERIOD_YEAR;
    }
}

static struct period read_relative(const struct form_match *match)
{
    struct span span;
    return (struct period){.unit = unit_of(match),
                           .is_relative = true,
                           .relative = units_from_now(match),
                           .decade = group(match, "d", &span)};
}

static struct period read_that(const struct form_match *match)
{
    struct span span;
    bool following = group(match, "a", &span) ||
                     (group(match, "f", &span) && span.end - span.start == strlen("the following"));
    if (group(match, "u4", &span))
        following = true;
    return (struct period){
        .unit = unit_of(match), .is_relative = true, .that = true, .relative = following};
}

/* "July-September" is a quarter, "January to June" a half; other months are as good as the year. */
static void read_months(const struct form_match *match, struct period *period)
{
    int first = month_of(match, "m"), last = month_of(match, "e");
    period->calendar = true;
    if (last - first == 2 && last % 3 == 0) {
        period->unit = PERIOD_QUARTER;
        period->part = last / 3;
    } else if (last - first == 5 && last % 6 == 0) {
        period->unit = PERIOD_HALF;
        period->part = last / 6;
    } else if (period->year == 0) {
        period->is_relative = true;
    }
}

/* A quarter by the name of its last month; if it is none of the calendar's, as if it ended so. */
static void read_month_quarter(const struct form_match *match, struct period *period)
{
    int month = month_of(match, "m");
    period->calendar = month % 3 == 0;
    period->part = period->calendar ? month / 3 : 0;
    period->ends = period->calendar ? 0 : month;
}

/* "first six months" is a half; other months of a year are as good as the year. */
static void read_first_months(const struct form_match *match, struct period *period)
{
    struct span span;
    if (!group(match, "n", &span))
        return;
    const char *count = match->text + span.start;
    if (strncasecmp(count, "six", 3) == 0 || *count == '6') {
        period->unit = PERIOD_HALF;
        period->part = 1;
    } else if (strncasecmp(count, "three", 5) == 0 || *count == '3') {
        period->unit = PERIOD_QUARTER;
        period->part = 1;
    }
}

/* What ends in a month's first days is over with the month before: quarters end on weekends. */
static void read_ended(const struct form_match *match, struct period *period)
{
    struct span day;
    period->unit = unit_of(match);
    if (period->unit == PERIOD_NONE) /* "the period ending in February" */
        period->unit = PERIOD_QUARTER;
    period->ends = month_of(match, "m");
    if (group(match, "d", &day) && atoi(match->text + day.start) <= 10)
        period->ends--;
    if (period->ends == 0) {
        period->ends = 12;
        period->year -= period->year > 0;
    }
}

static struct period read_form(enum form form, const struct form_match *match)
{
    struct period period = {.unit = PERIOD_YEAR, .year = year_of(match, "y")};
    struct span word;
    period.is_relative = group(match, "w", &word);
    period.relative = units_from_now(match);
    switch (form) {
    case FORM_FISCAL_QUARTER:
        period.fiscal = true;
        period.unit = PERIOD_QUARTER;
        period.part = part_of(match, "q", 4);
        break;
    case FORM_QUARTER:
    case FORM_QUARTER_WORDS:
    case FORM_ELLIPSIS:
        period.unit = PERIOD_QUARTER;
        period.part = part_of(match, "q", 4);
        period.calendar = period.part == 0;
        if (period.calendar) /* "the March quarter", "the October quarter" */
            read_month_quarter(match, &period);
        break;
    case FORM_SAME:
        period.unit = unit_of(match);
        period.is_relative = period.that = true;
        period.fiscal = group(match, "f", &word);
        break;
    case FORM_ENDED:
        read_ended(match, &period);
        break;
    case FORM_MONTHS:
        read_months(match, &period);
        break;
    case FORM_FIRST_MONTHS:
        read_first_months(match, &period);
        period.is_relative = period.year == 0; /* of this year, where none is named */
        break;
    case FORM_HALF:
    case FORM_HALF_WORDS:
        period.unit = PERIOD_HALF;
        period.part = part_of(match, "h", 2);
        period.fiscal = group(match, "f", &word);
        break;
    case FORM_FISCAL_YEAR:
        period.unit = unit_of(match);
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
    case FORM_THAT:
        return read_that(match);
    default:
        break;
    }
    return period;
}

/* Whether the form tells of a time span at all: a day and a comparison do not. */
static bool is_period(enum form form, const struct form_match *match, const struct period *period)
{
    switch (form) {
    case FORM_COMPARISON:
    case FORM_DAY:
        return false;
    case FORM_YEARS:
        return period->last_year > period->year;
    case FORM_ELLIPSIS: /* of what has been named before */
        return memmem(match->text, match->spans[0].start, "quarter", strlen("quarter")) != NULL;
    default:
        return !(period->unit == PERIOD_HALF && period->part > 2);
    }
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
        if (is_period((enum form)form, &match, period))
            return true;
        if (form == FORM_YEARS) /* "2021/2019": take the first alone */
            *at = best[0].start + 4;
    }
    return false;
}
