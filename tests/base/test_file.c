#include "base/file.h"

#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

struct place {
    char folder[32];
    char deep[64]; /* folder/a */
    char path[96]; /* folder/a/file */
};

static int make_place(void **state)
{
    struct place *place = calloc(1, sizeof(*place));
    strcpy(place->folder, "/tmp/newsledger-XXXXXX");
    if (!mkdtemp(place->folder))
        return -1;
    snprintf(place->deep, sizeof(place->deep), "%s/a", place->folder);
    snprintf(place->path, sizeof(place->path), "%s/file", place->deep);
    *state = place;
    return 0;
}

static int remove_place(void **state)
{
    struct place *place = *state;
    unlink(place->path);
    rmdir(place->deep);
    int status = rmdir(place->folder); /* fails when something was left over */
    free(place);
    return status;
}

static void test_writes_makes_folders_and_reads_back(void **state)
{
    const struct place *place = *state;
    char *bytes;
    size_t len;
    assert_int_equal(file_write(place->path, "old", 3), 0);
    assert_int_equal(file_write(place->path, "a\0bc", 4), 0);
    assert_int_equal(file_read(place->path, 4, &bytes, &len), 0);
    assert_int_equal(len, 4);
    assert_memory_equal(bytes, "a\0bc", 5);
    free(bytes);
}

static void test_a_file_may_not_be_larger_than_said(void **state)
{
    const struct place *place = *state;
    char *bytes;
    size_t len;
    assert_int_equal(file_write(place->path, "12345", 5), 0);
    assert_int_equal(file_read(place->path, 4, &bytes, &len), -EFBIG);
}

static void test_errors_have_their_cause(void **state)
{
    const struct place *place = *state;
    char *bytes;
    size_t len;
    assert_int_equal(file_read(place->path, 10, &bytes, &len), -ENOENT);
    assert_int_equal(file_read(place->folder, 10, &bytes, &len), -EISDIR);
    assert_int_equal(file_write("/dev/null/x", "", 0), -ENOTDIR);
}

static void test_a_failed_write_leaves_nothing(void **state)
{
    const struct place *place = *state;
    assert_int_equal(mkdir(place->deep, 0777), 0);
    assert_int_equal(mkdir(place->path, 0777), 0);
    assert_int_equal(file_write(place->path, "x", 1), -EISDIR);
    assert_int_equal(rmdir(place->path), 0);
    assert_int_equal(rmdir(place->deep), 0); /* no temporary file beside it */
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_writes_makes_folders_and_reads_back, make_place,
                                        remove_place),
        cmocka_unit_test_setup_teardown(test_a_file_may_not_be_larger_than_said, make_place,
                                        remove_place),
        cmocka_unit_test_setup_teardown(test_errors_have_their_cause, make_place, remove_place),
        cmocka_unit_test_setup_teardown(test_a_failed_write_leaves_nothing, make_place,
                                        remove_place),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
