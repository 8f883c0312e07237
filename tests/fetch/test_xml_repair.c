#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#include "base/mem.h"
#include "fetch/xml_repair.h"

struct sample {
    const char *in;
    const char *out;
    const char *what; /* NULL: the input is fine */
};

static struct xml_repair repair(const char *in, size_t max, struct buf *out)
{
    struct xml_repair result;
    xml_repair(in, strlen(in), max, out, &result);
    return result;
}

static void check(const struct sample *samples, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        struct buf out = {0};
        struct xml_repair result = repair(samples[i].in, 10000, &out);
        const char *what = result.what ? result.what : "", *want = samples[i].what;
        if (strcmp(buf_text(&out), samples[i].out) != 0)
            fail_msg("%s\ngives %s\nnot   %s", samples[i].in, buf_text(&out), samples[i].out);
        if (strcmp(what, want ? want : "") != 0)
            fail_msg("%s\nis said to have %s", samples[i].in, what);
        buf_free(&out);
    }
}

#define CHECK(samples) check(samples, sizeof(samples) / sizeof((samples)[0]))

static void test_keeps_what_is_well_formed(void **state)
{
    static const struct sample samples[] = {
        {"<a><b c='1' d=\"2\">x</b><e/></a>", "<a><b c=\"1\" d=\"2\">x</b><e/></a>", NULL},
        {"<?xml version='1.0'?><!-- c --><a>x<!-- <b> -->y<?p i?></a>\n", "<a>xy</a>", NULL},
        {"<a>&lt;b&gt; &amp; &quot;&apos;</a>", "<a>&#60;b&#62; &#38; &#34;'</a>", NULL},
        {"<a><![CDATA[<b>&amp;]]></a>", "<a>&#60;b&#62;&#38;amp;</a>", NULL},
        {"<a xmlns:p='u'><p:b p:c='>'/></a>", "<a xmlns:p=\"u\"><p:b p:c=\"&#62;\"/></a>", NULL},
        {"<a/>", "<a></a>", NULL},
    };
    (void)state;
    CHECK(samples);
}

static void test_closes_and_drops_tags(void **state)
{
    static const char wrong[] = "an end tag that does not fit";
    static const struct sample samples[] = {
        {"<a><b><c>x</b>y</a>", "<a><b><c>x</c></b>y</a>", wrong},
        {"<a>x</b>y</a>", "<a>xy</a>", wrong},
        {"<a><Title>x</title></a>", "<a><Title>x</Title></a>", NULL},
        {"<a></a><b>x</b>", "<a><b>x</b></a>", NULL}, /* one root */
        {"<a><b c='1'<d/></b></a>", "<a><b c=\"1\"><d/></b></a>", "a tag without \">\""},
    };
    (void)state;
    CHECK(samples);
}

static void test_mends_text_and_attributes(void **state)
{
    static const char bare[] = "a bare \"&\" or an unknown entity";
    static const struct sample samples[] = {
        {"<a>Q&A, x&y; &nbsp;&eacute;</a>", "<a>Q&amp;A, x&amp;y; \xC2\xA0\xC3\xA9</a>", bare},
        {"<a b='?x=1&y=2'/>", "<a b=\"?x=1&amp;y=2\"></a>", bare},
        {"<a>&#8217;&#X27;&#x2014</a>", "<a>\xE2\x80\x99'\xE2\x80\x94</a>", NULL},
        {"<a>&#0;&#xFFFFFFFFFFFF;&#;</a>", "<a>&amp;#;</a>", bare},
        {"<a>1 < 2</a>", "<a>1 &lt; 2</a>", "a bare \"<\""},
        {"<a>x\x01y</a>", "<a>xy</a>", "a control character"},
        {"<a b=c d/>", "<a b=\"c\" d=\"\"></a>", "an attribute's value without quotes"},
        {"<a b='it\"s'/>", "<a b=\"it&#34;s\"></a>", NULL},
        {"<a ! b='1'/>", "<a b=\"1\"></a>", "a stray character within a tag"},
        {"junk <a>x</a> junk", "<a>x</a>", NULL},
    };
    (void)state;
    CHECK(samples);
}

