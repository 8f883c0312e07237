/*
 * serve FOLDER: serves a folder on a free port of loopback, prints its address on one line, and
 * ends when standard input does, so that it never outlives the script that started it.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/server.h"

int main(int argc, char **argv)
{
    if (argc != 2) {
        fputs("usage: serve FOLDER\n", stderr);
        return 2;
    }
    struct server *server = server_start(argv[1], 0);
    if (!server) {
        fprintf(stderr, "serve: %s\n", strerror(errno));
        return 1;
    }
    puts(server_url(server, ""));
    fflush(stdout);
    while (getchar() != EOF)
        ;
    server_stop(server);
    return 0;
}
