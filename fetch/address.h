/* address: whether an IP address belongs to the public internet. */
#ifndef FETCH_ADDRESS_H
#define FETCH_ADDRESS_H

#include <stdbool.h>
#include <sys/socket.h>

/*
 * False for loopback, private, link-local, multicast and all other special ranges (IANA's
 * registries of RFC 6890), so that a link in a feed cannot reach the services of the machine or its
 * network. IPv4 addresses within IPv6 ones are looked at as such. Families but IPv4 and IPv6 are
 * not public.
 */
bool address_is_public(const struct sockaddr *address);

#endif
