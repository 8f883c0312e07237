/* rules: `newsledger rules`, for those who write them. */
#ifndef CLI_RULES_H
#define CLI_RULES_H

#include "cli/command.h"

extern const struct command rules_command;

#endif
