/*
 * sandbox: a temporary folder in which the real program runs as a user's own would: it is the home
 * folder, holds the configuration and the ledger, and is removed with all that is in it.
 */
#ifndef TESTS_SUPPORT_SANDBOX_H
#define TESTS_SUPPORT_SANDBOX_H

#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct sandbox;

/* How a call ended. The texts live as long as the sandbox. */
struct outcome {
    int status;      /* of the exit, or 128 + the signal */
    const char *out; /* standard output, NUL-terminated */
    size_t out_len;
    const char *err; /* standard error */
};

struct sandbox *sandbox_new(void);
void sandbox_free(struct sandbox *sandbox); /* accepts NULL */

/* The absolute path of a file in the folder, which need not exist; owned by the sandbox. */
const char *sandbox_path(struct sandbox *sandbox, const char *name);

void sandbox_write(struct sandbox *sandbox, const char *name, const char *text);

/* A copy of the text that lives as long as the sandbox. */
const char *sandbox_keep(struct sandbox *sandbox, const char *text);

/* Copies a file of the repository into the folder. */
void sandbox_copy(struct sandbox *sandbox, const char *from, const char *name);

/* From now on calls see the variable; NULL takes it out. */
void sandbox_setenv(struct sandbox *sandbox, const char *name, const char *value);

/*
 * From now on the clock of calls stands at that time (seconds since 1970), as they are told by
 * libfaketime; pauses and timeouts pass as ever.
 */
void sandbox_set_clock(struct sandbox *sandbox, int64_t time);

/* Runs `newsledger ARGUMENT...` (ended by NULL) in the folder; input NULL is an empty one. */
struct outcome sandbox_run(struct sandbox *sandbox, const char *input, ...)
    __attribute__((sentinel));

/* The same with an array, for input of any bytes. */
struct outcome sandbox_run_with(struct sandbox *sandbox, const void *input, size_t input_len,
                                const char *const *arguments);

/* Runs without input and writes standard output to the file `out`. */
struct outcome sandbox_run_to(struct sandbox *sandbox, const char *out,
                              const char *const *arguments);

/* From now on no file of a call may grow beyond so many bytes, as on a disk that runs full. */
void sandbox_limit_files(struct sandbox *sandbox, size_t bytes);

/* Starts a call and lets it run; its outputs are thrown away. The caller waits for it. */
pid_t sandbox_start(struct sandbox *sandbox, const char *const *arguments);

#endif
