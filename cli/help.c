#include "cli/help.h"

#include "cli/config.h"

void help_print(FILE *out, const struct command *const *commands)
{
    fputs("newsledger turns industry news into a ledger of facts that can be queried.\n\n"
          "Usage: newsledger COMMAND [OPTION]... [ARGUMENT]...\n\nCommands:\n",
          out);
    for (; *commands; commands++)
        fprintf(out, "  %-10s%s\n", (*commands)->name, (*commands)->summary);
    fputs("  help      this text, or all about one command: newsledger help COMMAND\n"
          "\nOptions of every command:\n",
          out);
    options_print(out, config_options());
    fputs("\nEach of them but --config and --help is also a key of\n"
          "~/.config/newsledger/config.yaml (host_delay: 2) and a variable of the environment\n"
          "(NEWSLEDGER_HOST_DELAY=2); an option beats the variable, and that the file.\n"
          "\nExit status: 0 all well; 1 there were problems, each is named, the rest was done;\n"
          "2 a mistake in the call, the settings or the rules, nothing was done; 3 the ledger\n"
          "cannot be used; 75 another run is at work.\n",
          out);
}

void help_print_command(FILE *out, const struct command *command)
{
    fprintf(out, "newsledger %s: %s\n\nUsage: newsledger %s %s\n\n%s\n", command->name,
            command->summary, command->name, command->synopsis, command->text);
    fputs(command->options[0] ? "Options:\n" : "", out);
    options_print(out, command->options[0]);
    options_print(out, command->options[1]);
    fputs(command->options[0] ? "\n" : "", out);
    fprintf(out, "Examples:\n%s\n", command->examples);
    fputs("Options of every command are listed by newsledger help.\n", out);
}
