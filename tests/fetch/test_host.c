#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "fetch/host.h"

static int items[100];

static void test_a_host_is_asked_one_thing_at_a_time(void **state)
{
    struct hosts *hosts = hosts_new();
    struct host *a = hosts_get(hosts, "a");
    (void)state;
    assert_int_equal(hosts_wait(hosts, 0), -1);
    assert_null(hosts_take(hosts, 0));
    host_add(hosts, a, &items[0]);
    host_add(hosts, a, &items[1]);

    assert_int_equal(hosts_wait(hosts, 0), 0);
    assert_ptr_equal(hosts_take(hosts, 0), &items[0]);
    assert_null(hosts_take(hosts, 1000000));
    assert_int_equal(hosts_wait(hosts, 0), -1);

    host_done(hosts, a, 500);
    assert_int_equal(hosts_wait(hosts, 200), 300);
    assert_null(hosts_take(hosts, 499));
    assert_ptr_equal(hosts_take(hosts, 500), &items[1]);

    host_add(hosts, a, &items[3]); /* nothing else waits, yet the host is busy */
    assert_int_equal(hosts_wait(hosts, 500), -1);
    host_done(hosts, a, 700);
    assert_ptr_equal(hosts_take(hosts, 700), &items[3]);

    host_done(hosts, a, 900);
    assert_int_equal(hosts_wait(hosts, 500), -1);
    host_add(hosts, a, &items[2]); /* the pause holds for later requests too */
    assert_int_equal(hosts_wait(hosts, 500), 400);
    hosts_free(hosts);
}

static void test_hosts_do_not_wait_for_each_other(void **state)
{
    struct hosts *hosts = hosts_new();
    struct host *slow = hosts_get(hosts, "slow"), *quick = hosts_get(hosts, "quick");
    (void)state;
    host_add(hosts, slow, &items[0]);
    host_add(hosts, slow, &items[1]);
    host_add(hosts, quick, &items[2]);
    host_add(hosts, quick, &items[3]);
    assert_ptr_equal(hosts_take(hosts, 0), &items[0]);
    assert_ptr_equal(hosts_take(hosts, 0), &items[2]);
    host_done(hosts, slow, 5000);
    host_done(hosts, quick, 10);
    assert_int_equal(hosts_wait(hosts, 0), 10);
    assert_ptr_equal(hosts_take(hosts, 10), &items[3]);
    assert_null(hosts_take(hosts, 10));
    assert_ptr_equal(hosts_take(hosts, 5000), &items[1]);
    hosts_free(hosts);
}

static void test_takes_in_order_of_time_then_of_arrival(void **state)
{
    struct hosts *hosts = hosts_new();
    struct host *all[100];
    char name[16];
    (void)state;
    for (int i = 0; i < 100; i++) {
        snprintf(name, sizeof(name), "host%d", i * 37 % 100);
        all[i] = hosts_get(hosts, name);
        assert_ptr_equal(hosts_get(hosts, name), all[i]);
        host_add(hosts, all[i], &items[0]);
        assert_ptr_equal(hosts_take(hosts, 0), &items[0]);
        host_done(hosts, all[i], i * 7 % 10); /* ten hosts for each millisecond */
    }
    for (int i = 0; i < 100; i++)
        host_add(hosts, all[i], &items[i]);
    for (int ms = 0, taken = 0; ms < 10; ms++) {
        int before = -1;
        for (int *item; (item = hosts_take(hosts, ms)); taken++) {
            assert_int_equal((item - items) * 7 % 10, ms);
            assert_true(item - items > before);
            before = (int)(item - items);
        }
        assert_int_equal(taken, 10 * (ms + 1));
    }
    hosts_free(hosts);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_host_is_asked_one_thing_at_a_time),
        cmocka_unit_test(test_hosts_do_not_wait_for_each_other),
        cmocka_unit_test(test_takes_in_order_of_time_then_of_arrival),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
