#define _DEFAULT_SOURCE /* popen, posix_spawn, fdopen, kill */
#include "peer.h"

#include "core/memory.h"

#include <fcntl.h>
#include <limits.h>
#include <math.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

enum { LINE = 256, DATA = 3 }; /* the data come to the process as its file 3 */

extern char **environ;

static const char *const names[] = {"NumPy",  "PyTorch", "scikit-learn",
                                    "pandas", "R",       "data.table"};

static struct {
    bench_peer_program python;
    bench_peer_program r;
    bool installed[sizeof names / sizeof *names];
} peers;

struct bench_peer {
    pid_t process; /* 0 when it has been ended */
    double limit;  /* seconds of silence; infinite: none */
    FILE *to;
    FILE *from;
};

static void list(bench_peer_program program)
{
    char line[2 * LINE];
    snprintf(line, sizeof line, "'%s' '%s'", program.interpreter, program.script);
    FILE *const answer = popen(line, "r");
    while (answer && fgets(line, sizeof line, answer)) {
        printf("peer       %s", line);
        for (size_t k = 0; k < sizeof names / sizeof *names; k++)
            if (strncmp(line, names[k], strlen(names[k])) == 0 && line[strlen(names[k])] == ' ')
                peers.installed[k] = !strstr(line, "missing");
    }
    if (!answer || pclose(answer) != 0)
        printf("peer       none: %s cannot be run\n", program.interpreter);
}

void bench_peers_use(bench_peer_program python, bench_peer_program r)
{
    peers.python = python;
    peers.r = r;
    signal(SIGPIPE, SIG_IGN); /* one that has ended by itself is no reason for this to end */
    list(python);
    if (r.interpreter)
        list(r);
    else
        printf("peer       R is missing (bench/run --peers --install; apt-get install r-base-core "
               "r-cran-glmnet r-cran-data.table)\n");
}

bool bench_peer_installed(bench_peer_name name)
{
    return peers.installed[name];
}

/* X, y and w one after another, in a file that vanishes with its last user. */
static FILE *data_of(const bench_problem *problem)
{
    const bench_shape shape = problem->shape;
    const size_t size = bench_type_size(shape.type);
    FILE *const file = tmpfile();
    if (!file)
        return NULL;
    if (fwrite(problem->X, size, shape.m * shape.n, file) == shape.m * shape.n &&
        fwrite(problem->y, size, shape.m, file) == shape.m &&
        fwrite(problem->w, size, shape.n, file) == shape.n && fflush(file) == 0) {
        rewind(file);
        return file;
    }
    fclose(file);
    return NULL;
}

/* The process with the ends of its pipes; 0 when it could not be started. */
static pid_t spawn(char *const *arguments, int in, int out, int data)
{
    pid_t process = 0;
    posix_spawn_file_actions_t files;
    if (posix_spawn_file_actions_init(&files))
        return 0;
    const bool prepared = !posix_spawn_file_actions_adddup2(&files, in, STDIN_FILENO) &&
                          !posix_spawn_file_actions_adddup2(&files, out, STDOUT_FILENO) &&
                          !posix_spawn_file_actions_adddup2(&files, data, DATA);
    if (!prepared || posix_spawnp(&process, arguments[0], &files, NULL, arguments, environ))
        process = 0;
    posix_spawn_file_actions_destroy(&files);
    return process;
}

/* Closed in every process started later: else a peer would not see that its own input ends. */
static bool make_pipe(int ends[2])
{
    if (pipe(ends))
        return false;
    fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    return true;
}

static bool connect(bench_peer *peer, char *const *arguments, int data)
{
    int to[2], from[2];
    if (!make_pipe(to))
        return false;
    if (!make_pipe(from)) {
        close(to[0]);
        close(to[1]);
        return false;
    }
    peer->to = fdopen(to[1], "w");
    peer->from = fdopen(from[0], "r");
    peer->process = peer->to && peer->from ? spawn(arguments, to[0], from[1], data) : 0;
    if (peer->from)
        setvbuf(peer->from, NULL, _IONBF, 0); /* what has come is then what poll sees */
    close(to[0]);
    close(from[1]);
    return peer->process > 0;
}

/* Something to read, or the end, within the limit for each of `calls`; else it is ended. */
static bool answers(bench_peer *peer, size_t calls)
{
    const double milliseconds = 1e3 * peer->limit * (double)calls;
    struct pollfd answer = {.fd = fileno(peer->from), .events = POLLIN};
    if (!peer->process)
        return false;
    if (poll(&answer, 1, milliseconds < INT_MAX ? (int)milliseconds : -1) != 0)
        return true;
    kill(peer->process, SIGKILL);
    waitpid(peer->process, NULL, 0);
    peer->process = 0;
    return false;
}

/* Any number of lines that only say that it is alive, then "ready". */
static bool gets_ready(bench_peer *peer)
{
    char line[LINE];
    while (answers(peer, 1) && fgets(line, sizeof line, peer->from))
        if (strcmp(line, "ready\n") == 0)
            return true;
    return false;
}

bench_peer *bench_peer_try(bench_peer_name name, const char *task, const bench_problem *problem,
                           double limit, bool *late)
{
    const bench_peer_program program = name >= BENCH_R ? peers.r : peers.python;
    const bench_shape shape = problem->shape;
    char m[LINE], n[LINE], b[LINE];
    snprintf(m, sizeof m, "%zu", shape.m);
    snprintf(n, sizeof n, "%zu", shape.n);
    snprintf(b, sizeof b, "%.17g", problem->b);
    const char *const arguments[] = {
        program.interpreter,
        program.script,
        names[name],
        task,
        bench_type_name(shape.type),
        shape.layout == HILLOCK_SAMPLE_MAJOR ? "sample" : "feature",
        m,
        n,
        b,
        NULL,
    };
    FILE *const data = data_of(problem);
    bench_peer *const peer = hk_allocate(1, sizeof *peer);
    if (peer)
        peer->limit = limit;
    const bool begun = data && peer && connect(peer, (char *const *)arguments, fileno(data));
    const bool ready = begun && gets_ready(peer);
    if (data)
        fclose(data);
    if (ready)
        return peer;
    *late = begun && !peer->process;
    bench_peer_stop(peer);
    return NULL;
}

bench_peer *bench_peer_start(bench_peer_name name, const char *task, const bench_problem *problem)
{
    bool late;
    return bench_peer_try(name, task, problem, HUGE_VAL, &late);
}

void bench_peer_stop(bench_peer *peer)
{
    if (!peer)
        return;
    if (peer->to)
        fclose(peer->to); /* its input ends: the process does too */
    if (peer->from)
        fclose(peer->from);
    if (peer->process > 0)
        waitpid(peer->process, NULL, 0);
    hk_free(peer);
}

double bench_peer_seconds(void *peer, size_t calls)
{
    bench_peer *const self = peer;
    double seconds;
    fprintf(self->to, "time %zu\n", calls);
    fflush(self->to);
    return answers(self, calls) && fscanf(self->from, "%lf", &seconds) == 1 ? seconds : HUGE_VAL;
}

bool bench_peer_result(bench_peer *peer, size_t count, double *result)
{
    size_t found = 0;
    fprintf(peer->to, "result %zu\n", count);
    fflush(peer->to);
    while (found < count && fscanf(peer->from, "%lf", &result[found]) == 1)
        found++;
    return found == count;
}
