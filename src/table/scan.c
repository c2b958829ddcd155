#include "table/scan.h"

#include "core/memory.h"

#include <omp.h>
#include <stdint.h>
#include <string.h>

enum { LEAST_BLOCK = 1 << 14, BLOCKS_OF_A_THREAD = 8, COUNTED_AT_A_TIME = 255 };

typedef struct counts {
    size_t lines;
    size_t quotes;
} counts;

size_t hk_block_count(size_t bytes, int threads)
{
    return hk_min_size((size_t)threads * (threads > 1 ? BLOCKS_OF_A_THREAD : 1),
                       bytes / LEAST_BLOCK + 1);
}

/* In bytes that cannot overflow, which is what compilers can vectorise. */
static counts count(const char *begin, const char *end)
{
    counts total = {0, 0};
    while (begin < end) {
        const char *const stop =
            begin + hk_min_size((size_t)(end - begin), (size_t)COUNTED_AT_A_TIME * 32);
        uint8_t lines[32] = {0}, quotes[32] = {0};
        for (; stop - begin >= 32; begin += 32)
            for (int k = 0; k < 32; k++) {
                lines[k] = (uint8_t)(lines[k] + (begin[k] == '\n'));
                quotes[k] = (uint8_t)(quotes[k] + (begin[k] == '"'));
            }
        for (int k = 0; k < 32; k++) {
            total.lines += lines[k];
            total.quotes += quotes[k];
        }
        for (; begin < stop; begin++) {
            total.lines += *begin == '\n';
            total.quotes += *begin == '"';
        }
    }
    return total;
}

/* Behind the first line feed from `at` on that is outside quotes. */
static const char *row_end(const char *at, const char *end, bool inside)
{
    for (; at < end; at++) {
        if (*at == '"')
            inside = !inside;
        else if (*at == '\n' && !inside)
            return at + 1;
    }
    return end;
}

static size_t count_rows(const char *begin, const char *end)
{
    size_t rows = 0;
    while (begin < end) {
        begin = row_end(begin, end, false);
        rows++;
    }
    return rows;
}

/* Behind the first, or last, line feed outside quotes; NULL: there is none. */
static const char *quoted_row_end(const char *at, const char *end, bool first)
{
    const char *found = NULL;
    bool inside = false;
    for (; at < end && !(first && found); at++) {
        inside = inside != (*at == '"');
        if (*at == '\n' && !inside)
            found = at + 1;
    }
    return found;
}

const char *hk_first_row_end(const char *begin, const char *end, bool quoted)
{
    const char *const feed = memchr(begin, '\n', (size_t)(end - begin));
    if (quoted && feed && memchr(begin, '"', (size_t)(feed - begin)))
        return quoted_row_end(begin, end, true);
    return feed ? feed + 1 : NULL;
}

const char *hk_last_row_end(const char *begin, const char *end, bool quoted)
{
    if (quoted && memchr(begin, '"', (size_t)(end - begin)))
        return quoted_row_end(begin, end, false);
    while (end > begin && end[-1] != '\n')
        end--;
    return end > begin ? end : NULL;
}

size_t hk_count_lines(const char *begin, const char *end)
{
    return count(begin, end).lines;
}

/* The blocks' rows in n_rows become those before them too. */
static void add_up(size_t n_blocks, hk_block *blocks)
{
    size_t row = 0, line = 0;
    for (size_t k = 0; k < n_blocks; k++) {
        blocks[k].row = row;
        blocks[k].line = line;
        row += blocks[k].n_rows;
        line += blocks[k].n_lines;
    }
}

/* Each block begins where it would by size alone: moved behind the row under way there. n_lines and
 * n_rows are lines and quotes of the blocks as they were before. */
static bool move_to_rows(const char *end, bool quoted, size_t n_blocks, hk_block *blocks)
{
    size_t quotes = 0;
    for (size_t k = 0; k < n_blocks; k++) {
        const size_t before = quotes;
        quotes += quoted ? blocks[k].n_rows : 0;
        if (k > 0) {
            const char *const next =
                before % 2 || quoted
                    ? row_end(blocks[k].begin, end, before % 2)
                    : (const char *)memchr(blocks[k].begin, '\n', (size_t)(end - blocks[k].begin)) +
                          1;
            blocks[k].begin = next > blocks[k - 1].begin ? next : blocks[k - 1].begin;
        }
    }
    for (size_t k = 0; k < n_blocks; k++)
        blocks[k].end = k + 1 < n_blocks ? blocks[k + 1].begin : end;
    return quotes > 0;
}

/* Without quotes the line feed behind which a block begins is the first one from where it would
 * have begun: the counts of before need only be moved by it. */
static void move_counts(size_t n_blocks, hk_block *blocks)
{
    size_t before = 0, first = 0;
    for (size_t k = 0; k < n_blocks; k++) {
        before += blocks[k].n_lines;
        const size_t stop = k + 1 < n_blocks ? before + 1 : before;
        blocks[k].n_lines = blocks[k].n_rows = stop - first;
        first = stop;
    }
}

static void count_anew(int threads, size_t n_blocks, hk_block *blocks)
{
#pragma omp parallel for num_threads(threads) schedule(static)
    for (size_t k = 0; k < n_blocks; k++) {
        blocks[k].n_lines = count(blocks[k].begin, blocks[k].end).lines;
        blocks[k].n_rows = count_rows(blocks[k].begin, blocks[k].end);
    }
}

void hk_cut_blocks(const char *begin, const char *end, bool quoted, int threads, size_t n_blocks,
                   hk_block *blocks)
{
    const size_t bytes = (size_t)(end - begin);
    for (size_t k = 0; k < n_blocks; k++) {
        blocks[k].begin = begin + bytes / n_blocks * k;
        blocks[k].end = k + 1 < n_blocks ? begin + bytes / n_blocks * (k + 1) : end;
    }
#pragma omp parallel for num_threads(threads) schedule(static)
    for (size_t k = 0; k < n_blocks; k++) {
        const counts found = count(blocks[k].begin, blocks[k].end);
        blocks[k].n_lines = found.lines;
        blocks[k].n_rows = found.quotes;
    }
    const bool has_quotes = move_to_rows(end, quoted, n_blocks, blocks);
    if (has_quotes)
        count_anew(threads, n_blocks, blocks);
    else
        move_counts(n_blocks, blocks);
    add_up(n_blocks, blocks);
}
