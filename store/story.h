/*
 * story: the copies of one article, edited or not, wherever they were published. For store/ only.
 */
#ifndef STORE_STORY_H
#define STORE_STORY_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/hash.h"
#include "store/database.h"

/*
 * What a text is, apart from markup: the hash of its letters and digits, case folded. False for a
 * text of so few letters (a stub, a notice about cookies) that being equal means nothing.
 */
bool story_fingerprint(const char *text, char fingerprint[HASH_HEX_SIZE]);

/* An article that is new, or whose text has changed. */
struct story_member {
    int64_t article_id;
    int64_t story_id; /* that it was in; 0 for a new article */
    const char *text; /* NULL for one of too few letters, which is a story of its own */
};

/*
 * Puts an article into the story of the one that its text resembles most, else into one of its own;
 * the other members of the story that it was in stay together. A text that is nearly the same but
 * has other numbers behind the same words is no copy: the article's row then says so as its
 * conflict. `arena` is scratch. Returns 0 or -1.
 */
int story_place(struct database *db, const struct story_member *member, struct arena *arena);

#endif
