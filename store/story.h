/* story: the copies of one article, wherever they were published. For store/ only. */
#ifndef STORE_STORY_H
#define STORE_STORY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/hash.h"
#include "store/database.h"

/*
 * What copies of a text have in common: the hash of its letters and digits, case folded, so that
 * markup, blanks and punctuation do not count. False for a text of so few letters (a stub, a notice
 * about cookies) that being equal means nothing.
 */
bool story_fingerprint(const char *text, char fingerprint[HASH_HEX_SIZE]);

/*
 * Puts an article into the story of the first other one with the same fingerprint, else into one of
 * its own. `story_id` is the story that it was in, 0 for a new article; that one's other members
 * stay together. Returns 0 or -1.
 */
int story_place(struct database *db, int64_t article_id, int64_t story_id, const char *fingerprint);

#endif
