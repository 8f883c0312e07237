#include "cli/workers.h"

#include <errno.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/buf.h"
#include "base/mem.h"

/* The slowest page of the samples takes a tenth of a second under a sanitizer. */
#define SECONDS_MAX 30.0

/* A page of 32 MB, the most that is fetched, takes about 20 times its size as a tree. */
#define MEMORY_MAX ((size_t)1024 * 1024 * 1024)

/* A record holds the text of its article several times over at most. */
#define ANSWER_MAX ((size_t)256 * 1024 * 1024)

/* Documents behind a slow one whose results wait for their turn, by worker. */
#define AHEAD_MAX 16

/* A document that was handed over. It is done when it has a text or a cause. */
struct job {
    workers_callback *callback;
    void *context;
    char *text;
    const char *cause;
    const char *message;
    bool done;
};

struct worker {
    pid_t pid; /* 0: not forked yet, or gone */
    int socket;
    struct job *job; /* that it is at work on, or NULL */
    double deadline;
    struct buf answer; /* as far as it has come */
};

struct workers {
    struct reader reader;
    struct workers_limits limits;
    struct worker *workers;
    struct job **queue; /* a ring: queue[(first + i) % size], in the order of handing over */
    size_t size;
    size_t first;
    size_t count;
};

struct workers_limits workers_defaults(void)
{
    cpu_set_t cores;
    int count = sched_getaffinity(0, sizeof(cores), &cores) == 0 ? CPU_COUNT(&cores) : 1;
    return (struct workers_limits){
        .jobs = (size_t)count, .seconds = SECONDS_MAX, .memory = MEMORY_MAX};
}

struct workers *workers_new(const struct reader *reader, const struct workers_limits *limits)
{
    struct workers *workers = mem_alloc(sizeof(*workers));
    workers->reader = *reader;
    workers->limits = *limits;
    workers->workers = mem_alloc(limits->jobs * sizeof(*workers->workers));
    workers->size = limits->jobs * AHEAD_MAX;
    workers->queue = mem_alloc(workers->size * sizeof(*workers->queue));
    return workers;
}

static double now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

/* ---- one worker */

static void fork_worker(struct workers *workers, struct worker *worker)
{
    int ends[2];
    if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
        mem_die("no socket for a worker");
    worker->pid = fork();
    if (worker->pid < 0)
        mem_die("no process for a worker");
    if (worker->pid == 0)
        worker_serve(ends[1], &workers->reader, workers->limits.memory);
    close(ends[1]);
    worker->socket = ends[0];
}

/* Waits for the end of a process that is ending; gives its status. */
static int reap(struct worker *worker)
{
    int status = 0;
    while (waitpid(worker->pid, &status, 0) < 0 && errno == EINTR)
        continue;
    close(worker->socket);
    worker->pid = 0;
    buf_free(&worker->answer);
    return status;
}

static void end_worker(struct worker *worker)
{
    kill(worker->pid, SIGKILL);
    reap(worker);
}

static void fail(struct worker *worker, const char *cause, const char *message)
{
    *worker->job = (struct job){.callback = worker->job->callback,
                                .context = worker->job->context,
                                .cause = cause,
                                .message = message,
                                .done = true};
    worker->job = NULL;
}

/* The worker closed its end. Aborting is what base/mem.h does, and it has said on standard error
 * why. */
static void worker_gone(struct worker *worker)
{
    int status = reap(worker);
    if (WIFSIGNALED(status) && WTERMSIG(status) == SIGABRT)
        fail(worker, "memory-limit", "reading it took more memory than a page may");
    else
        fail(worker, "crash", "reading it crashed, which is a fault of newsledger");
}

