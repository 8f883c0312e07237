#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/un.h>

#include "fetch/address.h"

static bool is_public(const char *text)
{
    struct sockaddr_in in = {.sin_family = AF_INET};
    struct sockaddr_in6 in6 = {.sin6_family = AF_INET6};
    if (inet_pton(AF_INET, text, &in.sin_addr) == 1)
        return address_is_public((const struct sockaddr *)&in);
    assert_int_equal(inet_pton(AF_INET6, text, &in6.sin6_addr), 1);
    return address_is_public((const struct sockaddr *)&in6);
}

static void test_public(void **state)
{
    static const char *const texts[] = {
        "1.1.1.1",         "9.255.255.255",  "11.0.0.0",    "126.255.255.255",
        "128.0.0.1",       "100.63.255.255", "100.128.0.0", "172.15.255.255",
        "172.32.0.0",      "169.253.1.1",    "192.167.0.1", "198.17.255.255",
        "223.255.255.255", "2606:4700::1",   "2a00::1",     "2001:4860:4860::8888",
        "2001:db9::1",     "::ffff:1.1.1.1", "2001:200::1", "64:ff9b::101:101",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (!is_public(texts[i]))
            fail_msg("%s is public", texts[i]);
}

static void test_special(void **state)
{
    static const char *const texts[] = {
        "0.0.0.0",
        "10.0.0.1",
        "10.255.255.255",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.255.255.255",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.1",
        "192.168.1.1",
        "198.18.0.1",
        "198.19.0.1",
        "192.0.2.1",
        "198.51.100.1",
        "203.0.113.1",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "fe80::1",
        "fc00::1",
        "fd12::1",
        "ff02::1",
        "2001:db8::1",
        "2002:7f00:1::",
        "2001::1",
        "3fff::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "64:ff9b::7f00:1",
        "::127.0.0.1",
        "4000::1",
    };
    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (is_public(texts[i]))
            fail_msg("%s is not public", texts[i]);

    struct sockaddr_un local = {.sun_family = AF_UNIX};
    assert_false(address_is_public((const struct sockaddr *)&local));
}

static bool allows(const char *ranges_text, const char *address)
{
    struct address_ranges ranges;
    assert_int_equal(address_ranges_parse(ranges_text, &ranges), 0);
    return address_text_is_allowed(address, &ranges);
}

static void test_ranges(void **state)
{
    (void)state;
    assert_true(allows("", "1.1.1.1"));
    assert_false(allows("", "127.0.0.1"));
    assert_true(allows("127.0.0.0/8", "127.9.9.9"));
    assert_true(allows("10.0.0.0/8,  10.1.2.3/32 ,::1", "::1"));
    assert_true(allows("10.1.2.2/31", "10.1.2.3"));
    assert_false(allows("10.1.2.2/31", "10.1.2.4"));
    assert_true(allows("127.0.0.0/8", "::ffff:127.0.0.1"));
    assert_true(allows("fd00::/8", "fdff::1"));
    assert_false(allows("fd00::/8", "fe80::1"));
    assert_false(allows("0.0.0.0/0", "::1"));
    assert_false(allows("0.0.0.0/0", "localhost"));
    assert_false(allows("0.0.0.0/0, ::/0", "fe80::1%lo"));
}

static void test_ranges_that_are_none(void **state)
{
    static const char *const texts[] = {"localhost",   "127.0.0.0/33", "127.0.0.0/-1",
                                        "127.0.0.0/",  "127.0.0.1/8",  "::1/129",
                                        "10.0.0.0/8x", "127.0/8",      "127.0.0.0/ 8"};
    struct address_ranges ranges;
    (void)state;
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
        if (address_ranges_parse(texts[i], &ranges) == 0)
            fail_msg("%s is a range", texts[i]);
    assert_int_equal(address_ranges_parse("1.1.1.1 1.1.1.2 1.1.1.3 1.1.1.4 1.1.1.5 1.1.1.6 1.1.1.7"
                                          " 1.1.1.8 1.1.1.9 2.1.1.1 2.1.1.2 2.1.1.3 2.1.1.4"
                                          " 2.1.1.5 2.1.1.6 2.1.1.7 2.1.1.8",
                                          &ranges),
                     -1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_public),
        cmocka_unit_test(test_special),
        cmocka_unit_test(test_ranges),
        cmocka_unit_test(test_ranges_that_are_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
