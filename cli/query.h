/* query: `newsledger query`. */
#ifndef CLI_QUERY_H
#define CLI_QUERY_H

#include "cli/command.h"

extern const struct command query_command;

#endif
