/* status: `newsledger status`. */
#ifndef CLI_STATUS_H
#define CLI_STATUS_H

#include "cli/command.h"

extern const struct command status_command;

#endif
