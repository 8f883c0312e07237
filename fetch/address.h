/* address: which IP addresses may be connected to. */
#ifndef FETCH_ADDRESS_H
#define FETCH_ADDRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#define ADDRESS_RANGES_MAX 16

/* The first `bits` bits are shared; IPv4 stands in it as IPv4-mapped IPv6 (RFC 4291, 2.5.5.2). */
struct address_range {
    uint8_t first[16];
    int bits;
};

struct address_ranges {
    struct address_range items[ADDRESS_RANGES_MAX];
    size_t count;
};

/*
 * Reads ranges in CIDR's notation (RFC 4632), single addresses among them, with blanks or commas
 * between: "127.0.0.0/8, ::1". Returns -1 when one is none, has bits behind its prefix, or is one
 * too many.
 */
int address_ranges_parse(const char *text, struct address_ranges *ranges);

/*
 * False for loopback, private, link-local, multicast and all other special ranges (IANA's
 * registries of RFC 6890), so that a link in a feed cannot reach the services of the machine or its
 * network. IPv4 addresses within IPv6 ones are looked at as such. Families but IPv4 and IPv6 are
 * not public.
 */
bool address_is_public(const struct sockaddr *address);

/* Public, or within one of the ranges, which may be NULL. */
bool address_is_allowed(const struct sockaddr *address, const struct address_ranges *ranges);

/* The same for an address in letters, as inet_ntop(3) writes it; false for all else. */
bool address_text_is_allowed(const char *text, const struct address_ranges *ranges);

#endif
