/*
 * poll NEWSLEDGER [SOURCES...]: what a run costs that asks so many feeds what is new, each on a
 * loopback address of its own that answers after 200 ms, beside `curl --parallel` and sfeed_update
 * (which are left out where they are not installed) with the same addresses. The first run has no
 * ledger, the second finds nothing changed.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/file.h"
#include "base/mem.h"
#include "tests/support/folder.h"

#define LATENCY_MS  200
#define SOURCES_MAX 10000
#define FILES_MAX   (3 * SOURCES_MAX)
#define PORT        18181
#define ITEMS       10

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* ---- The server: a process with one socket for each address. ---- */

/* Shared with the bench, which sets it back. */
struct counts {
    long requests, body_bytes, peak; /* the most connections that one address had at a time */
};

struct connection {
    int source; /* of a connection; or -1: no connection */
    bool listens, conditional;
    double due; /* when the answer goes out */
    int next;   /* that is due after this one, or -1 */
};

struct server {
    int epoll;
    struct counts *counts;
    struct connection *files; /* by descriptor */
    int open[SOURCES_MAX];
    int first, last; /* of those whose answer is due: latency is the same for all */
    char *body;
    size_t len;
};

static struct sockaddr_in address_of(int source)
{
    return (struct sockaddr_in){.sin_family = AF_INET,
                                .sin_port = htons(PORT),
                                .sin_addr.s_addr = htonl(0x7F010000u + (uint32_t)source)};
}

static char *make_feed(void)
{
    struct buf feed = {0};
    buf_puts(&feed, "<rss version=\"2.0\"><channel><title>Looms</title>");
    for (int i = 0; i < ITEMS; i++)
        buf_printf(
            &feed,
            "<item><title>Loom number %d is woven</title><link>http://looms.example/%d</link>"
            "<description>%0400d</description></item>",
            i, i, 0);
    buf_puts(&feed, "</channel></rss>");
    return buf_detach(&feed);
}

static void watch(struct server *server, int fd, int source, bool listens)
{
    if (fd < 0 || fd >= FILES_MAX)
        mem_die("too few descriptors");
    server->files[fd] = (struct connection){.source = source, .listens = listens, .next = -1};
    epoll_ctl(server->epoll, EPOLL_CTL_ADD, fd,
              &(struct epoll_event){.events = EPOLLIN, .data.fd = fd});
}

static void listen_all(struct server *server, int count)
{
    for (int source = 0; source < count; source++) {
        struct sockaddr_in address = address_of(source);
        int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
        setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &(int){1}, sizeof(int));
        if (bind(fd, (struct sockaddr *)&address, sizeof(address)) < 0 || listen(fd, 64) < 0)
            mem_die("no socket for a feed");
        watch(server, fd, source, true);
    }
}

static void accept_one(struct server *server, int fd)
{
    int source = server->files[fd].source;
    int connection = accept(fd, NULL, NULL);
    if (connection < 0)
        return;
    watch(server, connection, source, false);
    if (++server->open[source] > server->counts->peak)
        server->counts->peak = server->open[source];
}

static void take_request(struct server *server, int fd)
{
    char request[4096];
    struct connection *connection = &server->files[fd];
    ssize_t got = recv(fd, request, sizeof(request) - 1, 0);
    if (got <= 0) {
        server->open[connection->source]--;
        close(fd);
        return;
    }
    request[got] = '\0'; /* requests come in one piece over loopback */
    connection->conditional = strstr(request, "If-None-Match: \"1\"") != NULL;
    connection->due = now() + LATENCY_MS / 1000.0;
    connection->next = -1;
    if (server->first < 0)
        server->first = fd;
    else
        server->files[server->last].next = fd;
    server->last = fd;
    server->counts->requests++;
}

static void answer(struct server *server, int fd)
{
    struct buf answer = {0};
    bool whole = !server->files[fd].conditional;
    buf_printf(&answer, "HTTP/1.1 %s\r\nETag: \"1\"\r\n", whole ? "200 OK" : "304 Not Modified");
    if (whole)
        buf_printf(&answer, "Content-Type: application/rss+xml\r\nContent-Length: %zu\r\n\r\n%s",
                   server->len, server->body);
    else
        buf_puts(&answer, "\r\n");
    server->counts->body_bytes += whole ? (long)server->len : 0;
    if (send(fd, answer.data, answer.len, MSG_NOSIGNAL) < 0)
        shutdown(fd, SHUT_RDWR);
    buf_free(&answer);
}

static void serve(int count, struct counts *counts, int ready)
{
    static struct server server;
    struct epoll_event events[256];
    server.counts = counts;
    server.epoll = epoll_create1(EPOLL_CLOEXEC);
    server.files = mem_alloc(FILES_MAX * sizeof(*server.files));
    server.first = -1;
    server.body = make_feed();
    server.len = strlen(server.body);
    listen_all(&server, count);
    if (write(ready, "r", 1) != 1)
        _exit(1);
    for (;;) {
        for (; server.first >= 0 && server.files[server.first].due <= now();
             server.first = server.files[server.first].next)
            answer(&server, server.first);
        int got = epoll_wait(server.epoll, events, 256, server.first < 0 ? 1000 : 1);
        for (int i = 0; i < got; i++) {
            int fd = events[i].data.fd;
            if (server.files[fd].listens)
                accept_one(&server, fd);
            else
                take_request(&server, fd);
        }
    }
}

