/* One cell of a CSV text, the slow and careful way. */
#ifndef HK_TABLE_CSV_CELL_H
#define HK_TABLE_CSV_CELL_H

#include "core/message.h"

#include <stdbool.h>
#include <stddef.h>

/* Its bytes without quotes around them, or without blanks. */
typedef struct hk_cell {
    const char *text;
    size_t length;
    size_t line_feeds; /* between its quotes */
    const char *stop;  /* the delimiter or line feed behind it; NULL: something is wrong */
    const char *fault; /* what */
} hk_cell;

/* The cell that begins at `at`, before `end`, which follows a line feed. */
hk_cell hk_cell_cut(const char *at, const char *end, char delimiter);

/* The whole cell is a finite decimal number. */
bool hk_cell_number(const hk_cell *cell, double *value);

/* It says that there is no value: nothing, NA, N/A, NaN, NULL in any case. */
bool hk_cell_is_missing(const hk_cell *cell);

/* It is neither missing nor anything that looks like a number gone wrong. Of no number only. */
bool hk_cell_is_text(const hk_cell *cell);

/* Why a cell that is no number is none, and what to do. */
const char *hk_cell_advice(const hk_cell *cell);

/* Its beginning, fit to be printed. */
enum { HK_SHOWN_CAPACITY = 64 };
void hk_cell_show(const hk_cell *cell, char text[HK_SHOWN_CAPACITY]);

#endif
