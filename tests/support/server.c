#include "tests/support/server.h"

#include <arpa/inet.h>
#include <errno.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/file.h"
#include "base/hash.h"
#include "base/mem.h"
#include "base/text.h"

#define FILE_MAX      ((size_t)64 * 1024 * 1024)
#define BLOCK_SIZE    ((size_t)64 * 1024) /* of a body that is made on the fly */
#define HTTP_DATE_MAX 64

/* MHD's own limit closes the connection before 32 KB of header, which tests want to exceed. */
#define CONNECTION_MEMORY ((size_t)256 * 1024)

struct answer {
    struct answer *next;
    const char *path;
    struct server_answer content;
};

struct server {
    struct MHD_Daemon *daemon;
    char *folder;
    uint16_t port;
    pthread_mutex_t lock; /* guards all below, which both threads use */
    struct arena *arena;
    struct answer *answers; /* newest first */
    const struct server_request **requests;
    size_t request_count;
    size_t request_capacity;
    size_t connections;
    size_t connections_peak;
};

struct body {
    const char *bytes; /* NULL: filler */
    uint64_t len;
    bool cut;
};

static int64_t now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static enum MHD_Result add_header_line(void *context, enum MHD_ValueKind kind, const char *name,
                                       const char *value)
{
    (void)kind;
    buf_printf(context, "%s: %s\n", name, value ? value : "");
    return MHD_YES;
}

