#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <brotli/encode.h>
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <zlib.h>
#include <zstd.h>

#include "base/buf.h"
#include "fetch/warc_page.h"

#define ADDRESS "WARC-Target-URI: https://news.example/a\r\n"

static FILE *file_of(const struct buf *bytes)
{
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_int_equal(fwrite(bytes->data, 1, bytes->len, file), bytes->len);
    rewind(file);
    return file;
}

static void put_plain(struct buf *out, const char *type, const char *fields, const char *block,
                      size_t len)
{
    buf_printf(out, "WARC/1.0\r\nWARC-Type: %s\r\n%sContent-Length: %zu\r\n\r\n", type, fields,
               len);
    buf_add(out, block, len);
    buf_puts(out, "\r\n\r\n");
}

/* All pages and problems of a file, a line each: "status body", "problem: …". */
static char *read_all(FILE *file)
{
    struct buf out = {0};
    struct warc_page page;
    const char *problem;
    int result;
    struct arena *arena = arena_new();
    struct warc_pages *pages = warc_pages_new(file);
    while ((result = warc_pages_next(pages, &page, &problem, arena)) != 0) {
        if (result < 0)
            buf_printf(&out, "problem: %s\n", problem);
        else
            buf_printf(&out, "%d %.*s\n", page.document.status, (int)page.document.body_len,
                       page.document.body);
        arena_reset(arena);
    }
    warc_pages_free(pages);
    arena_free(arena);
    fclose(file);
    buf_puts(&out, "");
    return buf_detach(&out);
}

static void assert_reads(const struct buf *bytes, const char *expected)
{
    char *got = read_all(file_of(bytes));
    assert_string_equal(got, expected);
    free(got);
}

static void a_page_goes_out_and_comes_back(void **state)
{
    (void)state;
    static const char body[] = "<p>a\0b</p>";
    struct warc_page page = {
        .document = {.url = "https://news.example/asked",
                     .final_url = "https://news.example/got",
                     .content_type = "text/html",
                     .headers = "Content-Type: text/html\r\nContent-Encoding: gzip\r\n"
                                "ETag: \"1\"\r\n",
                     .status = 200,
                     .fetched = 1747303200,
                     .body = body,
                     .body_len = sizeof(body) - 1},
        .source = "daily",
        .title = "A\r\nWARC/1.1",
        .published = "2025-05-15"};
    struct warc_page back;
    const char *problem;
    FILE *file = tmpfile();
    hash_hex(body, sizeof(body) - 1, page.document.sha256);
    assert_int_equal(warc_page_begin(file, "test", 0), 0);
    assert_int_equal(warc_page_write(file, &page), 0);
    rewind(file);

    struct arena *arena = arena_new();
    struct warc_pages *pages = warc_pages_new(file);
    assert_int_equal(warc_pages_next(pages, &back, &problem, arena), 1);
    assert_true(back.known);
    assert_string_equal(back.document.url, page.document.url);
    assert_string_equal(back.document.final_url, page.document.final_url);
    assert_string_equal(back.document.headers, page.document.headers);
    assert_string_equal(back.document.sha256, page.document.sha256);
    assert_int_equal(back.document.fetched, page.document.fetched);
    assert_string_equal(back.source, "daily");
    assert_string_equal(back.title, "A WARC/1.1");
    assert_string_equal(back.published, "2025-05-15");
    assert_int_equal(warc_pages_next(pages, &back, &problem, arena), 0);
    warc_pages_free(pages);
    arena_free(arena);
    fclose(file);
}

static void codings_of_the_way_are_undone(void **state)
{
    (void)state;
    struct buf out = {0}, block = {0};
    char packed[256];
    size_t len;
    static const char chunked[] = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                  "3;x=y\r\none\r\n4\r\n two\r\n0\r\n\r\n";
    len = sizeof(packed);
    assert_true(BrotliEncoderCompress(BROTLI_DEFAULT_QUALITY, BROTLI_DEFAULT_WINDOW,
                                      BROTLI_MODE_TEXT, 4, (const uint8_t *)"zero", &len,
                                      (uint8_t *)packed));
    buf_puts(&block, "HTTP/1.1 200 OK\r\nContent-Encoding: br\r\n\r\n");
    buf_add(&block, packed, len);
    put_plain(&out, "response", ADDRESS, block.data, block.len - 1);
    put_plain(&out, "response", ADDRESS, block.data, block.len);

    put_plain(&out, "response", ADDRESS, chunked, sizeof(chunked) - 1);

    uLongf zlib_len = sizeof(packed);
    assert_int_equal(compress((Bytef *)packed, &zlib_len, (const Bytef *)"three", 5), Z_OK);
    buf_reset(&block);
    buf_puts(&block, "HTTP/1.1 200 OK\r\nContent-Encoding: deflate\r\n\r\n");
    buf_add(&block, packed, zlib_len);
    put_plain(&out, "response", ADDRESS, block.data, block.len);

    len = ZSTD_compress(packed, sizeof(packed), "four", 4, 1);
    buf_reset(&block);
    buf_puts(&block, "HTTP/1.1 200 OK\ncontent-encoding: zstd\n\n");
    buf_add(&block, packed, len);
    put_plain(&out, "response", "WARC-Target-URI: <https://news.example/a>\r\n", block.data,
              block.len);
    put_plain(&out, "resource", ADDRESS, "five", 4);
    assert_reads(&out, "problem: the record at byte 0: its compressed body is damaged or cut off\n"
                       "200 zero\n200 one two\n200 three\n200 four\n0 five\n");
    buf_free(&block);
    buf_free(&out);
}

