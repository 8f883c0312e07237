/* command: what `newsledger NAME` runs, and what its help says. */
#ifndef CLI_COMMAND_H
#define CLI_COMMAND_H

#include <stdbool.h>

#include "cli/config.h"
#include "cli/options.h"

/* What the process tells its caller; cron jobs rely on these numbers. */
enum exit_code {
    EXIT_WELL = 0,     /* everything asked for was done */
    EXIT_PROBLEMS = 1, /* some things went wrong, each was named; the rest was done */
    EXIT_USAGE = 2,    /* mistake in the call, the configuration or the rules: nothing was done */
    EXIT_LEDGER = 3,   /* the ledger cannot be used */
    EXIT_LOCKED = 75,  /* another run holds the lock: try again later (EX_TEMPFAIL) */
};

/* One call of a command. */
struct call {
    const struct options *options;
    struct config config;
    struct arena *arena; /* for whatever shall live as long as the call */
    struct diags *diags; /* what is added is printed when the command has returned */
};

struct command {
    const char *name;
    const char *summary;                  /* one line, for the list of commands */
    const char *synopsis;                 /* what follows the name in a call */
    const char *text;                     /* paragraphs, broken to lines */
    const char *examples;                 /* lines, each a call or an indented remark */
    const struct option_spec *options[2]; /* tables, NULL where there are fewer */
    bool kind_options;                    /* also takes --KIND NAME for the kinds of the rules */
    enum exit_code (*run)(const struct call *call);
};

#endif
