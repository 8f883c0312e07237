#include "fetch/network.h"

#include <errno.h>
#include <stdlib.h>
#include <sys/epoll.h>
#include <time.h>
#include <unistd.h>

#include "base/mem.h"

#define EVENTS_MAX 64

struct network {
    CURLM *multi;
    int epoll;
    int64_t due; /* when libcurl's own timers want to be looked at; or -1 */
};

int64_t network_now_ms(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* libcurl wants to hear of a socket (CURLMOPT_SOCKETFUNCTION), or not any more. */
static int watch(CURL *easy, curl_socket_t socket, int what, void *context, void *of_socket)
{
    const struct network *network = context;
    struct epoll_event event = {.data.fd = socket};
    (void)easy;
    (void)of_socket;
    if (what == CURL_POLL_REMOVE) {
        epoll_ctl(network->epoll, EPOLL_CTL_DEL, socket, &event);
        return 0;
    }
    event.events |= what & CURL_POLL_IN ? EPOLLIN : 0;
    event.events |= what & CURL_POLL_OUT ? EPOLLOUT : 0;
    if (epoll_ctl(network->epoll, EPOLL_CTL_MOD, socket, &event) == 0)
        return 0;
    return epoll_ctl(network->epoll, EPOLL_CTL_ADD, socket, &event);
}

/* libcurl wants to be called in so many milliseconds (CURLMOPT_TIMERFUNCTION); -1: not at all. */
static int set_due(CURLM *multi, long timeout_ms, void *context)
{
    struct network *network = context;
    (void)multi;
    network->due = timeout_ms < 0 ? -1 : network_now_ms() + timeout_ms;
    return 0;
}

struct network *network_new(long connections_max)
{
    struct network *network = mem_alloc(sizeof(*network));
    network->due = -1;
    network->epoll = epoll_create1(EPOLL_CLOEXEC);
    network->multi = curl_multi_init();
    if (network->epoll < 0 || !network->multi ||
        curl_multi_setopt(network->multi, CURLMOPT_MAXCONNECTS, connections_max) != CURLM_OK ||
        curl_multi_setopt(network->multi, CURLMOPT_SOCKETFUNCTION, watch) != CURLM_OK ||
        curl_multi_setopt(network->multi, CURLMOPT_SOCKETDATA, network) != CURLM_OK ||
        curl_multi_setopt(network->multi, CURLMOPT_TIMERFUNCTION, set_due) != CURLM_OK ||
        curl_multi_setopt(network->multi, CURLMOPT_TIMERDATA, network) != CURLM_OK)
        mem_die("libcurl cannot start");
    return network;
}

void network_free(struct network *network)
{
    if (!network)
        return;
    curl_multi_cleanup(network->multi);
    close(network->epoll);
    free(network);
}

CURLM *network_multi(const struct network *network)
{
    return network->multi;
}

static void act(struct network *network, curl_socket_t socket, uint32_t events)
{
    int running, flags = 0;
    flags |= events & EPOLLIN ? CURL_CSELECT_IN : 0;
    flags |= events & EPOLLOUT ? CURL_CSELECT_OUT : 0;
    flags |= events & (EPOLLERR | EPOLLHUP) ? CURL_CSELECT_ERR : 0;
    if (curl_multi_socket_action(network->multi, socket, flags, &running) != CURLM_OK)
        mem_die("libcurl cannot go on");
}

void network_turn(struct network *network, int timeout_ms)
{
    struct epoll_event events[EVENTS_MAX];
    int64_t left = network->due < 0 ? timeout_ms : network->due - network_now_ms();
    int wait = left > timeout_ms ? timeout_ms : left < 0 ? 0 : (int)left;
    int count = epoll_wait(network->epoll, events, EVENTS_MAX, wait);
    if (count < 0 && errno != EINTR)
        mem_die("libcurl's sockets cannot be waited for");
    for (int i = 0; i < count; i++)
        act(network, events[i].data.fd, events[i].events);
    if (network->due < 0 || network_now_ms() < network->due)
        return;
    network->due = -1;
    act(network, CURL_SOCKET_TIMEOUT, 0);
}