static const char *header(struct MHD_Connection *connection, const char *name)
{
    return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

static void log_request(struct server *server, struct MHD_Connection *connection, const char *path)
{
    struct buf headers = {0};
    MHD_get_connection_values(connection, MHD_HEADER_KIND, add_header_line, &headers);

    pthread_mutex_lock(&server->lock);
    struct arena *arena = server->arena;
    struct server_request *request = arena_alloc(arena, sizeof(*request));
    request->path = arena_strdup(arena, path);
    request->user_agent = arena_strdup(arena, header(connection, "User-Agent"));
    request->if_none_match = arena_strdup(arena, header(connection, "If-None-Match"));
    request->if_modified_since = arena_strdup(arena, header(connection, "If-Modified-Since"));
    request->headers = arena_strdup(arena, buf_text(&headers));
    request->arrived = now_ms();
    server->requests = arena_grow(arena, server->requests, server->request_count,
                                  &server->request_capacity, sizeof(*server->requests));
    server->requests[server->request_count++] = request;
    pthread_mutex_unlock(&server->lock);
    buf_free(&headers);
}

static enum MHD_Result respond(struct MHD_Connection *connection, unsigned status,
                               struct MHD_Response *response)
{
    enum MHD_Result result = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return result;
}

static enum MHD_Result respond_text(struct MHD_Connection *connection, unsigned status,
                                    const char *text)
{
    struct MHD_Response *response =
        MHD_create_response_from_buffer(strlen(text), (void *)text, MHD_RESPMEM_MUST_COPY);
    MHD_add_response_header(response, "Content-Type", "text/plain");
    return respond(connection, status, response);
}

static ssize_t read_body(void *context, uint64_t position, char *out, size_t max)
{
    const struct body *body = context;
    uint64_t end = body->cut ? body->len / 2 : body->len;
    if (position >= end)
        return body->cut ? MHD_CONTENT_READER_END_WITH_ERROR : MHD_CONTENT_READER_END_OF_STREAM;
    size_t len = end - position < max ? (size_t)(end - position) : max;
    if (body->bytes)
        memcpy(out, body->bytes + position, len);
    else
        memset(out, 'x', len);
    return (ssize_t)len;
}

static void add_headers(struct MHD_Response *response, const char *headers)
{
    char *copy = mem_strdup(headers), *rest = copy;
    for (char *line; (line = strsep(&rest, "\n"));) {
        char *value = strstr(line, ": ");
        if (!value)
            continue;
        *value = '\0';
        MHD_add_response_header(response, line, value + 2);
    }
    free(copy);
}

static enum MHD_Result respond_answer(struct MHD_Connection *connection,
                                      const struct server_answer *answer)
{
    struct body *body = mem_alloc(sizeof(*body));
    *body = (struct body){answer->filler ? NULL : answer->body,
                          answer->filler ? answer->filler : answer->body_len, answer->cut};
    uint64_t announced = answer->no_length ? MHD_SIZE_UNKNOWN : body->len;
    struct MHD_Response *response =
        MHD_create_response_from_callback(announced, BLOCK_SIZE, read_body, body, free);
    if (answer->headers)
        add_headers(response, answer->headers);
    return respond(connection, answer->status ? answer->status : MHD_HTTP_OK, response);
}

static const char *content_type(const char *path)
{
    static const struct {
        const char *suffix, *type;
    } types[] = {
        {".html", "text/html; charset=utf-8"}, {".xml", "application/xml"},
        {".rss", "application/rss+xml"},       {".atom", "application/atom+xml"},
        {".json", "application/json"},         {".txt", "text/plain; charset=utf-8"},
    };
    for (size_t i = 0; i < sizeof(types) / sizeof(types[0]); i++)
        if (text_ends(path, types[i].suffix))
            return types[i].type;
    return "application/octet-stream";
}

/* RFC 9110, section 13.2.2: If-None-Match decides alone where both fields are given. */
static bool is_unchanged(struct MHD_Connection *connection, const char *etag, time_t modified)
{
    const char *tags = header(connection, "If-None-Match");
    const char *since = header(connection, "If-Modified-Since");
    struct tm tm = {0};
    if (tags)
        return strcmp(tags, "*") == 0 || strstr(tags, etag);
    return since && strptime(since, "%a, %d %b %Y %H:%M:%S GMT", &tm) && modified <= timegm(&tm);
}

static enum MHD_Result respond_bytes(struct MHD_Connection *connection, const char *path,
                                     time_t modified, char *bytes, size_t len)
{
    char hex[HASH_HEX_SIZE], etag[HASH_HEX_SIZE + 2], date[HTTP_DATE_MAX];
    struct tm tm;
    hash_hex(bytes, len, hex);
    snprintf(etag, sizeof(etag), "\"%s\"", hex);
    strftime(date, sizeof(date), "%a, %d %b %Y %H:%M:%S GMT", gmtime_r(&modified, &tm));

    unsigned status = MHD_HTTP_OK;
    if (is_unchanged(connection, etag, modified)) {
        status = MHD_HTTP_NOT_MODIFIED;
        len = 0;
    }
    struct MHD_Response *response =
        MHD_create_response_from_buffer(len, bytes, MHD_RESPMEM_MUST_FREE);
    MHD_add_response_header(response, "Content-Type", content_type(path));
    MHD_add_response_header(response, "ETag", etag);
    MHD_add_response_header(response, "Last-Modified", date);
    return respond(connection, status, response);
}

static enum MHD_Result respond_file(const struct server *server, struct MHD_Connection *connection,
                                    const char *path)
{
    struct buf file = {0};
    struct stat info;
    char *bytes = NULL;
    size_t len;
    if (server->folder && !strstr(path, "..")) {
        buf_printf(&file, "%s%s%s", server->folder, path, text_ends(path, "/") ? "index.html" : "");
        if (stat(file.data, &info) < 0 || file_read(file.data, FILE_MAX, &bytes, &len) < 0)
            bytes = NULL;
    }
    enum MHD_Result result =
        bytes ? respond_bytes(connection, file.data, info.st_mtime, bytes, len)
              : respond_text(connection, MHD_HTTP_NOT_FOUND, "There is no such page.\n");
    buf_free(&file);
    return result;
}

/* Answers are never changed once they are listed, so the pointer may be used without the lock. */
static const struct server_answer *find_answer(struct server *server, const char *path)
{
    pthread_mutex_lock(&server->lock);
    const struct answer *answer = server->answers;
    while (answer && strcmp(answer->path, path) != 0)
        answer = answer->next;
    pthread_mutex_unlock(&server->lock);
    return answer ? &answer->content : NULL;
}

static enum MHD_Result handle(void *context, struct MHD_Connection *connection, const char *path,
                              const char *method, const char *version, const char *upload,
                              size_t *upload_len, void **state)
{
    struct server *server = context;
    (void)method, (void)version, (void)upload, (void)upload_len;
    /* MHD calls once when the header is there, and again for the answer. */
    if (!*state) {
        *state = server;
        return MHD_YES;
    }
    log_request(server, connection, path);
    const struct server_answer *answer = find_answer(server, path);
    return answer ? respond_answer(connection, answer) : respond_file(server, connection, path);
}

static void count_connection(void *context, struct MHD_Connection *connection, void **state,
                             enum MHD_ConnectionNotificationCode code)
{
    struct server *server = context;
    (void)connection, (void)state;
    pthread_mutex_lock(&server->lock);
    if (code == MHD_CONNECTION_NOTIFY_STARTED)
        server->connections++;
    else
        server->connections--;
    if (server->connections > server->connections_peak)
        server->connections_peak = server->connections;
    pthread_mutex_unlock(&server->lock);
}

struct server *server_start(const char *folder, uint16_t port)
{
    struct sockaddr_in address = {
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct server *server = mem_alloc(sizeof(*server));
    server->folder = folder ? mem_strdup(folder) : NULL;
    server->arena = arena_new();
    pthread_mutex_init(&server->lock, NULL);
    server->daemon =
        MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_AUTO, port, NULL, NULL, handle,
                         server, MHD_OPTION_SOCK_ADDR, &address, MHD_OPTION_NOTIFY_CONNECTION,
                         count_connection, server, MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u,
                         MHD_OPTION_CONNECTION_MEMORY_LIMIT, CONNECTION_MEMORY, MHD_OPTION_END);
    if (!server->daemon) {
        int error = errno;
        server_stop(server);
        errno = error;
        return NULL;
    }
    server->port = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
    return server;
}

void server_stop(struct server *server)
{
    if (!server)
        return;
    if (server->daemon)
        MHD_stop_daemon(server->daemon);
    pthread_mutex_destroy(&server->lock);
    arena_free(server->arena);
    free(server->folder);
    free(server);
}

uint16_t server_port(const struct server *server)
{
    return server->port;
}

const char *server_url(struct server *server, const char *path)
{
    pthread_mutex_lock(&server->lock);
    const char *url = arena_printf(server->arena, "http://127.0.0.1:%u%s", server->port, path);
    pthread_mutex_unlock(&server->lock);
    return url;
}

void server_answer(struct server *server, const char *path, const struct server_answer *answer)
{
    pthread_mutex_lock(&server->lock);
    struct answer *copy = arena_alloc(server->arena, sizeof(*copy));
    *copy = (struct answer){server->answers, arena_strdup(server->arena, path), *answer};
    copy->content.headers = arena_strdup(server->arena, answer->headers);
    if (answer->body) {
        size_t len = answer->body_len ? answer->body_len : strlen(answer->body);
        copy->content.body = arena_strndup(server->arena, answer->body, len);
        copy->content.body_len = len;
    }
    server->answers = copy;
    pthread_mutex_unlock(&server->lock);
}

size_t server_request_count(struct server *server)
{
    pthread_mutex_lock(&server->lock);
    size_t count = server->request_count;
    pthread_mutex_unlock(&server->lock);
    return count;
}

const struct server_request *server_request(struct server *server, size_t index)
{
    pthread_mutex_lock(&server->lock);
    const struct server_request *request =
        index < server->request_count ? server->requests[index] : NULL;
    pthread_mutex_unlock(&server->lock);
    return request;
}

size_t server_connections_peak(struct server *server)
{
    pthread_mutex_lock(&server->lock);
    size_t peak = server->connections_peak;
    pthread_mutex_unlock(&server->lock);
    return peak;
}
