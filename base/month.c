#include "base/month.h"

#include <stddef.h>
#include <string.h>

/*
 * The shortest beginnings that tell the months of a language from each other, with a blank between:
 * they cover abbreviations and inflections alike. English, German, French, Spanish, Portuguese,
 * Italian, Dutch, Danish, Norwegian, Swedish, Finnish, Polish, Czech, Hungarian, Romanian,
 * Lithuanian, Turkish, Indonesian, Russian, Ukrainian, Greek. Where one beginning is also that of a
 * longer one (mar, marras), the longer decides.
 */
static const char *const month_stems[12] = {
    "jan ene gen sty led ian oca tammi saus янв січ ιαν",
    "feb fév fev lut úno şub helmi vas фев лют φεβ",
    "mar mär mrt maer maa bře már kov мар бер μαρ μάρ",
    "apr avr abr kwi dub ápr nis huhti bal апр кві απρ",
    "mai may mag mei maj máj kvě touko geg мая май тра μαι μάι μαΐ",
    "jun juin giu cze jún červ iun haz kesä bir июн чер ιουν ιούν",
    "jul juil lug lip júl července červenec iul tem heinä lie июл лип ιουλ ιούλ",
    "aug aoû aou ago sie srp ağu agu elo rugp авг сер αυγ αύγ",
    "sep set szep wrz zář eyl syys rugs сен вер σεπ",
    "oct okt ott out paź říj eki loka spa окт жов οκτ",
    "nov lis lap kas marras ноя лис νοε νοέ",
    "dec déc dez dic gru pro ara des joulu дек гру δεκ",
};

int month_of_word(const char *folded)
{
    int month = 0;
    size_t longest = 0;
    for (int i = 0; i < 12; i++)
        for (const char *stem = month_stems[i]; *stem;) {
            size_t len = strcspn(stem, " ");
            if (len > longest && strncmp(folded, stem, len) == 0) {
                longest = len;
                month = i + 1;
            }
            stem += len + strspn(stem + len, " ");
        }
    return month;
}
