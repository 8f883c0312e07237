#include "fetch/url.h"

#include <ctype.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <unicode/uidna.h>

#include "base/buf.h"
#include "base/mem.h"
#include "base/text.h"

#define HOST_MAX 253 /* octets in a name: RFC 1035, section 2.3.4, without length bytes */

static bool is_space(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

/*
 * WHATWG URL, section 4.4: blanks and control characters around, tabs and line ends anywhere. The
 * fragment goes here too, since libcurl resolves a lone one as if it were a path.
 */
static char *strip(const char *ref)
{
    struct buf out = {0};
    while (is_space(*ref))
        ref++;
    for (; *ref && *ref != '#'; ref++)
        if (*ref == ' ' || !is_space(*ref))
            buf_putc(&out, *ref);
    while (out.len > 0 && out.data[out.len - 1] == ' ')
        out.data[--out.len] = '\0';
    return buf_detach(&out);
}

static char *get(CURLU *parts, CURLUPart part, unsigned flags)
{
    char *value;
    return curl_url_get(parts, part, &value, flags) == CURLUE_OK ? value : NULL;
}

static bool has_http_scheme(CURLU *parts)
{
    char *scheme = get(parts, CURLUPART_SCHEME, 0);
    bool ok = text_equal_ascii_nocase(scheme, "http") || text_equal_ascii_nocase(scheme, "https");
    curl_free(scheme);
    return ok;
}

/*
 * Lower case, and Punycode for what is not ASCII (UTS #46): libcurl would convert with the locale's
 * charset, which cron jobs rarely set.
 */
static char *host_to_ascii(const char *host)
{
    char ascii[HOST_MAX + 1];
    UErrorCode status = U_ZERO_ERROR;
    UIDNAInfo info = UIDNA_INFO_INITIALIZER;
    UIDNA *idna = uidna_openUTS46(UIDNA_NONTRANSITIONAL_TO_ASCII, &status);
    uidna_nameToASCII_UTF8(idna, host, -1, ascii, sizeof(ascii), &info, &status);
    if (idna)
        uidna_close(idna);
    return U_FAILURE(status) || info.errors ? NULL : mem_strdup(ascii);
}

static bool is_ascii(const char *text)
{
    while (*text && (unsigned char)*text < 0x80)
        text++;
    return *text == '\0';
}

static bool normalize_host(CURLU *parts)
{
    char *host = get(parts, CURLUPART_HOST, 0);
    char *normal = NULL;
    if (host && *host)
        normal = is_ascii(host) ? mem_strdup(host) : host_to_ascii(host);
    for (char *c = normal; c && *c; c++)
        if (*c >= 'A' && *c <= 'Z')
            *c = (char)(*c - 'A' + 'a');
    bool ok = normal && curl_url_set(parts, CURLUPART_HOST, normal, 0) == CURLUE_OK;
    free(normal);
    curl_free(host);
    return ok;
}

/* The parts of an address that may be fetched, else NULL. */
static CURLU *parse(const char *base, const char *ref)
{
    CURLU *parts = curl_url();
    char *stripped = strip(ref);
    const unsigned flags = CURLU_URLENCODE | CURLU_DISALLOW_USER;
    bool ok = parts && strlen(stripped) <= URL_MAX && (!base || strlen(base) <= URL_MAX);

    if (ok && base)
        ok = curl_url_set(parts, CURLUPART_URL, base, flags) == CURLUE_OK;
    if (ok && !(base && *stripped == '\0'))
        ok = curl_url_set(parts, CURLUPART_URL, stripped, flags) == CURLUE_OK;
    ok = ok && has_http_scheme(parts) && normalize_host(parts);
    free(stripped);
    if (!ok) {
        curl_url_cleanup(parts);
        return NULL;
    }
    curl_url_set(parts, CURLUPART_FRAGMENT, NULL, 0);
    return parts;
}

/* Takes the parts over. */
static char *join(CURLU *parts)
{
    char *joined = get(parts, CURLUPART_URL, CURLU_NO_DEFAULT_PORT);
    char *url = joined && strlen(joined) <= URL_MAX ? mem_strdup(joined) : NULL;
    curl_free(joined);
    curl_url_cleanup(parts);
    return url;
}

char *url_resolve(const char *base, const char *ref)
{
    CURLU *parts = parse(base, ref);
    return parts ? join(parts) : NULL;
}

/* They say how a reader came to a page, and change nothing in what the page shows. */
static bool is_tracking(const char *parameter, size_t len)
{
    static const char *const names[] = {"dclid",  "fbclid", "gbraid",  "gclid",  "igshid",
                                        "mc_cid", "mc_eid", "msclkid", "twclid", "wbraid",
                                        "yclid",  "_hsenc", "_hsmi",   "mkt_tok"};
    size_t name_len = 0;
    while (name_len < len && parameter[name_len] != '=')
        name_len++;
    if (name_len >= 4 && strncasecmp(parameter, "utm_", 4) == 0)
        return true;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
        if (strlen(names[i]) == name_len && strncasecmp(parameter, names[i], name_len) == 0)
            return true;
    return false;
}

static void drop_tracking(CURLU *parts)
{
    struct buf kept = {0};
    char *query = get(parts, CURLUPART_QUERY, 0);
    for (const char *at = query; at && *at;) {
        size_t len = strcspn(at, "&");
        if (len > 0 && !is_tracking(at, len)) {
            if (kept.len > 0)
                buf_putc(&kept, '&');
            buf_add(&kept, at, len);
        }
        at += len + (at[len] == '&');
    }
    curl_url_set(parts, CURLUPART_QUERY, kept.len > 0 ? kept.data : NULL, 0);
    curl_free(query);
    buf_free(&kept);
}

static int hex_digit(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    c = (char)(c | 0x20);
    return c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* RFC 3986, section 6.2.2: escapes in upper case, none for unreserved characters. */
static char *normalize_escapes(const char *url)
{
    struct buf out = {0};
    for (; *url; url++) {
        int high = *url == '%' ? hex_digit(url[1]) : -1;
        int low = high >= 0 ? hex_digit(url[2]) : -1;
        if (low < 0) {
            buf_putc(&out, *url);
            continue;
        }
        int c = high * 16 + low;
        if (c < 0x80 && (isalnum(c) || (c && strchr("-._~", c))))
            buf_putc(&out, (char)c);
        else
            buf_printf(&out, "%%%02X", (unsigned)c);
        url += 2;
    }
    return buf_detach(&out);
}

/* A site that changes to https keeps its pages: both schemes have one key, but for other ports. */
static void unify_scheme(CURLU *parts)
{
    char *port = NULL;
    if (curl_url_get(parts, CURLUPART_PORT, &port, CURLU_NO_DEFAULT_PORT) == CURLUE_NO_PORT &&
        (curl_url_set(parts, CURLUPART_PORT, NULL, 0) != CURLUE_OK ||
         curl_url_set(parts, CURLUPART_SCHEME, "https", 0) != CURLUE_OK))
        mem_die("libcurl refuses a scheme");
    curl_free(port);
}

char *url_key(const char *url)
{
    CURLU *parts = parse(NULL, url);
    if (!parts)
        return NULL;
    drop_tracking(parts);
    unify_scheme(parts);
    char *joined = join(parts);
    if (!joined)
        return NULL;
    /* Escaped dots may have hidden dot segments, which are gone after another round. */
    char *plain = normalize_escapes(joined);
    char *key = url_resolve(NULL, plain);
    free(plain);
    free(joined);
    return key;
}

char *url_host(const char *url)
{
    CURLU *parts = parse(NULL, url);
    if (!parts)
        return NULL;
    char *host = get(parts, CURLUPART_HOST, 0);
    char *copy = host ? mem_strdup(host) : NULL;
    curl_free(host);
    curl_url_cleanup(parts);
    return copy;
}

bool url_is_http(const char *url)
{
    char *resolved = url_resolve(NULL, url);
    bool is_http = resolved != NULL;
    free(resolved);
    return is_http;
}
