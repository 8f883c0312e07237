#include "fetch/address.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct range4 {
    uint32_t first; /* host byte order */
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

static bool is_in(const uint8_t address[16], const struct address_range *range)
{
    int whole = range->bits / 8, rest = range->bits % 8;
    if (memcmp(address, range->first, (size_t)whole) != 0)
        return false;
    return rest == 0 || (address[whole] ^ range->first[whole]) >> (8 - rest) == 0;
}

static bool is_public6(const uint8_t address[16])
{
    static const struct address_range mapped = {{[10] = 0xFF, 0xFF}, 96};
    static const struct address_range translated = {{0x00, 0x64, 0xFF, 0x9B}, 96};
    static const struct address_range global = {{0x20}, 3};
    static const struct address_range special[] = {
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

static void map4(const struct in_addr *in, uint8_t address[16])
{
    memset(address, 0, 16);
    address[10] = address[11] = 0xFF;
    memcpy(address + 12, in, 4);
}

static bool is_clear_behind(const uint8_t address[16], int bits)
{
    for (int i = bits; i < 128; i++)
        if (address[i / 8] >> (7 - i % 8) & 1)
            return false;
    return true;
}

/* `text` is one range; its slash is overwritten. */
static int parse_range(char *text, struct address_range *range)
{
    struct in_addr in;
    char *slash = strchr(text, '/'), *end = NULL;
    if (slash)
        *slash = '\0';
    bool four = inet_pton(AF_INET, text, &in) == 1;
    if (four)
        map4(&in, range->first);
    else if (inet_pton(AF_INET6, text, range->first) != 1)
        return -1;
    int width = four ? 32 : 128;
    long bits = slash ? strtol(slash + 1, &end, 10) : width;
    if (slash && (slash[1] < '0' || slash[1] > '9' || *end))
        return -1;
    if (bits < 0 || bits > width)
        return -1;
    range->bits = (int)bits + 128 - width;
    return is_clear_behind(range->first, range->bits) ? 0 : -1;
}

int address_ranges_parse(const char *text, struct address_ranges *ranges)
{
    static const char between[] = " \t,";
    ranges->count = 0;
    for (const char *at = text + strspn(text, between); *at; at += strspn(at, between)) {
        char one[INET6_ADDRSTRLEN + sizeof("/128")];
        size_t len = strcspn(at, between);
        if (len >= sizeof(one) || ranges->count == ADDRESS_RANGES_MAX)
            return -1;
        snprintf(one, sizeof(one), "%.*s", (int)len, at);
        if (parse_range(one, &ranges->items[ranges->count++]) != 0)
            return -1;
        at += len;
    }
    return 0;
}

bool address_is_allowed(const struct sockaddr *address, const struct address_ranges *ranges)
{
    uint8_t bytes[16];
    if (address_is_public(address))
        return true;
    if (address->sa_family == AF_INET) {
        struct sockaddr_in in;
        memcpy(&in, address, sizeof(in));
        map4(&in.sin_addr, bytes);
    } else if (address->sa_family == AF_INET6) {
        struct sockaddr_in6 in6;
        memcpy(&in6, address, sizeof(in6));
        memcpy(bytes, &in6.sin6_addr, sizeof(bytes));
    } else {
        return false;
    }
    for (size_t i = 0; ranges && i < ranges->count; i++)
        if (is_in(bytes, &ranges->items[i]))
            return true;
    return false;
}

bool address_text_is_allowed(const char *text, const struct address_ranges *ranges)
{
    struct sockaddr_in in = {.sin_family = AF_INET};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
        return address_is_allowed((const struct sockaddr *)&in, ranges);
    return inet_pton(AF_INET6, text, &in6.sin6_addr) == 1 &&
           address_is_allowed((const struct sockaddr *)&in6, ranges);
}
