#include "extract/heading.h"

#include <stdint.h>
#include <string.h>

#include "extract/table.h"

/* How many sentences back a heading still holds: readers forget, and pages are long. */
#define SENTENCES_BACK 300

/* A paragraph so short, without a full stop or a number of its own, is as good as a heading. */
#define HEADING_MAX 90

/* A paragraph so short that ends with a colon is the heading of what it announces. */
#define ANNOUNCEMENT_MAX 250

/* A sentence so short at a paragraph's beginning is its heading. */
#define LEAD_IN_MAX 30

size_t heading_first_seen(size_t sentence)
{
    return sentence > SENTENCES_BACK ? sentence - SENTENCES_BACK : 0;
}

bool heading_is_title(const struct reading *reading, size_t sentence)
{
    return reading->sentences[sentence].start < reading->body;
}

static bool has_percent(const struct reading *reading, size_t sentence)
{
    size_t first, last;
    reading_mentions_in(reading, sentence, &first, &last);
    for (size_t i = first; i < last; i++)
        if (reading->mentions[i].type == MENTION_PERCENT)
            return true;
    return false;
}

static bool is_item(const struct reading *reading, size_t index)
{
    const struct block *block = &reading->blocks[index];
    const char *text = reading->text + block->start;
    bool bold = strncmp(text, "**", 2) == 0; /* as Markdown has it: rather a heading */
    return block->kind == BLOCK_ITEM || (strchr("-*", *text) && !bold) ||
           strncmp(text, "\xE2\x80\xA2", 3) == 0; /* a bullet */
}

static bool is_short(const struct reading *reading, const struct block *block)
{
    return block->end > block->start && block->end - block->start <= HEADING_MAX &&
           !strchr(".!?", reading->text[block->end - 1]);
}

bool heading_lists(const struct reading *reading, size_t block)
{
    return is_item(reading, block) || is_short(reading, &reading->blocks[block]);
}

bool heading_is(const struct reading *reading, size_t sentence)
{
    const struct block *block = &reading->blocks[reading->sentences[sentence].block];
    bool leads_in = block->end > block->start && block->end - block->start <= ANNOUNCEMENT_MAX &&
                    reading->text[block->end - 1] == ':';
    return block->kind == BLOCK_HEADING || (leads_in && !has_percent(reading, sentence)) ||
           (is_short(reading, block) && !has_percent(reading, sentence) &&
            !is_item(reading, reading->sentences[sentence].block) &&
            !table_is_row(reading, reading->sentences[sentence].block));
}

bool heading_is_below(const struct reading *reading, size_t sentence)
{
    return sentence > 0 && !heading_is_title(reading, sentence - 1) &&
           heading_is(reading, sentence - 1);
}

size_t heading_block(const struct reading *reading, size_t sentence)
{
    for (size_t i = sentence; i-- > heading_first_seen(sentence);)
        if (heading_is(reading, i) || heading_is_title(reading, i))
            return reading->sentences[i].block;
    return SIZE_MAX;
}

bool heading_leads_in(const struct reading *reading, size_t sentence)
{
    const struct sentence *words = &reading->sentences[sentence];
    return (sentence == 0 || reading->sentences[sentence - 1].block != words->block) &&
           words->end - words->start <= LEAD_IN_MAX && !has_percent(reading, sentence);
}
