#include "base/hash.h"

#include <openssl/sha.h>
#include <stdio.h>

void hash_hex(const void *bytes, size_t len, char hex[HASH_HEX_SIZE])
{
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256(bytes, len, digest);
    for (size_t i = 0; i < sizeof(digest); i++)
        snprintf(hex + 2 * i, 3, "%02x", digest[i]);
}
