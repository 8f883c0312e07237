#include "extract/evidence.h"

#include <ctype.h>
#include <string.h>

#include "base/text.h"
#include "extract/dateline.h"
#include "extract/hint.h"
#include "extract/phrase.h"

#define SIGNATURES 512 /* slots; a page has some dozens */

/* Bytes of a line that are compared with articleBody, and with the description. */
#define JSON_SAMPLE        48
#define DESCRIPTION_SAMPLE 60

#define PHRASE_BYTES 250 /* of a line whose wording is looked at */

#define SHORT_CHARS 80 /* of a byline or dateline */
#define BOX_PROSE   6  /* a box holds less than this part of the prose */

struct signature {
    uint64_t hash;
    long chars;
};

/* Characters before each line; one more than lines. */
struct sums {
    long *prose;
    long *chars;
};

/* What holds for all lines of a region. */
struct surroundings {
    uint64_t signature; /* of its tag and class; 0 until asked for */
    uint32_t hints;     /* of it and those around it, up to the root */
    uint32_t depth;     /* below the root */
    bool main;
};

struct gathering {
    const struct evidence_input *input;
    const struct page *page;
    const struct region *root;
    struct arena *arena;
    struct arena *scratch; /* for one line */
    struct sums sums;
    struct surroundings *around; /* of each region */
    struct signature signatures[SIGNATURES];
    uint64_t alike;  /* the signature that most prose has */
    uint32_t direct; /* the region that holds most prose itself */
    uint32_t first;  /* the first and the last line of that signature */
    uint32_t last;
    bool dominant;    /* it has three fifths of all prose */
    const char *json; /* articleBody without blanks, or NULL */
    bool json_whole;  /* it has most prose of the core */
};

static uint64_t bit(bool holds, enum evidence evidence)
{
    return holds ? (uint64_t)1 << evidence : 0;
}

/* The element around a line that holds others: a paragraph with a class is a region, too. */
static uint32_t container_of(const struct page *page, const struct line *line)
{
    uint32_t region = line->region;
    for (; region != 0; region = page->regions[region].parent) {
        enum tag tag = page->regions[region].tag;
        if (tag != TAG_P && tag != TAG_LI && !(tag >= TAG_H1 && tag <= TAG_H6))
            break;
    }
    return region;
}

/* FNV-1a over tag and class. */
static uint64_t compute_signature(const struct page *page, uint32_t region)
{
    const char *class = dom_attribute(page->regions[region].node, "class");
    uint64_t hash = 14695981039346656037u ^ (uint64_t)page->regions[region].tag;
    for (const char *at = class ? class : ""; *at; at++)
        hash = (hash ^ (unsigned char)*at) * 1099511628211u;
    return hash;
}

static uint64_t signature_of(const struct gathering *gathering, uint32_t region)
{
    uint64_t *signature = &gathering->around[region].signature;
    if (*signature == 0)
        *signature = compute_signature(gathering->page, region);
    return *signature;
}

/* Adds to a signature's characters; returns the sum. */
static long add_signature(struct gathering *gathering, uint64_t hash, long chars)
{
    for (size_t i = 0; i < SIGNATURES; i++) {
        struct signature *slot = &gathering->signatures[(hash + i) % SIGNATURES];
        if (slot->hash == hash || slot->hash == 0) {
            slot->hash = hash;
            return slot->chars += chars;
        }
    }
    return 0;
}

static bool in_root(const struct gathering *gathering, size_t line)
{
    return line >= gathering->root->first_line && line < gathering->root->end_line;
}

/* Whether line `index` is prose of the core. */
static bool is_core_prose(const struct gathering *gathering, size_t index)
{
    const struct line *line = &gathering->page->lines[index];
    return in_root(gathering, index) && !gathering->input->core->left_out[line->region] &&
           gathering->input->core->prose[index];
}

static void find_main(struct gathering *gathering)
{
    const struct page *page = gathering->page;
    long *own = arena_alloc(gathering->arena, page->region_count * sizeof(long));
    long most = 0, most_own = 0, all = 0;
    for (size_t i = gathering->root->first_line; i < gathering->root->end_line; i++) {
        if (!is_core_prose(gathering, i))
            continue;
        uint32_t container = container_of(page, &page->lines[i]);
        uint64_t hash = signature_of(gathering, container);
        long sum = add_signature(gathering, hash, page->lines[i].chars);
        own[container] += page->lines[i].chars;
        all += page->lines[i].chars;
        if (own[container] > most_own) {
            most_own = own[container];
            gathering->direct = container;
        }
        if (sum > most) {
            most = sum;
            gathering->alike = hash;
        }
    }
    gathering->dominant = most * 5 > all * 3;
}

