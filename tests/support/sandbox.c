#include "tests/support/sandbox.h"

#include <fcntl.h>
#include <ftw.h>
#include <glob.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/file.h"
#include "base/mem.h"

#define ARGUMENTS_MAX 64
#define VARIABLES_MAX 24
#define COPY_MAX      ((size_t)16 << 20)

struct sandbox {
    struct arena *arena;
    char *folder;
    char *program;
    const char *names[VARIABLES_MAX]; /* of environment variables */
    const char *values[VARIABLES_MAX];
    size_t variable_count;
    size_t file_limit; /* 0: none */
};

/* Settings of whoever runs the tests must not reach the program under test. */
static const char *const hidden[] = {"XDG_CONFIG_HOME",
                                     "XDG_DATA_HOME",
                                     "NEWSLEDGER_RULES",
                                     "NEWSLEDGER_LEDGER",
                                     "NEWSLEDGER_ARCHIVE",
                                     "NEWSLEDGER_CONTACT",
                                     "NEWSLEDGER_ALLOW_ADDRESSES",
                                     "NEWSLEDGER_HOST_DELAY",
                                     "NEWSLEDGER_KEEP_FEEDS",
                                     "http_proxy",
                                     "https_proxy"};

struct sandbox *sandbox_new(void)
{
    struct sandbox *sandbox = mem_alloc(sizeof(*sandbox));
    sandbox->arena = arena_new();
    sandbox->folder = arena_strdup(sandbox->arena, "/tmp/newsledger-test-XXXXXX");
    const char *program = getenv("NEWSLEDGER");
    char absolute[PATH_MAX];
    if (!mkdtemp(sandbox->folder) || !realpath(program ? program : "build/newsledger", absolute))
        mem_die("no sandbox: is there a program at $NEWSLEDGER?");
    sandbox->program = arena_strdup(sandbox->arena, absolute);
    for (size_t i = 0; i < sizeof(hidden) / sizeof(*hidden); i++)
        sandbox_setenv(sandbox, hidden[i], NULL);
    sandbox_setenv(sandbox, "HOME", sandbox->folder);
    sandbox_setenv(sandbox, "LC_ALL", "C.UTF-8");
    return sandbox;
}

static int remove_entry(const char *path, const struct stat *status, int type, struct FTW *where)
{
    (void)status, (void)type, (void)where;
    return remove(path);
}

