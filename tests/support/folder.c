#include "tests/support/folder.h"

#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"

#define DESCRIPTORS 16

char *folder_new(void)
{
    const char *parent = getenv("TMPDIR");
    struct buf path = {0};
    buf_printf(&path, "%s/newsledger-test.XXXXXX", parent ? parent : "/tmp");
    if (!mkdtemp(path.data))
        mem_die("there is no place for temporary folders");
    return buf_detach(&path);
}

static int remove_one(const char *path, const struct stat *info, int type, struct FTW *place)
{
    (void)info, (void)type, (void)place;
    return remove(path);
}

void folder_remove(char *folder)
{
    if (folder)
        nftw(folder, remove_one, DESCRIPTORS, FTW_DEPTH | FTW_PHYS);
    free(folder);
}

char *folder_path(const char *folder, const char *name)
{
    struct buf path = {0};
    buf_printf(&path, "%s/%s", folder, name);
    return buf_detach(&path);
}

static _Thread_local size_t files;

static int count_one(const char *path, const struct stat *info, int type, struct FTW *place)
{
    (void)path, (void)info, (void)place;
    files += type == FTW_F;
    return 0;
}

size_t folder_count(const char *folder)
{
    files = 0;
    nftw(folder, count_one, DESCRIPTORS, FTW_PHYS);
    return files;
}
