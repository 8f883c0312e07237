#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "fetch/archive.h"
#include "tests/support/folder.h"

struct fixture {
    char *folder;
    struct archive *archive;
    struct diags *diags;
};

static int set_up(void **state)
{
    struct fixture *f = mem_alloc(sizeof(*f));
    f->folder = folder_new();
    f->archive = archive_new(f->folder);
    f->diags = diags_new();
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    archive_free(f->archive);
    diags_free(f->diags);
    folder_remove(f->folder);
    free(f);
    return 0;
}

static struct document document_of(const char *body, size_t len)
{
    struct document document = {
        .url = "https://news.example/a", .status = 200, .body = body, .body_len = len};
    hash_hex(body, len, document.sha256);
    return document;
}

static char *path_of(const struct fixture *f, const struct document *document)
{
    char name[HASH_HEX_SIZE + 10];
    snprintf(name, sizeof(name), "%.2s/%s.zst", document->sha256, document->sha256);
    return folder_path(f->folder, name);
}

static void assert_round_trip(struct fixture *f, const char *body, size_t len)
{
    struct document document = document_of(body, len);
    char *bytes;
    size_t got;
    assert_int_equal(archive_put(f->archive, &document, f->diags), 0);
    assert_int_equal(archive_get(f->archive, document.sha256, &bytes, &got, f->diags), 0);
    assert_int_equal(got, len);
    assert_memory_equal(bytes, body, len);
    assert_int_equal(bytes[len], '\0');
    assert_int_equal(diags_count(f->diags), 0);
    free(bytes);
}

/* The only diagnostic, which names the stage, the file and a way out. */
static void assert_diagnosed(const struct fixture *f, const char *thing, const char *message)
{
    assert_int_equal(diags_count(f->diags), 1);
    const struct diag *diag = diags_get(f->diags, 0);
    assert_int_equal(diag->severity, SEVERITY_ERROR);
    assert_string_equal(diag->stage, "archive");
    assert_string_equal(diag->thing, thing);
    if (!strstr(diag->message, message))
        fail_msg("\"%s\" does not say \"%s\"", diag->message, message);
}

static void test_what_is_put_can_be_got(void **state)
{
    struct fixture *f = *state;
    assert_round_trip(f, "<p>Chips are sold.", 18);
    assert_round_trip(f, "", 0);
    assert_round_trip(f, "with\0NUL", 8);
    assert_int_equal(folder_count(f->folder), 3);

    size_t len = (size_t)5 * 1024 * 1024;
    char *large = mem_alloc(len);
    for (size_t i = 0; i < len; i++)
        large[i] = (char)(i * i >> 7);
    assert_round_trip(f, large, len);
    free(large);
}

static void test_a_body_is_kept_once(void **state)
{
    struct fixture *f = *state;
    struct document document = document_of("the same page", 13);
    char *path = path_of(f, &document);
    struct stat before, after;
    assert_int_equal(archive_put(f->archive, &document, f->diags), 0);
    assert_int_equal(stat(path, &before), 0);
    document.url = "https://copy.example/a";
    assert_int_equal(archive_put(f->archive, &document, f->diags), 0);
    assert_int_equal(stat(path, &after), 0);
    assert_int_equal(before.st_ino, after.st_ino);
    assert_int_equal(folder_count(f->folder), 1);
    free(path);
}

static void test_a_missing_page(void **state)
{
    struct fixture *f = *state;
    struct document document = document_of("never put", 9);
    char *path = path_of(f, &document), *bytes;
    size_t len;
    assert_int_equal(archive_get(f->archive, document.sha256, &bytes, &len, f->diags), -1);
    assert_diagnosed(f, path, "No such file");
    assert_non_null(diags_get(f->diags, 0)->hint);
    free(path);
}

