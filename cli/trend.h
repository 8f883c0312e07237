/* trend: `newsledger trend`. */
#ifndef CLI_TREND_H
#define CLI_TREND_H

#include "cli/command.h"

extern const struct command trend_command;

#endif
