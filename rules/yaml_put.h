/* yaml put: texts written so that yaml_parse gives them back, whatever they hold. */
#ifndef RULES_YAML_PUT_H
#define RULES_YAML_PUT_H

#include "base/buf.h"

/* One scalar of valid UTF-8: in the quotes that need the fewest escapes.
 */
void yaml_put_text(struct buf *out, const char *text);

/* The text as part of a remark: what would end the line or the file becomes '?'. */
void yaml_put_remark(struct buf *out, const char *text);

#endif
