/* extract: `newsledger extract`, documents in and records out. */
#ifndef CLI_EXTRACT_H
#define CLI_EXTRACT_H

#include "cli/command.h"

extern const struct command extract_command;

#endif
