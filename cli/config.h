/*
 * config: what holds for every command: where things lie and how to fetch. Settings come, in rising
 * precedence, from the configuration file, from the environment (NEWSLEDGER_HOST_DELAY) and from
 * options (--host-delay).
 */
#ifndef CLI_CONFIG_H
#define CLI_CONFIG_H

#include <stdbool.h>

#include "base/arena.h"
#include "base/diag.h"
#include "cli/options.h"
#include "fetch/address.h"

struct config {
    const char *rules;                     /* folder */
    const char *ledger;                    /* file */
    const char *archive;                   /* folder */
    const char *contact;                   /* address or e-mail for the User-Agent, or NULL */
    struct address_ranges allow_addresses; /* fetch from these, too, besides public ones */
    double host_delay;                     /* least seconds between two requests to one host */
    double keep_feeds; /* days after which a run forgets feeds and index pages; 0: never */
};

/* --config and one option for each setting, for options_parse. */
const struct option_spec *config_options(void);

/*
 * Gathers the settings. Mistakes (unreadable file, unknown key, bad value) go to `diags` under the
 * stage "config", and -1 is returned. Everything in *config lives in `arena` or in the options.
 */
int config_load(struct config *config, const struct options *options, struct arena *arena,
                struct diags *diags);

#endif
