/*
 * ledger: the SQLite database that holds documents, articles, entities and facts.
 *
 * All functions of this layer take the ledger first and report what goes wrong, as diagnostics of
 * the stage "store", to the `diags` that it was opened with. They return 0 or -1 (NULL for results)
 * unless said otherwise; after -1 nothing of that call was stored. Times are seconds since 1970,
 * given by the caller: this layer never reads a clock.
 *
 * One ledger belongs to one thread. Any number of processes may read while one writes.
 */
#ifndef STORE_LEDGER_H
#define STORE_LEDGER_H

#include "base/diag.h"

struct ledger;
struct database;

enum ledger_mode {
    LEDGER_READ,   /* the file must exist and be of this schema; nothing is ever written */
    LEDGER_WRITE,  /* made with its folders where missing, and brought to this schema */
    LEDGER_SCRATCH /* empty, in memory, gone when it is closed; the path only names it */
};

/*
 * Opens the ledger at `path`. Refuses a folder, an unwritable file, another program's database and
 * a newer schema. `diags` is borrowed until ledger_close.
 */
struct ledger *ledger_open(const char *path, enum ledger_mode mode, struct diags *diags);

/*
 * Claims the ledger for one run by flock(2) on PATH.lock, without waiting. Returns 0, -EWOULDBLOCK
 * when another process holds it, or another -errno. The kernel releases the lock with the process,
 * so that none can be left over by a crash.
 */
int ledger_lock(struct ledger *ledger);

void ledger_close(struct ledger *ledger); /* accepts NULL; releases the lock */

struct database *ledger_database(struct ledger *ledger); /* store/database.h, for store/ */

#endif
