/* The reader of articles on any bytes. */
#include "base/arena.h"
#include "base/diag.h"
#include "extract/article.h"
#include "tests/fuzz/target.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t len)
{
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    const struct document document = {.url = "https://news.example/2026/03/fab.html",
                                      .final_url = "https://news.example/2026/03/fab.html",
                                      .body = len > 0 ? (const char *)bytes : "",
                                      .body_len = len};
    article_read(&document, NULL, arena, diags);
    diags_free(diags);
    arena_free(arena);
    return 0;
}