/* The first and the last line of prose of the main signature. */
static void find_span(struct gathering *gathering)
{
    const struct page *page = gathering->page;
    gathering->first = (uint32_t)page->line_count;
    for (size_t i = gathering->root->first_line; i < gathering->root->end_line; i++) {
        uint32_t container = container_of(page, &page->lines[i]);
        if (!is_core_prose(gathering, i) || signature_of(gathering, container) != gathering->alike)
            continue;
        if (i < gathering->first)
            gathering->first = (uint32_t)i;
        gathering->last = (uint32_t)i;
    }
}

static void add_up(struct gathering *gathering)
{
    const struct page *page = gathering->page;
    size_t size = (page->line_count + 1) * sizeof(long);
    struct sums *sums = &gathering->sums;
    sums->prose = arena_alloc(gathering->arena, size);
    sums->chars = arena_alloc(gathering->arena, size);
    for (size_t i = 0; i < page->line_count; i++) {
        const struct line *line = &page->lines[i];
        sums->prose[i + 1] =
            sums->prose[i] + (gathering->input->core->prose[i] ? (long)line->chars : 0);
        sums->chars[i + 1] = sums->chars[i] + (long)line->chars;
    }
}

static long sum_of(const long *sums, const struct region *region)
{
    return sums[region->end_line] - sums[region->first_line];
}

static char *without_blanks(const char *text, size_t len, struct arena *arena)
{
    char *out = arena_alloc(arena, len + 1);
    size_t written = 0;
    for (size_t i = 0; i < len; i++)
        if (!isspace((unsigned char)text[i]))
            out[written++] = text[i];
    return out;
}

/* Whether articleBody has the beginning or the end of the line. */
static bool json_has(const struct gathering *gathering, const struct line *line)
{
    if (!gathering->json)
        return false;
    char *plain = without_blanks(gathering->page->text.data + line->start, line->end - line->start,
                                 gathering->scratch);
    size_t len = strlen(plain);
    if (len <= JSON_SAMPLE)
        return strstr(gathering->json, plain);
    if (strstr(gathering->json, plain + len - JSON_SAMPLE))
        return true;
    plain[JSON_SAMPLE] = '\0';
    return strstr(gathering->json, plain);
}

/* A teaser under the name of articleBody says nothing about what it lacks. */
static void read_json(struct gathering *gathering)
{
    const char *body = gathering->input->json_body;
    long held = 0, all = 0;
    if (!body)
        return;
    gathering->json = without_blanks(body, strlen(body), gathering->arena);
    for (size_t i = gathering->root->first_line; i < gathering->root->end_line; i++) {
        const struct line *line = &gathering->page->lines[i];
        if (!is_core_prose(gathering, i))
            continue;
        all += line->chars;
        held += json_has(gathering, line) ? (long)line->chars : 0;
        arena_reset(gathering->scratch);
    }
    gathering->json_whole = held * 3 > all * 2;
}

static uint64_t length_evidence(const struct line *line)
{
    return bit(line->chars >= 40, EVIDENCE_LENGTH_40) | bit(line->chars >= 80, EVIDENCE_LENGTH_80) |
           bit(line->chars >= 400, EVIDENCE_LENGTH_400) |
           bit(line->link_chars * 10 > line->chars, EVIDENCE_SOME_LINK) |
           bit(line->link_chars * 10 > line->chars * 9, EVIDENCE_ALL_LINK);
}