static void test_takes_back_what_has_no_end(void **state)
{
    static const struct sample samples[] = {
        {"<a><b>x</b><c>http://loom.exam", "<a><b>x</b><c></c></a>", NULL},
        {"<a><b>x</b><c d='", "<a><b>x</b></a>", "an attribute's value without quotes"},
        {"<a><b>x</b></", "<a><b>x</b>&lt;</a>", "a bare \"<\""},
        {"<a><b><![CDATA[x", "<a><b></b></a>", "a comment or section without end"},
        {"<a><b/><!-- x", "<a><b/></a>", "a comment or section without end"},
    };
    struct buf out = {0};
    (void)state;
    CHECK(samples);
    assert_true(repair("<a><b>x", 100, &out).cut);
    assert_true(repair("<a><b>x</b>", 100, &out).cut);
    assert_false(repair("<a><b>x</b></a>", 100, &out).cut);
    assert_false(repair("<a/>", 100, &out).cut);
    buf_free(&out);
}

static void test_replaces_only_harmless_entities(void **state)
{
    static const struct sample samples[] = {
        {"<!DOCTYPE a [<!ENTITY p \"loom\">]><a>&p;-&p;</a>", "<a>loom-loom</a>", NULL},
        {"<!DOCTYPE a [<!ENTITY p 'x'><!ENTITY q '&p;&p;'>]><a>&q;</a>", "<a>&amp;q;</a>",
         "a bare \"&\" or an unknown entity"},
        {"<!DOCTYPE a [<!ENTITY p SYSTEM 'file:///etc/passwd'>]><a>&p;</a>", "<a>&amp;p;</a>",
         "a bare \"&\" or an unknown entity"},
        {"<!DOCTYPE a [<!ENTITY p '<b>'>]><a>&p;</a>", "<a>&amp;p;</a>",
         "a bare \"&\" or an unknown entity"},
        {"<!DOCTYPE a PUBLIC '-//X' 'http://loom.example/dtd'><a>x</a>", "<a>x</a>", NULL},
        {"<!DOCTYPE a [<!ENTITY p 'x'", "", NULL},
    };
    (void)state;
    CHECK(samples);
}

static void test_names_the_line(void **state)
{
    struct buf out = {0};
    (void)state;
    assert_int_equal(repair("<a>\n\n<b>R&D</b>\n<c>A&B</c></a>", 100, &out).line, 3);
    buf_free(&out);
}

static void test_is_bounded(void **state)
{
    struct buf in = {0}, out = {0};
    (void)state;
    for (int i = 0; i < 1000; i++)
        buf_puts(&in, "<a>");
    buf_puts(&in, "x");
    for (int i = 0; i < 1000; i++)
        buf_puts(&in, "</a>");
    struct xml_repair result = repair(in.data, 100000, &out);
    assert_true(result.too_deep);
    assert_false(result.cut);
    assert_int_equal(result.line, 0);
    assert_int_equal(out.len, XML_REPAIR_DEPTH_MAX * strlen("<a></a>") + 1);

    buf_reset(&out);
    assert_true(repair("<a><b>one</b><b>two</b></a>", 10, &out).too_long);
    assert_string_equal(out.data, "<a><b>one</b></a>");
    buf_free(&in);
    buf_free(&out);
}

static void test_bounds_attributes(void **state)
{
    struct buf in = {0}, out = {0};
    (void)state;
    buf_puts(&in, "<a");
    for (int i = 0; i < 2 * XML_REPAIR_ATTRIBUTES_MAX; i++)
        buf_printf(&in, " b%d='1'", i);
    buf_puts(&in, ">x</a>");
    assert_true(repair(in.data, 100000, &out).too_many);
    assert_non_null(strstr(out.data, " b99=\"1\">x</a>"));
    buf_free(&in);
    buf_free(&out);
}

/* Each of these would take hours if a search for an end were made again and again. */
static void test_takes_linear_time(void **state)
{
    static const char *const parts[] = {"<!--", "<![CDATA[", "<!DOCTYPE [", "<!DOCTYPE>", "<a b='",
                                        "</",   "&",         "<a",          "<?",         "&#1"};
    (void)state;
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        struct buf in = {0}, out = {0};
        buf_puts(&in, "<r>");
        while (in.len < 4000000)
            buf_puts(&in, parts[i]);
        repair(in.data, 4000000, &out);
        assert_true(out.len <= 4000000 + 1000);
        buf_free(&in);
        buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keeps_what_is_well_formed),
        cmocka_unit_test(test_closes_and_drops_tags),
        cmocka_unit_test(test_mends_text_and_attributes),
        cmocka_unit_test(test_takes_back_what_has_no_end),
        cmocka_unit_test(test_replaces_only_harmless_entities),
        cmocka_unit_test(test_names_the_line),
        cmocka_unit_test(test_is_bounded),
        cmocka_unit_test(test_bounds_attributes),
        cmocka_unit_test(test_takes_linear_time),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
