#include "pass/triangle.h"

#include "core/lapack.h"
#include "core/memory.h"

#include <string.h>

/* Rows of a panel: enough of them that the reflections are matrix products. */
enum { LEAST_ROWS = 64, MOST_ROWS = 512 };

bool hk_triangle_create(hk_triangle *triangle, size_t n)
{
    const size_t capacity = hk_min_size(hk_max_size(2 * n, LEAST_ROWS), MOST_ROWS);
    *triangle = (hk_triangle){.n = n, .capacity = capacity};
    if (n > HK_LAPACK_MOST)
        return false;
    triangle->R = hk_allocate(n * n, sizeof(double));
    triangle->panel = hk_allocate(capacity * n, sizeof(double));
    triangle->work = hk_allocate(2 * HK_QR_BLOCK * n, sizeof(double));
    if (triangle->R && triangle->panel && triangle->work)
        return true;
    hk_triangle_destroy(triangle);
    return false;
}

void hk_triangle_destroy(hk_triangle *triangle)
{
    hk_free(triangle->R);
    hk_free(triangle->panel);
    hk_free(triangle->work);
    *triangle = (hk_triangle){0};
}

void hk_triangle_clear(hk_triangle *triangle)
{
    memset(triangle->R, 0, triangle->n * triangle->n * sizeof(double));
    triangle->count = 0;
}

void hk_triangle_add(hk_triangle *triangle, double factor, const double *row)
{
    double *const place = triangle->panel + triangle->count;
    for (size_t i = 0; i < triangle->n; i++)
        place[i * triangle->capacity] = factor * row[i];
    if (++triangle->count == triangle->capacity)
        hk_triangle_finish(triangle);
}

/* A panel that is not full is filled up with rows of 0, which change nothing. */
void hk_triangle_finish(hk_triangle *triangle)
{
    const size_t left = triangle->capacity - triangle->count;
    if (triangle->count == 0)
        return;
    for (size_t i = 0; left > 0 && i < triangle->n; i++)
        memset(triangle->panel + i * triangle->capacity + triangle->count, 0,
               left * sizeof(double));
    hk_append_to_triangle(triangle->n, triangle->R, triangle->capacity, triangle->panel,
                          triangle->work);
    triangle->count = 0;
}
