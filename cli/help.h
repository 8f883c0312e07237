/* help: what the program says about itself. */
#ifndef CLI_HELP_H
#define CLI_HELP_H

#include <stdio.h>

#include "cli/command.h"

/* The list of commands (ended by NULL), as `newsledger help` prints it. */
void help_print(FILE *out, const struct command *const *commands);

/* All about one command, with its options and examples. */
void help_print_command(FILE *out, const struct command *command);

#endif
