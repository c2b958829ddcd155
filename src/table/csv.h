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
    hk_level *others;  /* likewise, of a model: the text that it has no feature for         */
    hk_levels *merged; /* n_texts, of the rows that are kept                       */
    hk_level *order;   /* HK_MOST_LEVELS of each text column: its levels by rank   */
    size_t *n_levels;  /* of each: how many                                        */
    size_t n_rows;
    size_t n_kept; /* of them, in the content     */
    bool hopeless; /* there cannot be so many cells: rows go over each other until one fails */
    unsigned char *skip; /* n_skip: this row is dropped; NULL: none is */
    size_t n_skip;
    hillock_status late; /* of a piece: the fault in the row behind those that are kept */
    hk_message late_message;
} hk_csv;

/* The text that the bytes are, without the empty lines at its end. */
void hk_csv_open(hk_csv *csv, const hk_source *source);

/* The rows from begin to end, of which those before a fault are kept, as a content with names. The
 * columns are those of hk_csv_begin; text must be known to a model. */
hillock_status hk_csv_read_piece(hk_csv *csv);

/* Frees all but the columns. */
void hk_csv_release(hk_csv *csv);

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
