#include "rules/reference.h"

#include <string.h>

size_t reference_word(const char *text)
{
    return strspn(text, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-");
}

bool reference_read(const char *text, size_t at, struct reference *reference)
{
    at++;
    *reference = (struct reference){.name_len = reference_word(text + at), .kinds_at = at};
    at += reference->name_len;
    if (text[at] == ':') {
        reference->named = true;
        reference->kinds_at = ++at;
        at += reference_word(text + at);
    }
    while (text[at] == '|' && reference_word(text + at + 1) > 0)
        at += 1 + reference_word(text + at + 1);
    reference->kinds_len = at - reference->kinds_at;
    reference->list = text[at] == '+';
    at += reference->list;
    reference->end = at + 1;
    reference->alone = text[at] == '}' && at == reference->kinds_at + reference->name_len &&
                       !reference->named && !reference->list;
    return reference->name_len > 0 && reference_word(text + reference->kinds_at) > 0 &&
           text[at] == '}';
}
