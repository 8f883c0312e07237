#include "cli/rules_apply.h"

#include <inttypes.h>
#include <stdio.h>

#include "cli/run.h"

static enum exit_code apply(struct run *run)
{
    struct acceptance accepted;
    if (ledger_accept(run->ledger, run->rules, &run->how, &accepted) != 0)
        return EXIT_LEDGER;
    run_read_left_over(run);
    workers_finish(run->workers);
    if (run->broken)
        return EXIT_LEDGER;
    if (!options_has(run->call->options, "quiet"))
        printf("changed definitions: %" PRId64 "; articles: %" PRId64 " read again, %" PRId64
               " spared\n",
               accepted.changes, run->counts.documents, accepted.spared);
    return run->counts.problems > 0 ? EXIT_PROBLEMS : EXIT_WELL;
}

enum exit_code rules_apply(const struct call *call, const struct ruleset *rules)
{
    struct run run = {.call = call, .rules = rules};
    enum exit_code code = run_open(&run);
    if (code == EXIT_WELL)
        code = apply(&run);
    run_close(&run);
    return code;
}
