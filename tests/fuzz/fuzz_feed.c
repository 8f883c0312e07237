/* The reader of feeds on any bytes, whatever the server says that they are. */
#include "base/arena.h"
#include "base/diag.h"
#include "fetch/feed.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    const char *text = arena_strndup(arena, len > 0 ? (const char *)bytes : "", len);
    feed_parse(text, len, NULL, "https://news.example/feed", true, arena, diags);
    diags_free(diags);
    arena_free(arena);
    return 0;
}
