/* A text cut into blocks of whole rows. */
#ifndef HK_TABLE_SCAN_H
#define HK_TABLE_SCAN_H

#include <stdbool.h>
#include <stddef.h>

typedef struct hk_block {
    const char *begin;
    const char *end; /* behind the line feed of its last row */
    size_t row;      /* how many are in the blocks before    */
    size_t n_rows;
    size_t line; /* of its first row, counted from 0 */
    size_t n_lines;
} hk_block;

/* How many blocks suit so many bytes and threads. */
size_t hk_block_count(size_t bytes, int threads);

/* Cuts begin ... end, whose last byte is a line feed, at line feeds that are not between quotes
 * (`quoted`: as CSV has them). Any text can be cut; where its quotes are wrong, rows are counted
 * rightly up to there. */
void hk_cut_blocks(const char *begin, const char *end, bool quoted, int threads, size_t n_blocks,
                   hk_block *blocks);

/* Behind the first and the last line feed outside quotes; NULL: there is none. */
const char *hk_first_row_end(const char *begin, const char *end, bool quoted);
const char *hk_last_row_end(const char *begin, const char *end, bool quoted);

size_t hk_count_lines(const char *begin, const char *end);

#endif
