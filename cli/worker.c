#include "cli/worker.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <unistd.h>

#include "base/mem.h"

/* A document on the wire: this, then the texts and the body, one after the other. */
struct request {
    const struct source
        *source; /* the same address in both processes: one is forked from the other */
    int status;
    int64_t fetched;
    char sha256[HASH_HEX_SIZE];
    size_t lengths[5]; /* url, final_url, content_type, headers, body; ABSENT for NULL */
};

#define ABSENT SIZE_MAX

/* ---- the parent's side */

static bool send_bytes(int socket, const void *bytes, size_t len)
{
    const char *at = bytes;
    while (len > 0) {
        ssize_t sent = send(socket, at, len, MSG_NOSIGNAL);
        if (sent < 0 && errno == EINTR)
            continue;
        if (sent <= 0)
            return false;
        at += sent;
        len -= (size_t)sent;
    }
    return true;
}

static size_t text_length(const char *text)
{
    return text ? strlen(text) : ABSENT;
}

bool worker_send(int socket, const struct document *document, const struct source *source)
{
    const char *parts[] = {document->url, document->final_url, document->content_type,
                           document->headers, document->body};
    struct request request = {.source = source,
                              .status = document->status,
                              .fetched = document->fetched,
                              .lengths = {text_length(parts[0]), text_length(parts[1]),
                                          text_length(parts[2]), text_length(parts[3]),
                                          document->body_len}};
    memcpy(request.sha256, document->sha256, sizeof(request.sha256));
    if (!send_bytes(socket, &request, sizeof(request)))
        return false;
    for (size_t i = 0; i < 5; i++)
        if (request.lengths[i] != ABSENT && !send_bytes(socket, parts[i], request.lengths[i]))
            return false;
    return true;
}

bool worker_answer(const char *bytes, size_t count, size_t *len)
{
    *len = SIZE_MAX;
    if (count < sizeof(*len))
        return false;
    memcpy(len, bytes, sizeof(*len));
    return count - sizeof(*len) >= *len;
}

/* ---- the worker's side */

/* Reads so many bytes; ends the process when the parent is gone. */
static void receive_bytes(int socket, void *bytes, size_t len)
{
    char *at = bytes;
    while (len > 0) {
        ssize_t got = recv(socket, at, len, 0);
        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            _exit(EXIT_SUCCESS);
        at += got;
        len -= (size_t)got;
    }
}

static char *receive_part(int socket, size_t len)
{
    if (len == ABSENT)
        return NULL;
    char *part = mem_alloc(len + 1);
    receive_bytes(socket, part, len);
    return part;
}

static void serve_one(int socket, const struct reader *reader)
{
    struct request request;
    char *parts[5];
    receive_bytes(socket, &request, sizeof(request));
    for (size_t i = 0; i < 5; i++)
        parts[i] = receive_part(socket, request.lengths[i]);
    struct document document = {.url = parts[0],
                                .final_url = parts[1],
                                .content_type = parts[2],
                                .headers = parts[3],
                                .status = request.status,
                                .fetched = request.fetched,
                                .body = parts[4],
                                .body_len = request.lengths[4]};
    memcpy(document.sha256, request.sha256, sizeof(document.sha256));
    char *text = reader->read(&document, request.source, reader->context);
    size_t len = strlen(text);
    if (!send_bytes(socket, &len, sizeof(len)) || !send_bytes(socket, text, len))
        _exit(EXIT_SUCCESS);
    free(text);
    for (size_t i = 0; i < 5; i++)
        free(parts[i]);
}

/* No file of the parent's stays open: its ledger, its lock, its connections. */
static int keep_only(int socket)
{
    const int mine = STDERR_FILENO + 1;
    int nothing = open("/dev/null", O_RDWR | O_CLOEXEC);
    if (nothing < 0 || dup2(nothing, STDIN_FILENO) < 0 || dup2(nothing, STDOUT_FILENO) < 0)
        mem_die("a worker without standard input and output");
    if (socket != mine && dup2(socket, mine) < 0)
        mem_die("a worker without a socket");
    close_range((unsigned)mine + 1, ~0u, 0);
    return mine;
}

#ifdef __SANITIZE_ADDRESS__
/* The sanitizer's shadow takes terabytes of addresses, and its reports need most system calls. */
static void confine(size_t memory)
{
    (void)memory;
}
#else
static void limit_memory(size_t memory)
{
    unsigned long pages = 0;
    FILE *statm = fopen("/proc/self/statm", "re");
    if (!statm || fscanf(statm, "%lu", &pages) != 1)
        mem_die("a worker whose memory cannot be measured");
    fclose(statm);
    rlim_t most = (rlim_t)pages * (rlim_t)sysconf(_SC_PAGESIZE) + memory;
    if (setrlimit(RLIMIT_AS, &(struct rlimit){most, most}) != 0)
        mem_die("a worker without a limit of memory");
}

/* What it takes to use memory, to talk over a socket that is open, and to end. */
static const int allowed[] = {
    SCMP_SYS(brk),          SCMP_SYS(mmap),
    SCMP_SYS(munmap),       SCMP_SYS(mremap),
    SCMP_SYS(mprotect),     SCMP_SYS(madvise),
    SCMP_SYS(futex),        SCMP_SYS(read),
    SCMP_SYS(write),        SCMP_SYS(recvfrom),
    SCMP_SYS(sendto),       SCMP_SYS(getrandom),
    SCMP_SYS(exit),         SCMP_SYS(exit_group),
    SCMP_SYS(getpid),       SCMP_SYS(gettid),
    SCMP_SYS(close),        SCMP_SYS(rt_sigprocmask),
    SCMP_SYS(rt_sigaction), SCMP_SYS(clock_gettime),
    SCMP_SYS(sysinfo),      SCMP_SYS(sched_getaffinity), /* qsort and malloc ask for sizes */
};

/* Everything else ends the process, since no honest page needs it. */
static void confine(size_t memory)
{
    limit_memory(memory);
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_KILL_PROCESS);
    int status = filter ? 0 : -1;
    for (size_t i = 0; i < sizeof(allowed) / sizeof(*allowed) && status == 0; i++)
        status = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
    /* abort() sends a signal, and may send it to nobody else. */
    struct scmp_arg_cmp itself = {.arg = 0, .op = SCMP_CMP_EQ, .datum_a = (scmp_datum_t)getpid()};
    if (status == 0)
        status = seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, SCMP_SYS(tgkill), 1, &itself);
    if (status != 0 || seccomp_load(filter) != 0)
        mem_die("a worker that cannot be confined");
    seccomp_release(filter);
}
#endif

_Noreturn void worker_serve(int socket, const struct reader *reader, size_t memory)
{
    /* An interrupted run must not leave workers behind, nor may they act on the parent's signals.
     */
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_DFL);
    int mine = keep_only(socket);
    confine(memory);
    for (;;)
        serve_one(mine, reader);
}
