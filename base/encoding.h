/*
 * encoding: which character encoding a page or feed is in, and its conversion to UTF-8, as browsers
 * do it (WHATWG Encoding Standard; WHATWG HTML 13.2.3, "The input byte stream").
 */
#ifndef BASE_ENCODING_H
#define BASE_ENCODING_H

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"

struct encoding;

/* By one of the standard's 228 labels, any case, blanks around it allowed; NULL if unknown. */
const struct encoding *encoding_by_label(const char *label, size_t len);

const char *encoding_name(const struct encoding *encoding); /* the standard's: "windows-1252" */

/*
 * The encoding of a page: a byte order mark, the Content-Type header's charset, a <meta> within the
 * first 1024 bytes, else UTF-8 where the bytes are valid UTF-8, else windows-1252. `content_type`
 * is NULL where there is no header. Never NULL.
 */
const struct encoding *encoding_detect(const char *bytes, size_t len, const char *content_type);

/*
 * The encoding of an XML document (RFC 7303, section 3): a byte order mark, the header's charset,
 * the XML declaration, else UTF-8. What is not known to the standard is as if it were not said.
 */
const struct encoding *encoding_detect_xml(const char *bytes, size_t len, const char *content_type);

/*
 * Appends the text as UTF-8. A byte order mark and NUL bytes are left out; what the encoding does
 * not know becomes U+FFFD.
 */
void encoding_decode(const struct encoding *encoding, const char *bytes, size_t len,
                     struct buf *out);

/* The character that a byte is in windows-1252, which stray bytes in UTF-8 usually are. */
uint32_t encoding_windows_1252(unsigned char byte);

#endif
