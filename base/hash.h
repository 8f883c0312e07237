/* SHA-256 (FIPS 180-4), which names documents and versions of rules. */
#ifndef BASE_HASH_H
#define BASE_HASH_H

#include <stddef.h>

#define HASH_HEX_SIZE 65 /* 64 lower-case hex digits and the NUL */

void hash_hex(const void *bytes, size_t len, char hex[HASH_HEX_SIZE]);

#endif