static void other_records_are_passed_over(void **state)
{
    (void)state;
    struct buf out = {0};
    put_plain(&out, "request", ADDRESS, "GET / HTTP/1.1\r\n\r\n", 18);
    put_plain(&out, "revisit", ADDRESS, "HTTP/1.1 304 \r\n\r\n", 17);
    put_plain(&out, "response", ADDRESS, "HTTP/1.1 302 \r\n\r\n", 17);
    put_plain(&out, "response", "WARC-Target-URI: dns:news.example\r\n", "192.0.2.1", 9);
    put_plain(&out, "response", ADDRESS, "HTTP/1.1 200 \r\n\r\nend", 20);
    assert_reads(&out, "200 end\n");
    buf_free(&out);
}

static void broken_records_are_named_and_skipped(void **state)
{
    (void)state;
    struct buf out = {0};
    put_plain(&out, "response", ADDRESS, "not HTTP", 8);
    put_plain(&out, "response",
              ADDRESS "WARC-Block-Digest: sha1:AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA\r\n",
              "HTTP/1.1 200 \r\n\r\nx", 18);
    put_plain(&out, "response", ADDRESS,
              "HTTP/1.1 200 \r\nTransfer-Encoding: chunked\r\n\r\n9\r\nx", 49);
    buf_puts(&out, "stray\r\nbytes\r\n");
    buf_puts(&out, "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 3\r\n\r\nlonger\r\n");
    put_plain(&out, "resource", ADDRESS, "good", 4);
    buf_puts(&out, "WARC/1.0\r\nWARC-Type: resource\r\nContent-Length: 99\r\n\r\nshort");
    char *got = read_all(file_of(&out));
    static const char *const expected[] = {
        "the record at byte 0: it holds no HTTP response",
        "another WARC-Block-Digest",
        "its chunks are damaged",
        "no record begins here",
        "its Content-Length is wrong",
        "\n0 good\n",
        "ends before its Content-Length",
    };
    const char *at = got;
    for (size_t i = 0; i < sizeof(expected) / sizeof(*expected); i++) {
        at = strstr(at, expected[i]);
        if (!at)
            assert_string_equal(got, expected[i]);
    }
    free(got);
    buf_free(&out);
}

/* A member with a flipped byte costs that record alone. */
static void a_damaged_member_costs_one_record(void **state)
{
    (void)state;
    FILE *file = tmpfile();
    long ends[3];
    char block[4096], noise[] = "HTTP/1.1 200 \r\n\r\n";
    for (int i = 0; i < 3; i++) {
        snprintf(block, sizeof(block), "%spage %d", noise, i);
        assert_int_equal(warc_write(file, "response", ADDRESS, block, strlen(block)), 0);
        ends[i] = ftell(file);
    }
    fseek(file, (ends[0] + ends[1]) / 2, SEEK_SET);
    int byte = getc(file);
    fseek(file, -1, SEEK_CUR);
    putc(byte ^ 0x55, file);
    rewind(file);
    char *got = read_all(file), problem[256];
    snprintf(problem, sizeof(problem),
             "200 page 0\nproblem: the record at byte %ld: its gzip member is damaged or cut off\n"
             "200 page 2\n",
             ends[0]);
    assert_string_equal(got, problem);
    free(got);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_page_goes_out_and_comes_back),
        cmocka_unit_test(codings_of_the_way_are_undone),
        cmocka_unit_test(other_records_are_passed_over),
        cmocka_unit_test(broken_records_are_named_and_skipped),
        cmocka_unit_test(a_damaged_member_costs_one_record),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
