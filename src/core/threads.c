#define _POSIX_C_SOURCE 200809L /* getpid */
#include "core/threads.h"

#include <omp.h>
#include <unistd.h>

/* Elements below which waking the others costs more than they save. */
enum { WORTH_SHARING = 1 << 19 };

/* Written once, when the library is loaded. */
static pid_t loaded_in;

__attribute__((constructor)) static void note_process(void)
{
    loaded_in = getpid();
}

int hk_threads(int wanted, size_t work)
{
    const int offered = wanted > 0 ? wanted : omp_get_max_threads();
    if (offered <= 1 || (wanted == 0 && work < WORTH_SHARING))
        return 1;
    return omp_in_parallel() || getpid() != loaded_in ? 1 : offered;
}
