#include "extract/percent.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/mem.h"
#include "rules/pattern.h"

#define FIGURES "(?:\\d{1,3}(?:,\\d{3})+|\\d{1,9})(?:\\.\\d{1,6})?"
#define ONES    "one|two|three|four|five|six|seven|eight|nine"
#define TENS    "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
#define WORDS                                                                                      \
    "(?:(?:" TENS ")(?:[- ](?:" ONES "))?|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|"    \
    "seventeen|eighteen|nineteen|" ONES "|zero)"
#define NUMBER "(?:\\d0s(?= (?:per|pct|%))|" FIGURES "|\\b(?i:" WORDS ")(?![\\w]))"
#define UNIT                                                                                       \
    "(?:%(?:[ -]points?\\b)?|(?i:percentage[ -]points?|per[ -]?cent(?:age)?|pct|p\\.?p\\.?t?s?|"   \
    "basis[ -]points?|bps|points?)\\b)"
#define APPROX                                                                                     \
    "(?i:\\b(?:about|around|roughly|nearly|almost|approximately|approx\\.?|some|over|above|under|" \
    "below|at least|at most|up to|as much as|as many as|more than|less than|fewer than|close to|"  \
    "just over|just under|well over|an estimated|circa|slightly (?:over|under|above|below))\\s+|"  \
    "[~\\x{2248}]\\s?)"

/*
 * A dash is a sign only where no word or number stands before it. The two ends of a range may both
 * have a unit; "and" joins them only behind "between". A dash that leans on the number behind it
 * ("7.4% -13.2%", two cells of a table) joins nothing.
 */
static const char percent_pattern[] =
    "(?<![\\w.,$\\x{20AC}\\x{A3}])(?<approx>" APPROX ")?"
    "(?<between>(?i:between)\\s+)?"
    "(?<sign>[+\\-\\x{2012}-\\x{2014}\\x{2212}]\\s?)?"
    "(?<low>" NUMBER ")(?:\\s?-?(?<unitlow>" UNIT ")\\s?)?"
    "(?:(?<joint>(?!(?<=\\s)[\\-\\x{2212}]\\d)\\s?(?:[\\-\\x{2012}-\\x{2014}~]|(?i:to|and|or))\\s?)"
    "(?<highsign>[+\\-\\x{2212}])?(?<high>" NUMBER ")\\s?-?(?<unithigh>" UNIT "))?";

struct percent_reader {
    struct pattern *pattern;
    int approx, between, sign, low, unit_low, joint, high, unit_high;
};

struct percent_reader *percent_reader_new(void)
{
    struct percent_reader *reader = mem_alloc(sizeof(*reader));
    struct diags *diags = diags_new();
    struct position nowhere = {.file = "percent"};
    reader->pattern = pattern_new(percent_pattern, &nowhere, diags);
    diags_free(diags);
    if (!reader->pattern)
        mem_die("the pattern of percentages does not compile");
    reader->approx = pattern_group(reader->pattern, "approx");
    reader->between = pattern_group(reader->pattern, "between");
    reader->sign = pattern_group(reader->pattern, "sign");
    reader->low = pattern_group(reader->pattern, "low");
    reader->unit_low = pattern_group(reader->pattern, "unitlow");
    reader->joint = pattern_group(reader->pattern, "joint");
    reader->high = pattern_group(reader->pattern, "high");
    reader->unit_high = pattern_group(reader->pattern, "unithigh");
    return reader;
}

void percent_reader_free(struct percent_reader *reader)
{
    if (!reader)
        return;
    pattern_free(reader->pattern);
    free(reader);
}

const char *percent_unit_name(enum percent_unit unit)
{
    static const char *const names[] = {"%", "pp", "bps"};
    return names[unit];
}

static double word_value(const char *word, size_t len)
{
    static const char *const small[] = {"zero",    "one",     "two",       "three",    "four",
                                        "five",    "six",     "seven",     "eight",    "nine",
                                        "ten",     "eleven",  "twelve",    "thirteen", "fourteen",
                                        "fifteen", "sixteen", "seventeen", "eighteen", "nineteen"};
    static const char *const tens[] = {"twenty", "thirty",  "forty",  "fifty",
                                       "sixty",  "seventy", "eighty", "ninety"};
    for (size_t i = 0; i < sizeof(small) / sizeof(*small); i++)
        if (len == strlen(small[i]) && strncasecmp(word, small[i], len) == 0)
            return (double)i;
    for (size_t i = 0; i < sizeof(tens) / sizeof(*tens); i++) {
        size_t ten = strlen(tens[i]);
        if (len >= ten && strncasecmp(word, tens[i], ten) == 0)
            return 20.0 + 10.0 * (double)i +
                   (len > ten + 1 ? word_value(word + ten + 1, len - ten - 1) : 0.0);
    }
    return 0;
}

