/* add: `newsledger add`, single pages into the ledger: by address, from a file, from WARC files. */
#ifndef CLI_ADD_H
#define CLI_ADD_H

#include "cli/command.h"

extern const struct command add_command;

#endif
