#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "base/encoding.h"
#include "base/utf8.h"

static const char *detected(const char *page, const char *content_type)
{
    return encoding_name(encoding_detect(page, strlen(page), content_type));
}

static void test_labels(void **state)
{
    (void)state;
    static const char *const known[][2] = {
        {"utf8", "UTF-8"},
        {" ISO-8859-1\n", "windows-1252"},
        {"latin1", "windows-1252"},
        {"gb2312", "GBK"},
        {"sjis", "Shift_JIS"},
        {"unicode", "UTF-16LE"},
        {"us-ascii", "windows-1252"},
        {"hz-gb-2312", "replacement"},
    };
    for (size_t i = 0; i < sizeof(known) / sizeof(*known); i++)
        assert_string_equal(encoding_name(encoding_by_label(known[i][0], strlen(known[i][0]))),
                            known[i][1]);
    assert_null(encoding_by_label("latin", 5));
    assert_null(encoding_by_label("utf8 latin1", 11));
    assert_null(encoding_by_label("", 0));
    assert_null(encoding_by_label("\0", 1));
    assert_null(encoding_by_label("utf8\0", 5));
}

static void test_order_of_evidence(void **state)
{
    (void)state;
    const char *meta = "<html><!-- <meta charset=koi8-r> --><meta charset='shift_jis'>";
    assert_string_equal(detected("\xEF\xBB\xBF<meta charset=koi8-r>", "text/html"), "UTF-8");
    assert_string_equal(detected("\xFF\xFE<", "text/html; charset=utf-8"), "UTF-16LE");
    assert_string_equal(detected(meta, "text/html; charset=\"EUC-KR\""), "EUC-KR");
    assert_string_equal(detected(meta, "text/html; charset=unheard-of"), "Shift_JIS");
    assert_string_equal(detected(meta, NULL), "Shift_JIS");
    assert_string_equal(detected("<p>caf\xC3\xA9", "text/html"), "UTF-8");
    assert_string_equal(detected("<p>caf\xE9", "text/html"), "windows-1252");
    assert_string_equal(detected("", NULL), "UTF-8");
}

static void test_meta(void **state)
{
    (void)state;
    assert_string_equal(
        detected("<meta http-equiv=Content-Type content=\"text/html; charset=big5\">", NULL),
        "Big5");
    assert_string_equal(detected("<meta content='charset=big5'>", NULL), "UTF-8");
    assert_string_equal(detected("<meta charset=utf-16>", NULL), "UTF-8");
    assert_string_equal(detected("<p title='<meta charset=big5>'>", NULL), "UTF-8");
    assert_string_equal(detected("<meta charset=", NULL), "UTF-8");

    char late[1200];
    memset(late, ' ', sizeof(late));
    strcpy(late + 1100, "<meta charset=koi8-r>");
    assert_string_equal(detected(late, NULL), "UTF-8");
}

static void assert_decodes(const char *label, const char *bytes, size_t len, const char *want)
{
    struct buf out = {0};
    encoding_decode(encoding_by_label(label, strlen(label)), bytes, len, &out);
    assert_string_equal(buf_text(&out), want);
    buf_free(&out);
}

static void test_decode(void **state)
{
    (void)state;
    assert_decodes("windows-1252", "\x93\374ber\x94 \x80", 8, "“über” €");
    assert_decodes("utf-8",
                   "\xEF\xBB\xBF"
                   "a\0b",
                   6, "ab");
    assert_decodes("utf-8", "a\xFF\xC3", 3, "a\xEF\xBF\xBD\xEF\xBF\xBD");
    assert_decodes("utf-16le", "\xFF\xFE=\xD8\0\xDE", 6, "😀");
    assert_decodes("shift_jis", "\x93\xFA\x96{", 4, "日本");
    assert_decodes("euc-kr", "\x81 x", 3, "\xEF\xBF\xBD x");
    assert_decodes("iso-8859-16", "\xBA\xFE", 2, "șț");
    assert_decodes("gbk", "\xA6\xD9", 2, "︐");
    assert_decodes("big5", "\x8E\x69", 2, "箸");
    assert_decodes("iso-2022-kr", "anything", 8, "\xEF\xBF\xBD");
    assert_decodes("utf-8", "", 0, "");
}

/* More than one buffer of the converter, with a surrogate pair across each possible border. */
static void test_decode_long(void **state)
{
    (void)state;
    struct buf bytes = {0}, out = {0};
    buf_putc(&bytes, 'a');
    buf_putc(&bytes, '\0');
    for (int i = 0; i < 5000; i++)
        buf_add(&bytes, "\x3D\xD8\x00\xDE", 4);
    encoding_decode(encoding_by_label("utf-16", 6), bytes.data, bytes.len, &out);
    assert_int_equal(out.len, 1 + 5000 * 4);
    assert_memory_equal(out.data + out.len - 4, "😀", 4);
    buf_free(&bytes);
    buf_free(&out);
}

static void check_xml(const char *bytes, size_t len, const char *content_type, const char *want)
{
    assert_string_equal(encoding_name(encoding_detect_xml(bytes, len, content_type)), want);
}

/* RFC 7303, section 3: the mark, then the header, then the declaration, then UTF-8. */
static void test_detect_xml(void **state)
{
    static const char declared[] = "<?xml version='1.0' encoding='koi8-r'?><a/>";
    static const char wide[] = "<?xml version='1.0' encoding='utf-16'?><a/>";
    (void)state;
    check_xml("\xEF\xBB\xBF<a/>", 7, "text/xml; charset=koi8-r", "UTF-8");
    check_xml(declared, strlen(declared), "text/xml; charset=shift_jis", "Shift_JIS");
    check_xml(declared, strlen(declared), "text/xml; charset=nonsense", "KOI8-R");
    check_xml(declared, strlen(declared), NULL, "KOI8-R");
    check_xml("<a>\xE9</a>", 8, NULL, "UTF-8");
    check_xml("<\0?\0x\0", 6, NULL, "UTF-16LE");
    check_xml("\0<\0?\0x", 6, NULL, "UTF-16BE");
    check_xml(wide, strlen(wide), NULL, "UTF-8"); /* or the declaration would not be legible */
    check_xml("", 0, NULL, "UTF-8");
}

static void test_windows_1252(void **state)
{
    (void)state;
    for (unsigned byte = 0; byte < 256; byte++) {
        struct buf out = {0};
        char c = (char)byte;
        size_t at = 0;
        encoding_decode(encoding_by_label("windows-1252", 12), &c, 1, &out);
        if (byte > 0)
            assert_int_equal(encoding_windows_1252((unsigned char)byte),
                             utf8_decode(out.data, out.len, &at));
        buf_free(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_labels),       cmocka_unit_test(test_order_of_evidence),
        cmocka_unit_test(test_meta),         cmocka_unit_test(test_decode),
        cmocka_unit_test(test_decode_long),  cmocka_unit_test(test_detect_xml),
        cmocka_unit_test(test_windows_1252),
    };
    return cmocka_run_group_tests_name("encoding", tests, NULL, NULL);
}
