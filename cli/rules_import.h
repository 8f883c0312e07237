/* rules import: rules of full-text readers for sites, as definitions of sources. */
#ifndef CLI_RULES_IMPORT_H
#define CLI_RULES_IMPORT_H

#include "cli/command.h"

/* `newsledger rules import FILE...` */
enum exit_code rules_import(const struct call *call);

#endif