static void test_a_hash_cannot_leave_the_folder(void **state)
{
    struct fixture *f = *state;
    static const char *const names[] = {
        "", "../../etc/passwd", "ABCDEF",
        "../../aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"};
    char *bytes;
    size_t len;
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        assert_int_equal(archive_get(f->archive, names[i], &bytes, &len, f->diags), -1);
        assert_diagnosed(f, names[i], "not a SHA-256");
        diags_reset(f->diags);
    }
}

static void assert_damaged(struct fixture *f, const char *sha256, const char *path, const char *why)
{
    char *bytes;
    size_t len;
    diags_reset(f->diags);
    assert_int_equal(archive_get(f->archive, sha256, &bytes, &len, f->diags), -1);
    assert_diagnosed(f, path, why);
    assert_non_null(diags_get(f->diags, 0)->hint);
}

static void test_damage_is_found_at_every_byte(void **state)
{
    struct fixture *f = *state;
    struct document document = document_of("a page that will be damaged", 27);
    char *path = path_of(f, &document), *frame;
    size_t len;
    assert_int_equal(archive_put(f->archive, &document, f->diags), 0);
    assert_int_equal(file_read(path, 1000, &frame, &len), 0);
    for (size_t i = 0; i < len; i++) {
        frame[i] ^= 0x20;
        assert_int_equal(file_write(path, frame, len), 0);
        assert_damaged(f, document.sha256, path, "damaged: ");
        frame[i] ^= 0x20;
    }
    for (size_t cut = 0; cut < len; cut++) {
        assert_int_equal(file_write(path, frame, cut), 0);
        assert_damaged(f, document.sha256, path, "damaged: ");
    }
    free(frame);
    free(path);
}

static void test_another_page_under_the_hash_is_damage(void **state)
{
    struct fixture *f = *state;
    struct document one = document_of("one page", 8), other = document_of("the other", 9);
    char *path = path_of(f, &one), *other_path = path_of(f, &other);
    assert_int_equal(archive_put(f->archive, &one, f->diags), 0);
    assert_int_equal(archive_put(f->archive, &other, f->diags), 0);
    assert_int_equal(rename(other_path, path), 0);
    assert_damaged(f, one.sha256, path, "another hash");
    free(path);
    free(other_path);
}

/* A limit on the size of files stands for a disk that fills up half-way through one. */
static void test_a_full_disk_leaves_nothing_behind(void **state)
{
    struct fixture *f = *state;
    char body[4000];
    for (size_t i = 0; i < sizeof(body); i++)
        body[i] = (char)(i * i * 31 >> 5);
    struct document document = document_of(body, sizeof(body));
    char *path = path_of(f, &document);
    struct rlimit whole, small;
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &whole), 0);
    small = (struct rlimit){100, whole.rlim_max};
    void (*old)(int) = signal(SIGXFSZ, SIG_IGN);

    setrlimit(RLIMIT_FSIZE, &small);
    int result = archive_put(f->archive, &document, f->diags);
    setrlimit(RLIMIT_FSIZE, &whole);
    signal(SIGXFSZ, old);

    assert_int_equal(result, -1);
    assert_diagnosed(f, path, "cannot be written: File too large");
    assert_int_equal(folder_count(f->folder), 0);
    diags_reset(f->diags);
    assert_round_trip(f, body, sizeof(body));
    free(path);
}

static void test_a_folder_that_cannot_be_made(void **state)
{
    struct fixture *f = *state;
    struct document document = document_of("page", 4);
    char *file = folder_path(f->folder, "file");
    assert_int_equal(file_write(file, "x", 1), 0);
    struct archive *archive = archive_new(file);
    assert_int_equal(archive_put(archive, &document, f->diags), -1);
    assert_int_equal(diags_errors(f->diags), 1);
    assert_non_null(strstr(diags_get(f->diags, 0)->message, "Not a directory"));
    archive_free(archive);
    free(file);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_what_is_put_can_be_got, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_body_is_kept_once, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_missing_page, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_hash_cannot_leave_the_folder, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_damage_is_found_at_every_byte, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_another_page_under_the_hash_is_damage, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(test_a_full_disk_leaves_nothing_behind, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_folder_that_cannot_be_made, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