/* Takes what has come of an answer. */
static void worker_readable(struct worker *worker)
{
    char bytes[65536];
    size_t len;
    ssize_t got = recv(worker->socket, bytes, sizeof(bytes), MSG_DONTWAIT);
    if (got < 0 && (errno == EAGAIN || errno == EINTR))
        return;
    if (got <= 0) {
        worker_gone(worker);
        return;
    }
    buf_add(&worker->answer, bytes, (size_t)got);
    bool whole = worker_answer(worker->answer.data, worker->answer.len, &len);
    if (len != SIZE_MAX && len > ANSWER_MAX) {
        end_worker(worker);
        fail(worker, "size-limit", "what was read in it is longer than a record may be");
    } else if (whole) {
        worker->job->text = mem_alloc(len + 1);
        memcpy(worker->job->text, worker->answer.data + sizeof(len), len);
        worker->job->done = true;
        worker->job = NULL;
        buf_reset(&worker->answer);
    }
}

static void check_deadline(struct worker *worker, double time)
{
    if (!worker->job || time < worker->deadline)
        return;
    end_worker(worker);
    fail(worker, "time-limit", "reading it takes longer than a page may");
}

/* ---- all of them */

/* Waits until some worker has something to say, or has had its time. */
static void wait_for_any(struct workers *workers)
{
    size_t jobs = workers->limits.jobs;
    struct pollfd *polls = mem_alloc(jobs * sizeof(*polls));
    double first = now() + workers->limits.seconds;
    for (size_t i = 0; i < jobs; i++) {
        const struct worker *worker = &workers->workers[i];
        polls[i] = (struct pollfd){.fd = worker->job ? worker->socket : -1, .events = POLLIN};
        if (worker->job && worker->deadline < first)
            first = worker->deadline;
    }
    double pause = first - now();
    poll(polls, jobs, pause > 0 ? (int)(pause * 1000) + 1 : 0);
    double time = now();
    for (size_t i = 0; i < jobs; i++) {
        if (polls[i].revents)
            worker_readable(&workers->workers[i]);
        check_deadline(&workers->workers[i], time);
    }
    free(polls);
}

/* Calls the callbacks of all that is done and has nothing before it that is not. */
static void deliver(struct workers *workers)
{
    while (workers->count > 0 && workers->queue[workers->first]->done) {
        struct job *job = workers->queue[workers->first];
        workers->first = (workers->first + 1) % workers->size;
        workers->count--;
        struct worker_result result = {job->text, job->cause, job->message};
        job->callback(&result, job->context);
        free(job->text);
        free(job);
    }
}

static struct worker *free_worker(struct workers *workers)
{
    for (size_t i = 0; i < workers->limits.jobs; i++)
        if (!workers->workers[i].job)
            return &workers->workers[i];
    return NULL;
}

static struct job *enqueue(struct workers *workers, workers_callback *callback, void *context)
{
    struct job *job = mem_alloc(sizeof(*job));
    *job = (struct job){.callback = callback, .context = context};
    workers->queue[(workers->first + workers->count++) % workers->size] = job;
    return job;
}

void workers_read(struct workers *workers, const struct document *document,
                  const struct source *source, workers_callback *callback, void *context)
{
    struct worker *worker;
    deliver(workers);
    while (workers->count == workers->size || !(worker = free_worker(workers))) {
        wait_for_any(workers);
        deliver(workers);
    }
    worker->job = enqueue(workers, callback, context);
    worker->deadline = now() + workers->limits.seconds;
    if (worker->pid == 0)
        fork_worker(workers, worker);
    if (worker_send(worker->socket, document, source))
        return;
    /* It ended while it waited, which is not this document's fault. What a second one does, is. */
    end_worker(worker);
    fork_worker(workers, worker);
    worker_send(worker->socket, document, source);
}

void workers_finish(struct workers *workers)
{
    for (deliver(workers); workers->count > 0; deliver(workers))
        wait_for_any(workers);
}

void workers_free(struct workers *workers)
{
    if (!workers)
        return;
    for (size_t i = 0; i < workers->limits.jobs; i++)
        if (workers->workers[i].pid)
            end_worker(&workers->workers[i]);
    for (size_t i = 0; i < workers->count; i++) {
        struct job *job = workers->queue[(workers->first + i) % workers->size];
        free(job->text);
        free(job);
    }
    free(workers->queue);
    free(workers->workers);
    free(workers);
}