static uint64_t wording_evidence(const struct gathering *gathering, const struct line *line)
{
    const char *text = gathering->page->text.data + line->start;
    size_t len = line->end - line->start, capitals = 0, letters = 0, digits = 0;
    size_t start = len < PHRASE_BYTES ? len : PHRASE_BYTES;
    for (size_t i = 0; i < start; i++) {
        unsigned char c = (unsigned char)text[i];
        capitals += c >= 'A' && c <= 'Z';
        letters += isalpha(c) != 0;
        digits += c >= '0' && c <= '9';
    }
    const char *folded =
        text_fold(gathering->scratch, arena_strndup(gathering->scratch, text, start));
    return bit(core_ends_sentence(text, len), EVIDENCE_SENTENCE) |
           bit(text[len - 1] == ':', EVIDENCE_COLON) |
           bit(letters > 6 && capitals * 2 > letters, EVIDENCE_CAPITALS) |
           bit(digits * 3 > line->chars, EVIDENCE_DIGITS) |
           bit(phrase_begins(folded), EVIDENCE_PHRASE) | bit(phrase_offers(folded), EVIDENCE_OFFER);
}

/* A byline, a dateline, the description that also stands in the head. */
static uint64_t known_evidence(const struct gathering *gathering, const struct line *line)
{
    const struct evidence_input *input = gathering->input;
    const char *text = gathering->page->text.data + line->start;
    size_t len = line->end - line->start;
    bool named = false, dated = false, described = false;
    struct dateline when;
    if (line->chars <= SHORT_CHARS) {
        const char *copy = arena_strndup(gathering->scratch, text, len);
        for (size_t i = 0; i < input->author_count && !named; i++)
            named = strstr(copy, input->authors[i]);
        dated = dateline_find(copy, true, gathering->scratch, &when);
    }
    if (input->description && line->chars >= 35)
        described = strncmp(input->description, text,
                            len < DESCRIPTION_SAMPLE ? len : DESCRIPTION_SAMPLE) == 0;
    return bit(named, EVIDENCE_NAMED) | bit(dated, EVIDENCE_DATED) |
           bit(described, EVIDENCE_DESCRIPTION);
}

static uint64_t kind_evidence(const struct line *line)
{
    uint64_t bits = bit(line->paragraph, EVIDENCE_PARAGRAPH);
    switch (line->kind) {
    case BLOCK_PARAGRAPH:
        break;
    case BLOCK_HEADING:
        return bits | bit(true, line->level <= 2 ? EVIDENCE_HEADING : EVIDENCE_SUBHEADING);
    case BLOCK_ITEM:
        return bits | bit(true, EVIDENCE_ITEM);
    case BLOCK_QUOTE:
        return bits | bit(true, EVIDENCE_QUOTE);
    case BLOCK_CAPTION:
        return bits | bit(true, EVIDENCE_CAPTION);
    case BLOCK_ROW:
        return bits | bit(true, EVIDENCE_ROW);
    }
    return bits;
}

/* What class names say of a line, and of it alone: those around the root say it of all lines. */
static uint64_t hint_evidence(const struct gathering *gathering, const struct line *line)
{
    const struct surroundings *around = &gathering->around[line->region];
    uint32_t hints = around->hints;
    return bit(around->main, EVIDENCE_IN_MAIN) | bit(around->depth >= 2, EVIDENCE_DEEP) |
           bit(gathering->input->core->left_out[line->region], EVIDENCE_LEFT_OUT) |
           bit(hints & HINT_BODY, EVIDENCE_HINT_BODY) |
           bit(hints & HINT_NAVIGATION, EVIDENCE_HINT_NAVIGATION) |
           bit(hints & HINT_SHARE, EVIDENCE_HINT_SHARE) |
           bit(hints & HINT_AUTHOR, EVIDENCE_HINT_AUTHOR) |
           bit(hints & HINT_COMMENT, EVIDENCE_HINT_COMMENT) |
           bit(hints & HINT_NOTICE, EVIDENCE_HINT_NOTICE) |
           bit(hints & HINT_LEAD, EVIDENCE_HINT_LEAD) |
           bit(hints & HINT_EMBED, EVIDENCE_HINT_EMBED) |
           bit(hints & HINT_HIDDEN, EVIDENCE_HINT_HIDDEN);
}

