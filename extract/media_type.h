/* media type: whether a document is a web page at all, and no PDF, picture or archive. */
#ifndef EXTRACT_MEDIA_TYPE_H
#define EXTRACT_MEDIA_TYPE_H

#include <stdbool.h>

#include "fetch/document.h"

/*
 * By the Content-Type where it says text, HTML, XML or what they are not; else by the bytes that
 * other formats begin with (WHATWG MIME Sniffing, sections 6 and 7), since "octet-stream" and no
 * header at all say nothing.
 */
bool media_type_is_page(const struct document *document);

#endif