static pid_t start_server(int count, struct counts *counts)
{
    int ready[2];
    char byte;
    if (pipe(ready) < 0)
        mem_die("no pipe");
    pid_t pid = fork();
    if (pid == 0) {
        prctl(PR_SET_PDEATHSIG,
              SIGKILL); /* or it would keep the port of a bench that was cut off */
        serve(count, counts, ready[1]);
    }
    close(ready[1]);
    if (read(ready[0], &byte, 1) != 1)
        mem_die("the server does not start");
    close(ready[0]);
    return pid;
}

/* ---- Those that ask. ---- */

static void write_text(const char *folder, const char *name, struct buf *text)
{
    struct buf path = {0};
    buf_printf(&path, "%s/%s", folder, name);
    if (file_write(path.data, text->data, text->len) < 0)
        mem_die("a file cannot be written");
    buf_free(&path);
    buf_free(text);
}

/* One list of addresses for each of them. No item matches: articles are not what is measured. */
static void write_lists(const char *folder, int count)
{
    struct buf sources = {0}, rc = {0}, curl = {0};
    buf_puts(&sources, "sources:\n");
    buf_printf(&rc, "sfeedpath=\"%s/sfeed\"\nfeeds() {\n", folder);
    for (int source = 0; source < count; source++) {
        char host[INET_ADDRSTRLEN];
        struct sockaddr_in address = address_of(source);
        inet_ntop(AF_INET, &address.sin_addr, host, sizeof(host));
        buf_printf(&sources,
                   "  s%d: {name: S, feed: 'http://%s:%d/', match: 'none', language: en, every: 1h,"
                   " status: verified, evidence: own}\n",
                   source, host, PORT);
        buf_printf(&rc, "feed s%d http://%s:%d/\n", source, host, PORT);
        buf_printf(&curl, "url = http://%s:%d/\noutput = /dev/null\n", host, PORT);
    }
    buf_puts(&rc, "}\n");
    write_text(folder, "rules/bench/sources.yaml", &sources);
    write_text(folder, "sfeedrc", &rc);
    write_text(folder, "curlrc", &curl);
}

struct figures {
    double seconds;
    long memory_kb;
    int status;
};

/* What it says is not of interest. */
static struct figures run(const char *const *words)
{
    struct rusage usage;
    int status;
    double begun = now();
    fflush(stdout);
    pid_t pid = fork();
    if (pid == 0) {
        if (!freopen("/dev/null", "w", stdout) || !freopen("/dev/null", "w", stderr))
            _exit(126);
        execvp(words[0], (char *const *)(uintptr_t)words);
        _exit(127);
    }
    wait4(pid, &status, 0, &usage);
    return (struct figures){now() - begun, usage.ru_maxrss,
                            WIFEXITED(status) ? WEXITSTATUS(status) : -1};
}

static void print(const char *name, const struct figures *figures, struct counts *counts)
{
    if (figures->status == 127) {
        printf("  %-24s not installed\n", name);
        return;
    }
    printf("  %-24s %7.2f s %7.1f MiB %6ld requests %9ld bytes of bodies, %ld connection%s an "
           "address%s\n",
           name, figures->seconds, (double)figures->memory_kb / 1024, counts->requests,
           counts->body_bytes, counts->peak, counts->peak == 1 ? "" : "s",
           figures->status == 0 ? "" : " (failed)");
    *counts = (struct counts){0};
}

static void measure(const char *program, int count, struct counts *counts)
{
    char *folder = folder_new();
    struct buf ledger = {0}, rules = {0}, rc = {0}, curl = {0};
    buf_printf(&ledger, "%s/ledger.db", folder);
    buf_printf(&rules, "%s/rules", folder);
    buf_printf(&rc, "%s/sfeedrc", folder);
    buf_printf(&curl, "%s/curlrc", folder);
    write_lists(folder, count);
    pid_t server = start_server(count, counts);
    const char *const own[] = {
        program,        "run",      "--all",     "--quiet",           "--rules",
        rules.data,     "--ledger", ledger.data, "--allow-addresses", "127.0.0.0/8",
        "--host-delay", "0",        NULL};
    const char *const curls[] = {"curl", "--silent", "--parallel", "--parallel-max",
                                 "300",  "--config", curl.data,    NULL};
    const char *const sfeed[] = {"sfeed_update", rc.data, NULL};

    printf("%d feeds, each answering after %d ms\n", count, LATENCY_MS);
    struct figures first = run(own);
    print("newsledger, first", &first, counts);
    struct figures second = run(own);
    print("newsledger, second", &second, counts);
    struct figures others = run(curls);
    print("curl --parallel", &others, counts);
    printf("  %-24s %7.2f and %.2f\n", "newsledger : curl", first.seconds / others.seconds,
           second.seconds / others.seconds);
    if (count <= 500) {
        others = run(sfeed);
        print("sfeed_update", &others, counts);
        printf("  %-24s %7.2f and %.2f\n", "newsledger : sfeed", first.seconds / others.seconds,
               second.seconds / others.seconds);
    }
    kill(server, SIGKILL);
    waitpid(server, NULL, 0);
    folder_remove(folder);
    buf_free(&ledger);
    buf_free(&rules);
    buf_free(&rc);
    buf_free(&curl);
}

int main(int argc, char **argv)
{
    struct rlimit files;
    struct counts *counts =
        mmap(NULL, sizeof(*counts), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (argc < 3 || counts == MAP_FAILED) {
        fputs("usage: poll NEWSLEDGER SOURCES...\n", stderr);
        return 2;
    }
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    for (int i = 2; i < argc; i++) {
        int count = atoi(argv[i]);
        if (count < 1 || count > SOURCES_MAX) {
            fprintf(stderr, "poll: from 1 to %d sources, not '%s'\n", SOURCES_MAX, argv[i]);
            return 2;
        }
        measure(argv[1], count, counts);
    }
    return 0;
}
