/* archive: `newsledger archive`, the archived pages as WARC files and back, and whether all is
 * there.
 */
#ifndef CLI_ARCHIVE_H
#define CLI_ARCHIVE_H

#include "cli/command.h"

extern const struct command archive_command;

#endif
