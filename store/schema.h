/*
 * schema: the tables and views of the ledger as numbered migrations. Migration i brings a ledger of
 * version i to version i + 1; one that was released is never changed, only followed by another.
 *
 * The views are the interface for everybody's SQL and documented in store/README.md; the tables
 * behind them may change with any version.
 */
#ifndef STORE_SCHEMA_H
#define STORE_SCHEMA_H

/* "NLdg": marks a SQLite file as a ledger (PRAGMA application_id). */
#define SCHEMA_APPLICATION_ID 0x4E4C6467

#define SCHEMA_VERSION 8

/* For each migration its SQL, one text for each table or view, with NULL behind the last. */
extern const char *const *const schema_migrations[SCHEMA_VERSION];

#endif
