/* newsledger: finds the command, reads its options and the configuration, and runs it. */
#include <errno.h>
#include <locale.h>
#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "cli/add.h"
#include "cli/archive.h"
#include "cli/command.h"
#include "cli/dump.h"
#include "cli/extract.h"
#include "cli/help.h"
#include "cli/query.h"
#include "cli/rules.h"
#include "cli/run.h"
#include "cli/status.h"
#include "cli/trend.h"

static const struct command *const commands[] = {
    &run_command,    &add_command,   &extract_command, &query_command, &trend_command,
    &status_command, &rules_command, &archive_command, &dump_command,  NULL,
};

static const struct command *find_command(const char *name, struct diags *diags)
{
    const char *names[sizeof(commands) / sizeof(*commands)];
    size_t count = 0;
    for (; commands[count]; count++) {
        names[count] = commands[count]->name;
        if (strcmp(names[count], name) == 0)
            return commands[count];
    }
    diags_add(diags, SEVERITY_ERROR, "options", NULL, "unknown command '%s'", name);
    names[count++] = "help";
    const char *nearest = text_nearest(name, names, count);
    if (nearest)
        diags_hint(diags, "did you mean '%s'?", nearest);
    else
        diags_hint(diags, "newsledger help lists the commands");
    return NULL;
}

/* `newsledger help [COMMAND]` */
static enum exit_code run_help(const char *name, struct diags *diags)
{
    const struct command *command = name ? find_command(name, diags) : NULL;
    if (name && !command)
        return EXIT_USAGE;
    if (command)
        help_print_command(stdout, command);
    else
        help_print(stdout, commands);
    return EXIT_WELL;
}

static enum exit_code call_command(const struct command *command, char *const *arguments,
                                   size_t count, struct arena *arena, struct diags *diags)
{
    const struct option_spec *const tables[] = {config_options(), command->options[0],
                                                command->options[1], NULL};
    const struct options *options =
        options_parse(tables, command->kind_options, arguments, count, arena, diags);
    if (!options) {
        diags_add(diags, SEVERITY_NOTE, "options", NULL, "newsledger help %s lists its options",
                  command->name);
        return EXIT_USAGE;
    }
    if (options_has(options, "help")) {
        help_print_command(stdout, command);
        return EXIT_WELL;
    }
    struct call call = {.options = options, .arena = arena, .diags = diags};
    if (config_load(&call.config, options, arena, diags) != 0)
        return EXIT_USAGE;
    return command->run(&call);
}

static enum exit_code run(int argc, char **argv, struct arena *arena, struct diags *diags)
{
    const char *name = argc > 1 ? argv[1] : NULL;
    if (!name) {
        help_print(stderr, commands);
        return EXIT_USAGE;
    }
    if (strcmp(name, "--version") == 0) {
        puts("newsledger " NEWSLEDGER_VERSION);
        return EXIT_WELL;
    }
    if (strcmp(name, "help") == 0 || strcmp(name, "--help") == 0 || strcmp(name, "-h") == 0)
        return run_help(argc > 2 ? argv[2] : NULL, diags);
    const struct command *command = find_command(name, diags);
    if (!command)
        return EXIT_USAGE;
    return call_command(command, argv + 2, (size_t)argc - 2, arena, diags);
}

int main(int argc, char **argv)
{
    /* Not LC_NUMERIC: numbers in output are for programs, too. */
    setlocale(LC_CTYPE, "");
    struct arena *arena = arena_new();
    struct diags *diags = diags_new();
    enum exit_code code = run(argc, argv, arena, diags);

    /* What could not be written (a full disk) must not pass for success. */
    bool written = fflush(stdout) == 0 && !ferror(stdout);
    int error = errno;
    diags_print(stderr, diags);
    if (!written) {
        fprintf(stderr, "error: output: standard output: %s\n", strerror(error));
        code = code == EXIT_WELL ? EXIT_PROBLEMS : code;
    }
    diags_free(diags);
    arena_free(arena);
    return (int)code;
}
