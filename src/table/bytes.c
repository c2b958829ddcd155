#define _GNU_SOURCE /* MAP_ANONYMOUS, madvise, pread */
#include "table/bytes.h"

#include "core/memory.h"
#include "core/threads.h"
#include "table/decimal.h"
#include "table/npy.h"

#include <errno.h>
#include <fcntl.h>
#include <omp.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { MARGIN = 2 * HK_DECIMAL_MARGIN, HUGE_PAGE = 1 << 21, PART = 1 << 22 };

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

static bool is_npy(int file)
{
    char begin[HK_NPY_MARK];
    return pread(file, begin, sizeof begin, 0) == (ssize_t)sizeof begin &&
           hk_npy_has_mark(begin, sizeof begin);
}

/* All bytes begin ... end - 1; fewer are none. */
static bool read_part(int file, char *at, size_t begin, size_t end)
{
    while (begin < end) {
        const ssize_t got = pread(file, at + begin, end - begin, (off_t)begin);
        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        begin += got > 0 ? (size_t)got : 0;
    }
    return true;
}

/* A copy, as the file is now: a mapped one would change while it is read, and where it is cut short
 * touching it ends the process. */
static hillock_status read_copy(hk_bytes *bytes, int file, const char *path, size_t count,
                                int threads, hk_message *message)
{
    bool whole = true;
    const size_t mapped = count > SIZE_MAX - MARGIN ? 0 : count + MARGIN;
    *bytes = (hk_bytes){mapped > 0 ? hk_zeros(mapped, 1) : NULL, count, mapped + 1};
    if (!bytes->at)
        return hk_say(message, HILLOCK_ERROR_MEMORY, "%s: no memory for its %zu bytes", path,
                      count);
#pragma omp parallel for num_threads(hk_threads(threads, count)) reduction(&& : whole)
    for (size_t k = 0; k <= (count - 1) / PART; k++)
        whole = read_part(file, bytes->at, k * PART, hk_min_size(count, (k + 1) * PART)) && whole;
    bytes->at[count] = '\n';
    if (whole)
        return HILLOCK_OK;
    hk_bytes_free(bytes);
    return hk_say(message, HILLOCK_ERROR_FILE,
                  "%s cannot be read to its end, or has been cut short meanwhile", path);
}

hillock_status hk_bytes_map_npy(hk_bytes *bytes, const char *path, int *file, hk_message *message)
{
    hillock_status status = HILLOCK_OK;
    struct stat about;
    *bytes = (hk_bytes){0};
    *file = open(path, O_RDONLY | O_CLOEXEC);
    if (*file < 0 || fstat(*file, &about) != 0)
        status = hk_say(message, HILLOCK_ERROR_FILE, "%s: %s", path, strerror(errno));
    else if (S_ISDIR(about.st_mode))
        status = hk_say(message, HILLOCK_ERROR_FILE, "%s is a directory, not a table", path);
    else if (!S_ISREG(about.st_mode) || about.st_size <= 0 || !is_npy(*file))
        return HILLOCK_OK;
    else if (!map_over_zeros(bytes, *file, (size_t)about.st_size))
        status = hk_say(message, HILLOCK_ERROR_MEMORY, "%s: its %lld bytes cannot be mapped: %s",
                        path, (long long)about.st_size, strerror(errno));
    if (*file >= 0)
        (void)close(*file);
    *file = -1;
    return status;
}

hillock_status hk_bytes_open(hk_bytes *bytes, const char *path, int threads, int *stream,
                             hk_message *message)
{
    struct stat about;
    hillock_status status = hk_bytes_map_npy(bytes, path, stream, message);
    if (*stream < 0 || fstat(*stream, &about) != 0 || !S_ISREG(about.st_mode) || about.st_size <= 0)
        return status;
    status = read_copy(bytes, *stream, path, (size_t)about.st_size, threads, message);
    (void)close(*stream);
    *stream = -1;
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

size_t hk_byte_order_mark(const hk_bytes *bytes)
{
    return bytes->count >= 3 && memcmp(bytes->at, "\xEF\xBB\xBF", 3) == 0 ? 3 : 0;
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
