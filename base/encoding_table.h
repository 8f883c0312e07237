/*
 * The encodings of the WHATWG Encoding Standard: their labels (section 4.2), the ICU converter that
 * reads each, and the few code points where ICU and the standard's indexes differ. Only
 * base/encoding.c reads these.
 */
#ifndef BASE_ENCODING_TABLE_H
#define BASE_ENCODING_TABLE_H

#include <stddef.h>
#include <stdint.h>

/* first..last become into, into + 1 … */
struct encoding_range {
    uint32_t first;
    uint32_t last;
    uint32_t into;
};

struct encoding {
    const char *name;
    const char *converter; /* ICU's name; NULL: nothing is read, the text is one U+FFFD */
    const char *labels;    /* lower case, a blank between two */
    const struct encoding_range *corrections; /* from ICU's code points; ends with first == 0 */
    const struct encoding_range *additions;   /* from bytes that ICU does not map; likewise */
};

extern const struct encoding encoding_table[];
extern const size_t encoding_table_count;

#endif
