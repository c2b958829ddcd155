#define _DEFAULT_SOURCE /* getloadavg, sysconf's pages */
#include "machine.h"

#include "blas_threads.h"
#include "hillock/hillock.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

static void copy(char to[BENCH_TEXT], const char *from)
{
    snprintf(to, BENCH_TEXT, "%s", from);
}

/* What follows ": " in the first line of /proc/cpuinfo that begins with `field`. */
static void find_processor(char text[BENCH_TEXT], const char *field)
{
    copy(text, "unknown");
    FILE *const file = fopen("/proc/cpuinfo", "r");
    if (!file)
        return;
    char line[BENCH_TEXT];
    while (fgets(line, sizeof line, file)) {
        const char *const value = strstr(line, ": ");
        if (strncmp(line, field, strlen(field)) == 0 && value) {
            copy(text, value + 2);
            text[strcspn(text, "\n")] = '\0';
            break;
        }
    }
    fclose(file);
}

/* The choice in brackets: "always [madvise] never". */
static void find_pages(char text[BENCH_TEXT])
{
    copy(text, "unknown");
    FILE *const file = fopen("/sys/kernel/mm/transparent_hugepage/enabled", "r");
    if (!file)
        return;
    char line[BENCH_TEXT];
    char word[BENCH_TEXT];
    if (fgets(line, sizeof line, file)) {
        const char *const chosen = strchr(line, '[');
        if (chosen && sscanf(chosen, "[%31[a-z]", word) == 1)
            copy(text, word);
    }
    fclose(file);
}

/* "48K", "32768K", "2M" in the file to bytes; 0 when there is no such file. */
static size_t size_in(const char *path)
{
    size_t number = 0;
    char unit = ' ';
    FILE *const file = fopen(path, "r");
    if (!file)
        return 0;
    if (fscanf(file, "%zu%c", &number, &unit) < 1)
        number = 0;
    fclose(file);
    return unit == 'M' ? number << 20 : unit == 'K' ? number << 10 : number;
}

static size_t positive(long value)
{
    return value > 0 ? (size_t)value : 0;
}

/* As the system sees them; where it does not say, as the processor does, but for the third level:
 * that is the whole chip's, also in a virtual machine with a part of it. index1 is the first
 * level's cache of instructions. */
static void find_caches(size_t bytes[3])
{
    bytes[0] = size_in("/sys/devices/system/cpu/cpu0/cache/index0/size");
    bytes[1] = size_in("/sys/devices/system/cpu/cpu0/cache/index2/size");
    bytes[2] = size_in("/sys/devices/system/cpu/cpu0/cache/index3/size");
    if (bytes[0] == 0)
        bytes[0] = positive(sysconf(_SC_LEVEL1_DCACHE_SIZE));
    if (bytes[1] == 0)
        bytes[1] = positive(sysconf(_SC_LEVEL2_CACHE_SIZE));
}

bench_machine bench_machine_here(void)
{
    bench_machine machine = {.hillock = hillock_version(), .hillock_kernels = hillock_kernels()};
    struct utsname system;
    find_processor(machine.processor, "model name");
    find_pages(machine.pages);
    find_caches(machine.cache_bytes);
    if (uname(&system) == 0)
        snprintf(machine.kernel, BENCH_TEXT, "%.60s %.60s %.60s", system.sysname, system.release,
                 system.machine);
    if (getloadavg(&machine.load, 1) != 1)
        machine.load = NAN;
    machine.cores = positive(sysconf(_SC_NPROCESSORS_ONLN));
    machine.memory_bytes =
        (double)positive(sysconf(_SC_PHYS_PAGES)) * (double)positive(sysconf(_SC_PAGESIZE));
#if defined(__GNUC__) && !defined(__clang__)
    copy(machine.compiler, "gcc " __VERSION__);
#else
    copy(machine.compiler, __VERSION__);
#endif
    copy(machine.blas, bench_blas_name());
    machine.blas_threads = bench_blas_threads(machine.cores);
    return machine;
}