static uint64_t place_evidence(const struct gathering *gathering, size_t index)
{
    const struct page *page = gathering->page;
    const struct line *line = &page->lines[index];
    uint32_t own = container_of(page, line), heading = gathering->input->heading;
    const struct region *container = &page->regions[own];
    long chars = sum_of(gathering->sums.chars, container);
    long prose = sum_of(gathering->sums.prose, container);
    bool box = gathering->dominant && own != gathering->direct &&
               prose * BOX_PROSE < sum_of(gathering->sums.prose, gathering->root);
    bool before_prose = index + 1 < page->line_count && gathering->input->core->prose[index + 1];
    return bit(in_root(gathering, index), EVIDENCE_IN_ROOT) |
           bit(own == gathering->direct, EVIDENCE_DIRECT) |
           bit(signature_of(gathering, own) == gathering->alike, EVIDENCE_ALIKE) |
           bit(index < heading && index < gathering->first, EVIDENCE_BEFORE) |
           bit(index >= heading && index < gathering->first, EVIDENCE_LEADING) |
           bit(gathering->dominant && index > gathering->last, EVIDENCE_TRAILING) |
           bit(box, EVIDENCE_BOX) | bit(container->inputs > 0 && prose < 400, EVIDENCE_FIELDS) |
           bit(container->images > 0 && chars < 300, EVIDENCE_PICTURE) |
           bit(before_prose, EVIDENCE_BEFORE_PROSE);
}

/* "Read also: …", "Published 7 June": what interrupts a text. */
static uint64_t promotion_evidence(const struct line *line, uint64_t bits)
{
    bool phrase = bits & bit(true, EVIDENCE_PHRASE), dated = bits & bit(true, EVIDENCE_DATED);
    return bit(phrase && (line->link_chars * 2 > line->chars || (dated && line->chars < 40)),
               EVIDENCE_PROMOTION);
}

/* On pages of news, lists and boxes are seldom the text itself; in guides they are. */
static uint64_t news_evidence(const struct gathering *gathering, uint64_t bits)
{
    if (!gathering->input->news)
        return 0;
    return bit(bits & bit(true, EVIDENCE_ITEM), EVIDENCE_NEWS_ITEM) |
           bit(bits & bit(true, EVIDENCE_BOX), EVIDENCE_NEWS_BOX) |
           bit(!(bits & bit(true, EVIDENCE_PARAGRAPH)), EVIDENCE_NEWS_BARE);
}

/* Regions come after those around them, so one pass hands everything down. */
static void look_around(struct gathering *gathering)
{
    const struct page *page = gathering->page;
    const struct core *core = gathering->input->core;
    gathering->around =
        arena_alloc(gathering->arena, page->region_count * sizeof(*gathering->around));
    for (uint32_t i = 1; i < page->region_count; i++) {
        const struct region *region = &page->regions[i];
        struct surroundings *around = &gathering->around[i];
        const struct surroundings *outer = &gathering->around[region->parent];
        bool within = i > core->root && i < page->regions[core->root].end;
        around->main = outer->main || region->tag == TAG_MAIN;
        around->depth = within ? outer->depth + 1 : 0;
        if (i == core->root)
            continue;
        around->hints = outer->hints | (region->hints & (HINT_BODY | HINT_LEAD));
        if (!core->protected[i] && !(region->hints & HINT_BODY))
            around->hints |= region->hints & core->believed;
    }
}

uint64_t *evidence_gather(const struct evidence_input *input, struct arena *arena)
{
    const struct page *page = input->page;
    struct gathering gathering = {.input = input,
                                  .page = page,
                                  .root = &page->regions[input->core->root],
                                  .arena = arena,
                                  .scratch = arena_new()};
    uint64_t *evidence = arena_alloc(arena, (page->line_count + 1) * sizeof(*evidence));
    look_around(&gathering);
    add_up(&gathering);
    find_main(&gathering);
    find_span(&gathering);
    read_json(&gathering);
    size_t first = gathering.root->first_line;
    for (size_t i = first < input->heading ? first : input->heading; i < gathering.root->end_line;
         i++) {
        const struct line *line = &page->lines[i];
        bool json = json_has(&gathering, line);
        uint64_t bits = bit(true, EVIDENCE_ALWAYS) | length_evidence(line) |
                        wording_evidence(&gathering, line) | known_evidence(&gathering, line) |
                        kind_evidence(line) | hint_evidence(&gathering, line) |
                        place_evidence(&gathering, i) | bit(json, EVIDENCE_JSON) |
                        bit(gathering.json_whole && !json, EVIDENCE_NO_JSON);
        evidence[i] = bits | promotion_evidence(line, bits) | news_evidence(&gathering, bits);
        arena_reset(gathering.scratch);
    }
    arena_free(gathering.scratch);
    return evidence;
}
