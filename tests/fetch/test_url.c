#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "fetch/url.h"

struct sample {
    const char *in;
    const char *out; /* NULL: refused */
};

static void check(const char *in, char *got, const char *want)
{
    if (!got != !want || (got && want && strcmp(got, want) != 0))
        fail_msg("%s gives %s, not %s", in, got ? got : "NULL", want ? want : "NULL");
    free(got);
}

static void test_resolves_as_rfc_3986(void **state)
{
    /* Section 5.4, without those that are not http; fragments are dropped. */
    static const struct sample samples[] = {
        {"g", "http://a/b/c/g"},
        {"./g", "http://a/b/c/g"},
        {"g/", "http://a/b/c/g/"},
        {"/g", "http://a/g"},
        {"//g", "http://g/"},
        {"?y", "http://a/b/c/d;p?y"},
        {"g?y", "http://a/b/c/g?y"},
        {"#s", "http://a/b/c/d;p?q"},
        {"g#s", "http://a/b/c/g"},
        {"g?y#s", "http://a/b/c/g?y"},
        {";x", "http://a/b/c/;x"},
        {"g;x", "http://a/b/c/g;x"},
        {"g;x?y#s", "http://a/b/c/g;x?y"},
        {"", "http://a/b/c/d;p?q"},
        {".", "http://a/b/c/"},
        {"./", "http://a/b/c/"},
        {"..", "http://a/b/"},
        {"../", "http://a/b/"},
        {"../g", "http://a/b/g"},
        {"../..", "http://a/"},
        {"../../", "http://a/"},
        {"../../g", "http://a/g"},
        {"../../../g", "http://a/g"},
        {"/./g", "http://a/g"},
        {"/../g", "http://a/g"},
        {"g.", "http://a/b/c/g."},
        {".g", "http://a/b/c/.g"},
        {"..g", "http://a/b/c/..g"},
        {"./../g", "http://a/b/g"},
        {"./g/.", "http://a/b/c/g/"},
        {"g/./h", "http://a/b/c/g/h"},
        {"g/../h", "http://a/b/c/h"},
        {"g;x=1/../y", "http://a/b/c/y"},
        {"g?y/./x", "http://a/b/c/g?y/./x"},
        {"g?y/../x", "http://a/b/c/g?y/../x"},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
        check(samples[i].in, url_resolve("http://a/b/c/d;p?q", samples[i].in), samples[i].out);
}

static void test_cleans_what_is_fetched(void **state)
{
    static const struct sample samples[] = {
        {"HTTP://News.Example:80/A", "http://news.example/A"},
        {"https://news.example:443", "https://news.example/"},
        {"https://news.example:8443/", "https://news.example:8443/"},
        {" \n https://news.example/a\n\tb ", "https://news.example/ab"},
        {"https://news.example/two words", "https://news.example/two%20words"},
        {"https://news.example/?utm_source=x", "https://news.example/?utm_source=x"},
        {"https://user:secret@news.example/", NULL},
        {"https://user@news.example/", NULL},
        {"ftp://news.example/", NULL},
        {"file:///etc/passwd", NULL},
        {"javascript:void(0)", NULL},
        {"mailto:desk@news.example", NULL},
        {"data:text/html,hello", NULL},
        {"/relative", NULL},
        {"https://", NULL},
        {"", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++)
        check(samples[i].in, url_resolve(NULL, samples[i].in), samples[i].out);
    check("mailto on a page", url_resolve("http://a/", "mailto:desk@news.example"), NULL);
    check("javascript on a page", url_resolve("http://a/", "javascript:void(0)"), NULL);
    check("a base that is no web page", url_resolve("file:///a", "b"), NULL);
}

static void test_refuses_long_addresses(void **state)
{
    struct buf url = {0};
    (void)state;
    buf_puts(&url, "https://news.example/");
    while (url.len < URL_MAX)
        buf_putc(&url, 'a');
    check("longest", url_resolve(NULL, url.data), url.data);
    buf_putc(&url, 'a');
    check("too long", url_resolve(NULL, url.data), NULL);
    buf_free(&url);
}

static void test_key_leaves_tracking_out(void **state)
{
    static const struct sample samples[] = {
        {"https://News.example/a?utm_source=feed&utm_medium=rss", "https://news.example/a"},
        {"https://news.example/a?id=7&UTM_Campaign=x&page=2", "https://news.example/a?id=7&page=2"},
        {"https://news.example/a?b=2&a=1", "https://news.example/a?b=2&a=1"},
        {"https://news.example/a?fbclid=1&gclid=2", "https://news.example/a"},
        {"https://news.example/a?gclids=2", "https://news.example/a?gclids=2"},
        {"http://news.example/a", "https://news.example/a"},
        {"http://news.example:80/a", "https://news.example/a"},
        {"http://news.example:8080/a", "http://news.example:8080/a"},
        {"http://news.example:443/a", "http://news.example:443/a"},
        {"https://news.example/a?", "https://news.example/a"},
        {"https://news.example/a?&&x=1&", "https://news.example/a?x=1"},
        {"https://news.example/a#part", "https://news.example/a"},
        {"https://news.example/%7euser/%c3%a4?q=%2f", "https://news.example/~user/%C3%A4?q=%2F"},
        {"https://news.example/\xC3\xA4", "https://news.example/%C3%A4"},
        {"https://news.example/b/%2e%2E/a", "https://news.example/a"},
        {"https://b\xC3\xBC"
         "cher.example/",
         "https://xn--bcher-kva.example/"},
        {"https://news.example/100%", "https://news.example/100%"},
        {"ftp://news.example/", NULL},
    };
    (void)state;
    for (size_t i = 0; i < sizeof(samples) / sizeof(samples[0]); i++) {
        char *key = url_key(samples[i].in);
        if (key)
            check(key, url_key(key), key); /* a key is its own key */
        check(samples[i].in, key, samples[i].out);
    }
}

static void test_host(void **state)
{
    (void)state;
    check("host", url_host("https://News.Example:8443/a"), "news.example");
    check("host", url_host("http://[::1]:80/a"), "[::1]");
    check("host", url_host("nothing"), NULL);
    assert_true(url_is_http("https://news.example/"));
    assert_false(url_is_http("ftp://news.example/"));
    assert_false(url_is_http("news.example"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_resolves_as_rfc_3986),
        cmocka_unit_test(test_cleans_what_is_fetched),
        cmocka_unit_test(test_refuses_long_addresses),
        cmocka_unit_test(test_key_leaves_tracking_out),
        cmocka_unit_test(test_host),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
