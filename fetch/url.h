/*
 * url: web addresses (RFC 3986), parsed and put together by libcurl.
 *
 * Two forms: what is fetched, and a key by which two addresses of one page are recognised. All
 * functions refuse schemes but http and https, user names and passwords (they would end up in the
 * ledger and in logs), and addresses longer than URL_MAX. Results are malloc'ed; NULL is refusal.
 */
#ifndef FETCH_URL_H
#define FETCH_URL_H

#include <stdbool.h>

/* RFC 9110, section 4.1 asks for 8000 octets; what is longer is a trap or embedded data. */
#define URL_MAX 8000

/*
 * The absolute address that `ref` stands for on the page `base` (RFC 3986, section 5), ready to be
 * fetched: host in lower case and Punycode, no default port, no dot segments, no fragment; blanks
 * and what is not ASCII are escaped. White space around and line breaks within `ref` are left out,
 * as browsers do. base is NULL where ref must be absolute by itself.
 */
char *url_resolve(const char *base, const char *ref);

/*
 * The key of a page: url_resolve, and also https for http (where no port is named), escapes in one
 * form (RFC 3986, section 6.2.2), and no query parameters that only say where a reader came from
 * (utm_source …). Other parameters keep their order, which may matter to the server. Not to be
 * fetched.
 */
char *url_key(const char *url);

/* The host in lower case, in Punycode; an IPv6 address in brackets. */
char *url_host(const char *url);

bool url_is_http(const char *url); /* absolute, and url_resolve would accept it */

#endif
