#include "rules/xpath.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

static void assert_good(const char *expression)
{
    struct xpath_fault fault;
    if (xpath_check(expression, &fault) != 0)
        fail_msg("%s: %s", expression, fault.message);
}

/* The fault is expected where "<<" stands in the expression. */
static void assert_fault(const char *marked, const char *message)
{
    char expression[200] = "";
    struct xpath_fault fault;
    const char *mark = strstr(marked, "<<");
    assert_non_null(mark);
    strncat(expression, marked, (size_t)(mark - marked));
    strcat(expression, mark + 2);
    assert_int_equal(xpath_check(expression, &fault), -1);
    assert_string_equal(fault.message, message);
    assert_int_equal(fault.at, mark - marked);
}

static void test_usual_expressions(void **state)
{
    (void)state;
    assert_good("//h1");
    assert_good("//div[contains(concat(' ', normalize-space(@class), ' '), ' body ')]//p");
    assert_good("//article/p | //div[@id='x']//p | //section//li[not(a)]");
    assert_good("string(//meta[@name='author']/@content)");
    assert_good("/html/body/h1/following-sibling::p");
    assert_good("//p[. = 'see //a//b//c']");
    assert_good("//time/@datetime | id('date')//b[text() and position() = last()]");
    assert_good("(//div | //p)[1]");
    assert_good("//div[count (p) div 2 > 1]/preceding-siblings");
}

static void test_descents_are_counted_by_path(void **state)
{
    (void)state;
    static const char message[] = "XPath: more than two // in one path";
    assert_fault("//a//b<<//c", message);
    assert_fault("//a | //a[.//b]<<//c", message);
    assert_fault("//div[a | b]//c<<//d", message);
    assert_fault("descendant::a/descendant::b/<<descendant-or-self::c", message);
    assert_fault("//a/descendant\n::b/<<descendant-or-self :: c", message);
}

static void test_sideways_axes(void **state)
{
    (void)state;
    static const char message[] =
        "XPath: an axis to siblings behind //, which is cubic on long pages";
    assert_fault("//a/<<following-sibling::b", message);
    assert_fault("//a/<<following-sibling ::b", message);
    assert_fault("//a[<<preceding::b]", message);
    assert_fault("descendant::a/<<preceding-sibling::b", message);
    assert_fault("/a//b/<<following::c", message);
}

static void test_mistakes(void **state)
{
    (void)state;
    assert_fault("//p[<<", "XPath: cannot be read from here on");
    assert_fault("//p[<<contain(., 'x')]", "XPath: a function that XPath 1.0 does not have");
    assert_fault("//p[re:<<test(., 'x')]", "XPath: a function that XPath 1.0 does not have");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_usual_expressions),
        cmocka_unit_test(test_descents_are_counted_by_path),
        cmocka_unit_test(test_sideways_axes),
        cmocka_unit_test(test_mistakes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
