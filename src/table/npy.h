/* The header of an NPY file. */
#ifndef HK_TABLE_NPY_H
#define HK_TABLE_NPY_H

#include "table/content.h"

typedef struct hk_npy {
    char kind;    /* f, i, u */
    size_t size;  /* bytes of a number: 4, 8; of integers 1, 2, 4, 8 */
    bool columns; /* Fortran's order: a column's numbers are adjacent */
    size_t n_rows;
    size_t n_columns;
    const char *data;
} hk_npy;

/* Whether bytes begin as an NPY file does. */
enum { HK_NPY_MARK = 6 };
bool hk_npy_has_mark(const char *at, size_t count);

/* Errors: FORMAT. Its numbers are exactly the bytes that are left. */
hillock_status hk_npy_header(hk_npy *npy, const hk_source *source);

#endif
