/* dump: `newsledger dump`, which shows what one stage makes of one file. */
#ifndef CLI_DUMP_H
#define CLI_DUMP_H

#include "cli/command.h"

extern const struct command dump_command;

#endif
