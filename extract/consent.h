/* consent: pages that ask a reader for consent to cookies before, and instead of, the article. */
#ifndef EXTRACT_CONSENT_H
#define EXTRACT_CONSENT_H

#include <stdbool.h>

#include "base/arena.h"
#include "extract/page.h"

/*
 * Whether most of a page's text, which is short, is about cookies, tracking and consent. Only to be
 * asked of pages that describe no article and name no date.
 */
bool consent_page(const struct page *page, struct arena *arena);

#endif
