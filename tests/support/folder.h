/* folder: a temporary folder for one test. */
#ifndef TESTS_SUPPORT_FOLDER_H
#define TESTS_SUPPORT_FOLDER_H

#include <stddef.h>

char *folder_new(void);           /* an empty one below TMPDIR; ends the test where that fails */
void folder_remove(char *folder); /* with all that is in it, and frees the name; accepts NULL */

/* The path of a file in it, malloc'ed. */
char *folder_path(const char *folder, const char *name);

/* Regular files in it, at any depth. */
size_t folder_count(const char *folder);

#endif
