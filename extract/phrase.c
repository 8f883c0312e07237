#include "extract/phrase.h"

#include <stddef.h>
#include <string.h>

#include "base/text.h"

static const char *const beginnings[] = {
    "read more",
    "read also",
    "read next",
    "also read",
    "related:",
    "see also",
    "more:",
    "recommended",
    "sign up",
    "subscribe",
    "follow us",
    "click here",
    "join our",
    "join us",
    "get the",
    "download",
    "advertisement",
    "copyright",
    "©",
    "(c)",
    "all rights",
    "photo",
    "image",
    "picture",
    "credit",
    "published",
    "updated",
    "posted",
    "last updated",
    "share",
    "watch:",
    "listen",
    "newsletter",
    "this article was",
    "this story was",
    "disclaimer",
    "disclosure",
    "editor's note",
    "by ",
    "reporting by",
    "our standards",
    "do you have",
    "don't miss",
    "up next",
    "most read",
    "comments",
    "placeholder",
    "lesen sie",
    "mehr zum",
    "mehr dazu",
    "auch interessant",
    "anzeige",
    "foto",
    "bild:",
    "quelle",
    "stand:",
    "von ",
    "abonnieren",
    "folgen sie",
    "jetzt",
    "das könnte",
    "zum thema",
    "publié le",
    "mis à jour",
    "pubblicato",
    "aggiornato",
    "publicado",
    "actualizado",
    "veröffentlicht",
    "aktualisiert",
    "à lire",
    "lire aussi",
    "publicité",
    "abonnez",
    "inscrivez",
    "article réservé",
    "voir aussi",
    "crédit",
    "leer más",
    "lee también",
    "te puede",
    "suscr",
    "síguenos",
    "publicidad",
    "leggi anche",
    "iscriviti",
    "pubblicità",
    "lees ook",
    "lees meer",
    "les også",
    "läs mer",
    "läs också",
    "czytaj",
    "zobacz",
    "ayrıca",
    "haberin",
    "читайте",
    "фото",
    "подпис",
    "関連",
    "写真",
    "続き",
    "ご登録",
    "登録",
    "有料会員",
    "無断転載",
    "무단",
};

#define OFFERS 8 /* of one letter */

/* By their first letter, since every word of a page is looked up. */
static const char *const offers[26][OFFERS] = {
    ['a' - 'a'] = {"affiliate", "app store", "abonnent", "abonnement", "abbonati"},
    ['c' - 'a'] = {"cookie", "create an account", "commission on"},
    ['d' - 'a'] = {"datenschutz"},
    ['e' - 'a'] = {"epaper", "e-paper", "exclusive articles", "earn a commission",
                   "earn us a commission", "externen inhalt", "externer inhalt",
                   "einverstanden, dass"},
    ['l' - 'a'] = {"log in", "local journalism"},
    ['n' - 'a'] = {"newsletter"},
    ['p' - 'a'] = {"privacy policy", "privatsphäre", "push-nachrichten"},
    ['r' - 'a'] = {"réservée aux abonnés", "registrieren"},
    ['s' - 'a'] = {"subscri", "sign in", "suscripci", "suscrí"},
    ['t' - 'a'] = {"terms of"},
    ['u' - 'a'] = {"unlimited online access"},
    ['y' - 'a'] = {"your inbox"},
    ['z' - 'a'] = {"zustimmung"},
};

bool phrase_begins(const char *folded)
{
    for (size_t i = 0; i < sizeof(beginnings) / sizeof(*beginnings); i++)
        if (beginnings[i][0] == folded[0] && text_starts(folded, beginnings[i]))
            return true;
    return false;
}

static bool begins_offer(const char *word)
{
    if (*word < 'a' || *word > 'z')
        return false;
    const char *const *same = offers[*word - 'a'];
    for (size_t i = 0; i < OFFERS && same[i]; i++)
        if (text_starts(word, same[i]))
            return true;
    return false;
}

bool phrase_offers(const char *folded)
{
    for (const char *word = folded; word; word = strchr(word, ' ')) {
        word += strspn(word, " \"'(-");
        if (begins_offer(word))
            return true;
    }
    return false;
}
