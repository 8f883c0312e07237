/* rules new: the definition of a source, proposed from what its site shows. */
#ifndef CLI_RULES_NEW_H
#define CLI_RULES_NEW_H

#include "cli/command.h"

/* `newsledger rules new PAGE` */
enum exit_code rules_new(const struct call *call);

#endif
