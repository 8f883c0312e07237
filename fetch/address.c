#include "fetch/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdint.h>
#include <string.h>

struct range4 {
    uint32_t first; /* host byte order */
    int bits;
};

struct range6 {
    uint8_t first[16];
    int bits;
};

static bool is_public4(uint32_t address)
{
    static const struct range4 special[] = {
        {0x00000000, 8},  /* this network */
        {0x0A000000, 8},  /* private */
        {0x64400000, 10}, /* shared by carriers */
        {0x7F000000, 8},  /* loopback */
        {0xA9FE0000, 16}, /* link-local */
        {0xAC100000, 12}, /* private */
        {0xC0000000, 24}, /* protocol assignments */
        {0xC0000200, 24}, /* documentation */
        {0xC0586300, 24}, /* 6to4 relays */
        {0xC0A80000, 16}, /* private */
        {0xC6120000, 15}, /* benchmarks */
        {0xC6336400, 24}, /* documentation */
        {0xCB007100, 24}, /* documentation */
        {0xE0000000, 4},  /* multicast */
        {0xF0000000, 4},  /* reserved, broadcast */
    };
    for (size_t i = 0; i < sizeof(special) / sizeof(special[0]); i++)
        if ((address ^ special[i].first) >> (32 - special[i].bits) == 0)
            return false;
    return true;
}

static bool is_in(const uint8_t address[16], const struct range6 *range)
{
    int whole = range->bits / 8, rest = range->bits % 8;
    if (memcmp(address, range->first, (size_t)whole) != 0)
        return false;
    return rest == 0 || (address[whole] ^ range->first[whole]) >> (8 - rest) == 0;
}

static bool is_public6(const uint8_t address[16])
{
    static const struct range6 mapped = {{[10] = 0xFF, 0xFF}, 96};
    static const struct range6 translated = {{0x00, 0x64, 0xFF, 0x9B}, 96};
    static const struct range6 global = {{0x20}, 3};
    static const struct range6 special[] = {
        {{0x20, 0x01}, 23},             /* protocol assignments, Teredo */
        {{0x20, 0x01, 0x0D, 0xB8}, 32}, /* documentation */
        {{0x20, 0x02}, 16},             /* 6to4 */
        {{0x3F, 0xFF}, 20},             /* documentation */
    };
    if (is_in(address, &mapped) || is_in(address, &translated)) {
        uint32_t last;
        memcpy(&last, address + 12, sizeof(last));
        return is_public4(ntohl(last));
    }
    for (size_t i = 0; i < sizeof(special) / sizeof(special[0]); i++)
        if (is_in(address, &special[i]))
            return false;
    return is_in(address, &global);
}

bool address_is_public(const struct sockaddr *address)
{
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof(in));
        return is_public4(ntohl(in.sin_addr.s_addr));
    }
    if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, address, sizeof(in6));
        return is_public6(in6.sin6_addr.s6_addr);
    }
    return false;
}