static double number_value(const char *text, struct span span)
{
    char figures[64];
    size_t len = 0;
    if (text[span.start] < '0' || text[span.start] > '9')
        return word_value(text + span.start, span.end - span.start);
    for (size_t i = span.start; i < span.end && len < sizeof(figures) - 1; i++)
        if (text[i] != ',')
            figures[len++] = text[i];
    figures[len] = '\0';
    return strtod(figures, NULL);
}

static enum percent_unit unit_of(const char *text, struct span span)
{
    const char *unit = text + span.start;
    if (strncasecmp(unit, "bas", 3) == 0 || strncasecmp(unit, "bp", 2) == 0)
        return UNIT_BASIS_POINTS;
    bool points =
        memmem(unit, span.end - span.start, "point", 5) || strncasecmp(unit, "pp", 2) == 0;
    return points ? UNIT_POINTS : UNIT_PERCENT;
}

static bool follows_word(const char *text, size_t at, const char *word)
{
    size_t len = strlen(word);
    while (at > 0 && text[at - 1] == ' ')
        at--;
    return at >= len && strncasecmp(text + at - len, word, len) == 0 &&
           (at == len || text[at - len - 1] == ' ');
}

static bool is_year(const char *text, struct span number)
{
    return number.end - number.start == 4 && (strncmp(text + number.start, "19", 2) == 0 ||
                                              strncmp(text + number.start, "20", 2) == 0);
}

/* "from 63% to 42%" are two numbers, "30% to 35%" is one range; "and" makes one after "between". */
static bool is_range(const struct percent_reader *reader, const char *text,
                     const struct span *spans, size_t start)
{
    if (spans[reader->high].start == PATTERN_UNSET)
        return false;
    const char *joint = text + spans[reader->joint].start;
    if (spans[reader->unit_low].start == PATTERN_UNSET && is_year(text, spans[reader->low]))
        return false; /* "86% in 2024 to 75% in 2026" */
    while (*joint == ' ')
        joint++;
    if (strncasecmp(joint, "and", 3) == 0)
        return spans[reader->between].start != PATTERN_UNSET ||
               follows_word(text, start, "between");
    if (spans[reader->unit_low].start != PATTERN_UNSET &&
        unit_of(text, spans[reader->unit_low]) != unit_of(text, spans[reader->unit_high]))
        return false; /* "fell 2pp to 40%" */
    if (strncasecmp(joint, "to", 2) == 0 && spans[reader->unit_low].start != PATTERN_UNSET)
        return !follows_word(text, start, "from");
    return true;
}

static void read_match(const struct percent_reader *reader, const char *text,
                       const struct span *spans, bool range, struct percent *percent)
{
    struct span unit = range ? spans[reader->unit_high] : spans[reader->unit_low];
    *percent = (struct percent){.range = range};
    percent->value = number_value(text, spans[reader->low]);
    percent->value_high = range ? number_value(text, spans[reader->high]) : percent->value;
    percent->approx = spans[reader->approx].start != PATTERN_UNSET;
    percent->unit = unit_of(text, unit);
    if (spans[reader->sign].start != PATTERN_UNSET)
        percent->sign = text[spans[reader->sign].start] == '+' ? '+' : '-';
    if (percent->value_high < percent->value) {
        double swap = percent->value;
        percent->value = percent->value_high;
        percent->value_high = swap;
    }
}

/* More bare points than these are those of a share index. */
#define BARE_POINTS_MAX 50

/* Whether the text before speaks of shares: else "20 points" are those of an index or of a list. */
static bool counts_in_percent(const char *text, size_t end, double points)
{
    static const char *const words[] = {"%", "percent", "per cent", "share", "margin", "yield"};
    for (size_t i = 0; points <= BARE_POINTS_MAX && i < sizeof(words) / sizeof(*words); i++)
        if (memmem(text, end, words[i], strlen(words[i])))
            return true;
    return false;
}

static bool is_bare_points(const char *text, struct span unit)
{
    return strncasecmp(text + unit.start, "point", 5) == 0;
}

bool percent_next(const struct percent_reader *reader, const char *text, size_t end, size_t *start,
                  size_t *at, struct percent *percent)
{
    struct span spans[PATTERN_GROUPS_MAX];
    size_t from = *at;
    while (from < end && pattern_search(reader->pattern, text, end, from, spans) == PATTERN_MATCH) {
        bool range = is_range(reader, text, spans, spans[0].start);
        struct span unit = spans[reader->unit_low];
        if (range)
            unit = spans[reader->unit_high];
        bool counts =
            unit.start != PATTERN_UNSET &&
            (!is_bare_points(text, unit) ||
             counts_in_percent(text, spans[0].start, number_value(text, spans[reader->low])));
        if (counts) {
            read_match(reader, text, spans, range, percent);
            *start = spans[0].start;
            *at = range ? spans[0].end : unit.end;
            return true;
        }
        from = spans[reader->low].end; /* a number without a unit */
    }
    return false;
}
