/* A CSV text while it is being read. */
#ifndef HK_TABLE_CSV_H
#define HK_TABLE_CSV_H

#include "table/columns.h"
#include "table/csv_cell.h"
#include "table/levels.h"
#include "table/scan.h"

typedef struct hk_csv {
    const hk_source *source;
    hk_table_content *content;
    hk_columns columns;
    const char *begin; /* the first row of numbers, and its line, from 1 */
    size_t first_line;
    const char *end; /* behind the last line feed */
    char delimiter;
    int threads;
    size_t n_blocks;
    hk_block *blocks;
    hk_levels *levels; /* n_texts of each block                                    */
    hk_levels *merged; /* n_texts, of the rows that are kept                       */
    hk_level *order;   /* HK_MOST_LEVELS of each text column: its levels by rank   */
    size_t *n_levels;  /* of each: how many                                        */
    size_t n_rows;
    size_t n_kept; /* of them, in the content     */
    bool hopeless; /* there cannot be so many cells: rows go over each other until one fails */
    unsigned char *skip; /* n_rows: this one is dropped; NULL: none is */
} hk_csv;

/* Delimiter, header and names; `columns` is made and assigned. */
hillock_status hk_csv_begin(hk_csv *csv);

/* All rows into the content's arrays; text as positions in the levels of its block. */
hillock_status hk_csv_read_rows(hk_csv *csv);

/* Positions of text, which are those of a block's levels, become ranks among all that are kept. */
hillock_status hk_csv_rank_texts(hk_csv *csv);

/* Ranks become classes of the target and features of 0 and 1; features get their names. The content
 * has its view. */
hillock_status hk_csv_name_features(hk_csv *csv);

/* A name that is safe to print, as names are also written to terminals: control characters become
 * blanks. */
void hk_csv_clean(char *name);

#endif