void sandbox_free(struct sandbox *sandbox)
{
    if (!sandbox)
        return;
    nftw(sandbox->folder, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
    arena_free(sandbox->arena);
    free(sandbox);
}

const char *sandbox_path(struct sandbox *sandbox, const char *name)
{
    return arena_printf(sandbox->arena, "%s/%s", sandbox->folder, name);
}

void sandbox_write(struct sandbox *sandbox, const char *name, const char *text)
{
    if (file_write(sandbox_path(sandbox, name), text, strlen(text)) != 0)
        mem_die("a file of the sandbox");
}

const char *sandbox_keep(struct sandbox *sandbox, const char *text)
{
    return arena_strdup(sandbox->arena, text);
}

/* Where Debian puts libfaketime depends on the processor. */
static const char *find_faketime(struct sandbox *sandbox)
{
    glob_t found;
    if (glob("/usr/lib/*/faketime/libfaketime.so.1", 0, NULL, &found) != 0)
        mem_die("no libfaketime: make deps installs it");
    const char *path = arena_strdup(sandbox->arena, found.gl_pathv[0]);
    globfree(&found);
    return path;
}

void sandbox_set_clock(struct sandbox *sandbox, int64_t time)
{
    const char *asan = getenv("ASAN_OPTIONS"); /* which wants to be the first library */
    sandbox_setenv(sandbox, "LD_PRELOAD", find_faketime(sandbox));
    sandbox_setenv(sandbox, "ASAN_OPTIONS",
                   arena_printf(sandbox->arena, "%s:verify_asan_link_order=0", asan ? asan : ""));
    sandbox_setenv(sandbox, "FAKETIME_DONT_FAKE_MONOTONIC", "1");
    sandbox_setenv(sandbox, "FAKETIME_FMT", "%s");
    sandbox_setenv(sandbox, "FAKETIME", arena_printf(sandbox->arena, "%lld", (long long)time));
}

void sandbox_limit_files(struct sandbox *sandbox, size_t bytes)
{
    sandbox->file_limit = bytes;
}

void sandbox_copy(struct sandbox *sandbox, const char *from, const char *name)
{
    char *bytes;
    size_t len;
    if (file_read(from, COPY_MAX, &bytes, &len) != 0 ||
        file_write(sandbox_path(sandbox, name), bytes, len) != 0)
        mem_die("a file that cannot be copied into the sandbox");
    free(bytes);
}

void sandbox_setenv(struct sandbox *sandbox, const char *name, const char *value)
{
    size_t at = 0;
    while (at < sandbox->variable_count && strcmp(sandbox->names[at], name) != 0)
        at++;
    if (at == VARIABLES_MAX)
        mem_die("too many variables for a sandbox");
    sandbox->names[at] = arena_strdup(sandbox->arena, name);
    sandbox->values[at] = arena_strdup(sandbox->arena, value);
    if (at == sandbox->variable_count)
        sandbox->variable_count++;
}

/* The signal is ignored, so that a write fails with an error as it does on a full disk. */
static void limit_files(size_t bytes)
{
    struct rlimit limit = {bytes, bytes};
    signal(SIGXFSZ, SIG_IGN);
    if (bytes > 0 && setrlimit(RLIMIT_FSIZE, &limit) != 0)
        _exit(127);
}

static _Noreturn void become_program(const struct sandbox *sandbox, const int streams[3],
                                     const char *const *arguments)
{
    char *argv[ARGUMENTS_MAX + 2] = {sandbox->program};
    for (size_t i = 0; arguments[i] && i < ARGUMENTS_MAX; i++)
        argv[i + 1] = (char *)arguments[i];
    for (int i = 0; i < 3; i++) {
        if (dup2(streams[i], i) < 0)
            _exit(127);
    }
    for (size_t i = 0; i < sandbox->variable_count; i++) {
        if (sandbox->values[i])
            setenv(sandbox->names[i], sandbox->values[i], 1);
        else
            unsetenv(sandbox->names[i]);
    }
    limit_files(sandbox->file_limit);
    if (chdir(sandbox->folder) != 0)
        _exit(127);
    execv(sandbox->program, argv);
    _exit(127);
}

static pid_t start(const struct sandbox *sandbox, const int streams[3],
                   const char *const *arguments)
{
    fflush(NULL);
    pid_t child = fork();
    if (child < 0)
        mem_die("fork");
    if (child == 0)
        become_program(sandbox, streams, arguments);
    return child;
}

/* A file without a name: unlike a pipe, it takes any amount while nobody reads. */
static FILE *scratch(void)
{
    FILE *file = tmpfile();
    if (!file)
        mem_die("tmpfile");
    return file;
}

static const char *content(struct sandbox *sandbox, FILE *file, size_t *len)
{
    fseek(file, 0, SEEK_END);
    *len = (size_t)ftell(file);
    rewind(file);
    char *text = arena_alloc(sandbox->arena, *len + 1);
    if (fread(text, 1, *len, file) != *len)
        mem_die("an output that cannot be read back");
    fclose(file);
    return text;
}

/* Runs the program to its end; the files of its input and standard error are closed. */
static struct outcome run(struct sandbox *sandbox, FILE *in, int out, const char *const *arguments)
{
    FILE *err = scratch();
    int status = 0;
    size_t err_len;
    pid_t child = start(sandbox, (int[]){fileno(in), out, fileno(err)}, arguments);
    if (waitpid(child, &status, 0) != child)
        mem_die("waitpid");
    fclose(in);
    return (struct outcome){.status =
                                WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status),
                            .out = "",
                            .err = content(sandbox, err, &err_len)};
}

struct outcome sandbox_run_with(struct sandbox *sandbox, const void *input, size_t input_len,
                                const char *const *arguments)
{
    FILE *in = scratch(), *out = scratch();
    if (input_len > 0 && fwrite(input, 1, input_len, in) != input_len)
        mem_die("an input that cannot be written");
    rewind(in);
    struct outcome outcome = run(sandbox, in, fileno(out), arguments);
    outcome.out = content(sandbox, out, &outcome.out_len);
    return outcome;
}

struct outcome sandbox_run_to(struct sandbox *sandbox, const char *out,
                              const char *const *arguments)
{
    int descriptor = open(out, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    if (descriptor < 0)
        mem_die("an output that cannot be opened");
    struct outcome outcome = run(sandbox, scratch(), descriptor, arguments);
    close(descriptor);
    return outcome;
}

struct outcome sandbox_run(struct sandbox *sandbox, const char *input, ...)
{
    const char *arguments[ARGUMENTS_MAX + 1] = {0};
    va_list list;
    va_start(list, input);
    for (size_t i = 0; i < ARGUMENTS_MAX && (arguments[i] = va_arg(list, const char *)); i++)
        ;
    va_end(list);
    return sandbox_run_with(sandbox, input, input ? strlen(input) : 0, arguments);
}

pid_t sandbox_start(struct sandbox *sandbox, const char *const *arguments)
{
    int null = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (null < 0)
        mem_die("/dev/null");
    pid_t child = start(sandbox, (int[]){null, null, null}, arguments);
    close(null);
    return child;
}
