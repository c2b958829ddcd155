/* The triangle R of a QR factorisation of any number of rows, in the memory of R and of one panel
 * of rows: rows are collected, and a full panel is appended to R. R^T R is the sum of x x^T over
 * all rows x, as Householder's reflections have it: with the relative accuracy of the condition
 * number of the rows, not of its square. Rows in the same order give the same bits. */
#ifndef HK_PASS_TRIANGLE_H
#define HK_PASS_TRIANGLE_H

#include <stdbool.h>
#include <stddef.h>

typedef struct hk_triangle {
    size_t n;        /* numbers of a row     */
    size_t capacity; /* rows of a panel      */
    size_t count;    /* of them in it        */
    double *R;       /* n x n, column-major, upper: valid after hk_triangle_finish */
    double *panel;   /* capacity x n, column-major                                 */
    double *work;
} hk_triangle;

/* false when memory could not be had, or n is beyond LAPACK (and then nothing is held). */
bool hk_triangle_create(hk_triangle *triangle, size_t n);
void hk_triangle_destroy(hk_triangle *triangle);

/* Back to no rows. */
void hk_triangle_clear(hk_triangle *triangle);

/* Appends one row, factor times its n numbers. */
void hk_triangle_add(hk_triangle *triangle, double factor, const double *row);

/* Brings R up to date with all rows; more may follow. */
void hk_triangle_finish(hk_triangle *triangle);

#endif
