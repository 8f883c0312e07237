#include "extract/consent.h"

#include <stddef.h>
#include <string.h>

#include "base/text.h"

/* Characters of the longest consent page; notices that list their partners stand on pages apart. */
#define PAGE_CHARS 12000

/* Characters of a line that can be a sentence; buttons and menus say nothing. */
#define LINE_CHARS 30

/* Folded; where one of them stands, the sentence is about consent, in one language or another. */
static const char *const words[] = {
    "cookie",      "consent",     "your privacy",  "personal data",    "einwillig",
    "zustimm",     "datenschutz", "tracking",      "personenbezogen",  "vos données",
    "vie privée",  "traceurs",    "consenti",      "datos personales", "dati personali",
    "toestemming", "samtyk",      "samtyck",       "persoonsgegevens", "personopplysninger",
    "zgod",        "ciasteczk",   "personuppgift", "dados pessoais",
};

static bool speaks_of_consent(const char *folded)
{
    for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
        if (strstr(folded, words[i]))
            return true;
    return false;
}

bool consent_page(const struct page *page, struct arena *arena)
{
    size_t all = 0, consent = 0, sentences = 0;
    for (size_t i = 0; i < page->line_count && all <= PAGE_CHARS; i++) {
        const struct line *line = &page->lines[i];
        if (line->chars < LINE_CHARS)
            continue;
        const char *text =
            arena_strndup(arena, page->text.data + line->start, line->end - line->start);
        bool speaks = speaks_of_consent(text_fold(arena, text));
        all += line->chars;
        consent += speaks ? line->chars : 0;
        sentences += speaks;
    }
    return all <= PAGE_CHARS && sentences >= 2 && consent * 2 > all;
}
