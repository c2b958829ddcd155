#define _GNU_SOURCE /* MAP_ANONYMOUS, madvise */
#include "table/bytes.h"

#include "core/memory.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MARGIN = 64, HUGE_PAGE = 1 << 21 };

static char *map_zeros(size_t bytes)
{
    if (bytes > PTRDIFF_MAX)
        return NULL;
    void *const memory =
        mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return memory == MAP_FAILED ? NULL : memory;
}

/* The file over the beginning of private zeros: its last page, and one behind it, can be written
 * without a trace in the file. */
static bool map_over_zeros(hk_bytes *bytes, int file, size_t count)
{
    const size_t page = (size_t)sysconf(_SC_PAGESIZE);
    const size_t mapped = count > SIZE_MAX - 2 * page ? 0 : (count / page + 2) * page;
    char *const at = mapped > 0 ? map_zeros(mapped) : NULL;
    if (!at)
        return false;
    if (mmap(at, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_FIXED, file, 0) == MAP_FAILED) {
        (void)munmap(at, mapped);
        return false;
    }
    at[count] = '\n';
    *bytes = (hk_bytes){at, count, mapped};
    return true;
}

hillock_status hk_bytes_map(hk_bytes *bytes, const char *path, bool *regular, hk_message *message)
{
    hillock_status status = HILLOCK_OK;
    struct stat about;
    *bytes = (hk_bytes){0};
    const int file = open(path, O_RDONLY | O_CLOEXEC);
    if (file < 0 || fstat(file, &about) != 0)
        status = hk_say(message, HILLOCK_ERROR_FILE, "%s: %s", path, strerror(errno));
    else if (S_ISDIR(about.st_mode))
        status = hk_say(message, HILLOCK_ERROR_FILE, "%s is a directory, not a table", path);
    else if (!(*regular = S_ISREG(about.st_mode) && about.st_size > 0))
        status = HILLOCK_OK;
    else if (!map_over_zeros(bytes, file, (size_t)about.st_size))
        status = hk_say(message, HILLOCK_ERROR_MEMORY, "%s: its %lld bytes cannot be mapped: %s",
                        path, (long long)about.st_size, strerror(errno));
    if (file >= 0)
        (void)close(file);
    return status;
}

bool hk_bytes_copy(hk_bytes *bytes, const char *text, size_t count)
{
    const size_t mapped = count > SIZE_MAX - MARGIN ? 0 : count + MARGIN;
    *bytes = (hk_bytes){mapped > 0 ? map_zeros(mapped) : NULL, count, mapped};
    if (!bytes->at)
        return false;
    if (count > 0)
        memcpy(bytes->at, text, count);
    bytes->at[count] = '\n';
    return true;
}

void hk_bytes_free(hk_bytes *bytes)
{
    if (bytes->at)
        (void)munmap(bytes->at, bytes->mapped);
    *bytes = (hk_bytes){0};
}

void *hk_zeros(size_t count, size_t size)
{
    size_t bytes;
    if (!hk_multiply(count, size, &bytes) || bytes > PTRDIFF_MAX - 1)
        return NULL;
    char *const memory = map_zeros(bytes + 1);
    if (memory && bytes >= 4 * (size_t)HUGE_PAGE)
        (void)madvise(memory, bytes, MADV_HUGEPAGE); /* a wish */
    return memory;
}

void hk_zeros_free(void *memory, size_t count, size_t size)
{
    if (memory)
        (void)munmap(memory, count * size + 1);
}
