/*
 * directive: one line of a site's rules in the common "key: value" form of full-text readers, one
 * file for each site, named after its host. Used to translate such files (rules/import.h).
 */
#ifndef RULES_DIRECTIVE_H
#define RULES_DIRECTIVE_H

#include <stddef.h>

#include "base/arena.h"
#include "base/diag.h"

struct directive {
    const char *name;         /* in lower case, without blanks around; "" where there is no colon */
    const char *argument;     /* in the name's parentheses: http_header(ARGUMENT): …; or NULL */
    const char *value;        /* without blanks around; the line where there is no colon */
    struct position position; /* of the value */
};

/*
 * All directives of a file, in order; empty lines and remarks are left out. Bytes that are no UTF-8
 * are read as the encoding that they seem to be in. Everything lives in the arena.
 */
const struct directive *directives_read(const char *file, const char *bytes, size_t len,
                                        struct arena *arena, size_t *count);

#endif
