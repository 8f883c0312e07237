/*
 * phrase: wordings that stand in an article's text only where it is interrupted, in the larger
 * languages: promotions, credits, notices.
 */
#ifndef EXTRACT_PHRASE_H
#define EXTRACT_PHRASE_H

#include <stdbool.h>

/* Both take case-folded text. */

bool phrase_begins(const char *folded); /* begins like "Read more: …", "Photo: …", "Updated …" */
bool phrase_offers(const char *folded); /* a word begins a phrase of subscriptions, consent … */

#endif
