/* The products with X of every instruction set against long double loops: every remainder of rows
 * and features, both layouts and types, strides, arrays that begin anywhere and end where they
 * end. */
#include "support/testing.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "pass/products.h"
#include "support/random_numbers.h"
#include "support/samples.h"

/* Rounding to nearest. A product passes through at most `steps` roundings: steps u of Sum |terms|,
 * in whatever order they are added and whether or not product and sum are fused. */
static const double u = DBL_EPSILON / 2;

static const size_t counts[] = {0, 1, 7, 8, 9, 63, 64, 65, 77, 512};
enum { N_COUNTS = sizeof counts / sizeof counts[0], N_LENGTHS = 47 };

static size_t length_at(size_t index)
{
    static const size_t longer[] = {63, 64, 65, 100, 257, 1000};
    return index <= 40 ? index : longer[index - 41];
}

/* `count` elements of NaN and not one byte more behind them, one element off malloc's alignment. */
static void *odd(size_t count, size_t size)
{
    char *const memory = malloc((count + 1) * size);
    assert_non_null(memory);
    memset(memory, 0xff, (count + 1) * size);
    return memory + size;
}

static void odd_free(void *array, size_t size)
{
    free((char *)array - size);
}

static double *odd_numbers(size_t count)
{
    return odd(count, sizeof(double));
}

static void free_numbers(double *array)
{
    odd_free(array, sizeof *array);
}

static double *odd_random(random_numbers *random, size_t count)
{
    double *const x = odd_numbers(count);
    for (size_t i = 0; i < count; i++)
        x[i] = (double)(float)random_uniform(random, -1.0, 1.0);
    return x;
}

/* One panel: what goes in, and what must come out with the bounds of its rounding. */
typedef struct panel {
    size_t n;
    size_t count;
    double b;
    double *x;     /* count x n, floats */
    double *w;     /* n                 */
    double *dJ_dz; /* count             */
    double *begin; /* n: dJ_dw before   */
    double *z, *z_bound;
    double *dJ_dw, *dJ_dw_bound;
} panel;

static void expect_forward(panel *p)
{
    for (size_t j = 0; j < p->count; j++) {
        long double z = p->b, terms = fabsl((long double)p->b);
        for (size_t i = 0; i < p->n; i++) {
            z += (long double)p->w[i] * p->x[j * p->n + i];
            terms += fabsl((long double)p->w[i] * p->x[j * p->n + i]);
        }
        p->z[j] = (double)z;
        p->z_bound[j] = (double)(p->n + 3) * u * (double)terms;
    }
}

static void expect_backward(panel *p)
{
    for (size_t i = 0; i < p->n; i++) {
        long double sum = p->begin[i], terms = fabsl((long double)p->begin[i]);
        for (size_t j = 0; j < p->count; j++) {
            sum += (long double)p->dJ_dz[j] * p->x[j * p->n + i];
            terms += fabsl((long double)p->dJ_dz[j] * p->x[j * p->n + i]);
        }
        p->dJ_dw[i] = (double)sum;
        p->dJ_dw_bound[i] = (double)(p->count + 3) * u * (double)terms;
    }
}

static panel panel_create(size_t n, size_t count)
{
    random_numbers random = {(uint64_t)n << 32 | count << 16};
    panel p = {.n = n,
               .count = count,
               .b = random_uniform(&random, -1.0, 1.0),
               .x = odd_random(&random, n * count),
               .w = odd_random(&random, n),
               .dJ_dz = odd_random(&random, count),
               .begin = odd_random(&random, n),
               .z = odd_numbers(count),
               .z_bound = odd_numbers(count),
               .dJ_dw = odd_numbers(n),
               .dJ_dw_bound = odd_numbers(n)};
    expect_forward(&p);
    expect_backward(&p);
    return p;
}

static void panel_destroy(panel *p)
{
    double *const arrays[] = {p->x, p->w,       p->dJ_dz, p->begin,
                              p->z, p->z_bound, p->dJ_dw, p->dJ_dw_bound};
    for (size_t k = 0; k < sizeof arrays / sizeof arrays[0]; k++)
        free_numbers(arrays[k]);
}

/* The panel's X as a caller holds it; NaN between the rows. */
typedef struct held {
    hk_type type;
    hillock_layout layout;
    size_t stride;
    size_t size; /* of an element */
    void *X;
} held;

static held hold(const panel *p, hk_type type, hillock_layout layout, size_t padding)
{
    const bool rows = layout == HILLOCK_SAMPLE_MAJOR;
    const size_t height = rows ? p->count : p->n, width = rows ? p->n : p->count;
    held h = {.type = type,
              .layout = layout,
              .stride = width + padding,
              .size = type == HK_F64 ? sizeof(double) : sizeof(float)};
    h.X = odd(height > 0 && width > 0 ? (height - 1) * h.stride + width : 0, h.size);
    for (size_t j = 0; j < p->count; j++)
        for (size_t i = 0; i < p->n; i++) {
            const size_t at = rows ? j * h.stride + i : i * h.stride + j;
            if (type == HK_F64)
                ((double *)h.X)[at] = p->x[j * p->n + i];
            else
                ((float *)h.X)[at] = (float)p->x[j * p->n + i];
        }
    return h;
}

static const hk_typed_products *typed(const hk_products *products, hk_type type)
{
    return type == HK_F64 ? &products->f64 : &products->f32;
}

static const char *name_of(const panel *p, const held *h, int set)
{
    static char name[128];
    snprintf(name, sizeof name, "%s %s %s n %zu count %zu stride %zu",
             hk_instruction_set_name((hk_instruction_set)set), h->type == HK_F64 ? "f64" : "f32",
             h->layout == HILLOCK_SAMPLE_MAJOR ? "rows" : "columns", p->n, p->count, h->stride);
    return name;
}

/* What lies ahead is only asked for: it may lie beyond X, and how much it is changes no bit. */
static hk_ahead asking(const panel *p, const held *h, size_t columns)
{
    const size_t gap = p->count / HK_STREAMS * h->stride * h->size;
    return (hk_ahead){.next = h->X,
                      .gap = gap,
                      .forward = columns,
                      .between = columns,
                      .backward = columns,
                      .nearer = columns % 2 != 0};
}

/* Of columns: nothing, the next eight features, or those of later samples are asked for. */
static size_t later(const panel *p)
{
    const size_t eight = p->n < HK_STREAMS ? p->n : HK_STREAMS;
    return p->n % 3 == 0 ? 0 : p->n % 3 == 1 ? eight : p->n;
}

/* A row alone has the bits that it has among others. */
static void assert_rows_alone(const panel *p, const held *h, const hk_products *products,
                              const double *w, const double *z, const char *name)
{
    for (size_t j = 0; j < p->count; j++) {
        double alone;
        hk_ahead nothing = {0};
        typed(products, h->type)
            ->forward_rows(p->n, 1, (const char *)h->X + j * h->stride * h->size, 0, &nothing, w,
                           p->b, &alone);
        assert_same_bits(1, &alone, &z[j], name);
    }
}

/* In which cache is asked for changes no bit. */
static void forward_columns(const panel *p, const held *h, const hk_products *products, double *z)
{
    const hk_typed_products *const t = typed(products, h->type);
    double *const nearer = odd_numbers(p->count);
    const size_t next = p->n % 3 * h->size;
    t->forward_columns(p->n, p->count, h->X, h->stride, false, later(p), next, p->w, p->b, z);
    t->forward_columns(p->n, p->count, h->X, h->stride, true, later(p), next, p->w, p->b, nearer);
    assert_same_bits(p->count, nearer, z, "asked for in L2");
    free_numbers(nearer);
}

static void check_forward(const panel *p, const held *h, int set)
{
    const hk_products *const products = hk_products_for((hk_instruction_set)set);
    const hk_typed_products *const t = typed(products, h->type);
    const char *const name = name_of(p, h, set);
    const bool rows = h->layout == HILLOCK_SAMPLE_MAJOR;
    const size_t length = rows ? hk_packed_length(products, p->n) : p->n;
    double *const w = odd_numbers(length), *const z = odd_numbers(p->count);
    if (rows)
        hk_pack(products, p->n, p->w, w);
    else
        memcpy(w, p->w, p->n * sizeof *w);
    hk_ahead ahead = asking(p, h, 3);
    if (rows)
        t->forward_rows(p->n, p->count, h->X, h->stride, &ahead, w, p->b, z);
    else
        forward_columns(p, h, products, z);
    for (size_t j = 0; j < p->count; j++)
        assert_within(z[j], p->z[j], p->z_bound[j], "%s: z_%zu", name, j);
    if (rows)
        assert_rows_alone(p, h, products, w, z, name);
    free_numbers(w);
    free_numbers(z);
}

static void backward(const panel *p, const held *h, const hk_products *products, size_t columns,
                     double *dJ_dw)
{
    const hk_typed_products *const t = typed(products, h->type);
    if (h->layout == HILLOCK_FEATURE_MAJOR) {
        memcpy(dJ_dw, p->begin, p->n * sizeof *dJ_dw);
        t->backward_columns(p->n, p->count, h->X, h->stride, later(p), p->dJ_dz, dJ_dw);
        return;
    }
    double *const packed = odd_numbers(hk_packed_length(products, p->n));
    hk_pack(products, p->n, p->begin, packed);
    hk_ahead ahead = asking(p, h, columns);
    t->backward_rows(p->n, p->count, h->X, h->stride, &ahead, p->dJ_dz, packed);
    hk_unpack(products, p->n, packed, dJ_dw);
    free_numbers(packed);
}

static void check_backward(const panel *p, const held *h, int set)
{
    const hk_products *const products = hk_products_for((hk_instruction_set)set);
    const char *const name = name_of(p, h, set);
    double *const dJ_dw = odd_numbers(p->n), *const fetched = odd_numbers(p->n);
    for (size_t columns = 0; columns <= 1; columns++) {
        backward(p, h, products, columns, dJ_dw);
        for (size_t i = 0; i < p->n; i++)
            assert_within(dJ_dw[i], p->dJ_dw[i], p->dJ_dw_bound[i], "%s: dJ/dw_%zu", name, i);
    }
    for (size_t columns = 10; columns <= 1000; columns *= 10) {
        backward(p, h, products, columns, fetched);
        assert_same_bits(p->n, fetched, dJ_dw, name);
    }
    free_numbers(dJ_dw);
    free_numbers(fetched);
}

typedef void check_products(const panel *p, const held *h, int set);

static void for_each_held(check_products *check, const panel *p, hillock_layout layout)
{
    static const size_t paddings[] = {0, 1, 7};
    for (int type = HK_F64; type <= HK_F32; type++)
        for (size_t k = 0; k < 3; k++) {
            held h = hold(p, (hk_type)type, layout, paddings[k]);
            for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++)
                check(p, &h, set);
            odd_free(h.X, h.size);
        }
}

static void for_each_panel(check_products *check, hillock_layout layout)
{
    for (size_t k = 0; k < N_LENGTHS; k++)
        for (size_t c = 0; c < N_COUNTS; c++) {
            panel p = panel_create(length_at(k), counts[c]);
            for_each_held(check, &p, layout);
            panel_destroy(&p);
        }
}

/* Long runs hold themselves to what the short ones do; how much of a feature is read at a time, and
 * what is asked for, changes no bit. */
static void check_runs(const panel *p, const held *h, int set)
{
    const hk_typed_products *const t = typed(hk_products_for((hk_instruction_set)set), h->type);
    const char *const name = name_of(p, h, set);
    double *const z = odd_numbers(p->count), *const dJ_dw = odd_numbers(p->n);
    double *const z_wide = odd_numbers(p->count), *const z_asking = odd_numbers(p->count);
    double *const dJ_dw_asking = odd_numbers(p->n);
    memcpy(dJ_dw, p->begin, p->n * sizeof *dJ_dw);
    memcpy(dJ_dw_asking, p->begin, p->n * sizeof *dJ_dw);
    t->forward_runs(p->n, p->count, h->X, h->stride, false, false, p->w, p->b, z);
    t->forward_runs(p->n, p->count, h->X, h->stride, true, false, p->w, p->b, z_wide);
    t->forward_runs(p->n, p->count, h->X, h->stride, true, true, p->w, p->b, z_asking);
    t->backward_runs(p->n, p->count, h->X, h->stride, 0, p->dJ_dz, dJ_dw);
    t->backward_runs(p->n, p->count, h->X, h->stride, 3, p->dJ_dz, dJ_dw_asking);
    for (size_t j = 0; j < p->count; j++)
        assert_within(z[j], p->z[j], p->z_bound[j], "%s: z_%zu in runs", name, j);
    for (size_t i = 0; i < p->n; i++)
        assert_within(dJ_dw[i], p->dJ_dw[i], p->dJ_dw_bound[i], "%s: dJ/dw_%zu in runs", name, i);
    assert_same_bits(p->count, z_wide, z, name);
    assert_same_bits(p->count, z_asking, z, name);
    assert_same_bits(p->n, dJ_dw_asking, dJ_dw, name);
    free_numbers(z);
    free_numbers(dJ_dw);
    free_numbers(z_wide);
    free_numbers(z_asking);
    free_numbers(dJ_dw_asking);
}

static void forward_products_of_rows_are_wX_plus_b_and_the_same_for_a_row_alone(void **state)
{
    (void)state;
    for_each_panel(check_forward, HILLOCK_SAMPLE_MAJOR);
}

static void backward_products_of_rows_add_dJ_dz_XT(void **state)
{
    (void)state;
    for_each_panel(check_backward, HILLOCK_SAMPLE_MAJOR);
}

static void forward_products_of_columns_are_wX_plus_b(void **state)
{
    (void)state;
    for_each_panel(check_forward, HILLOCK_FEATURE_MAJOR);
}

static void backward_products_of_columns_add_dJ_dz_XT(void **state)
{
    (void)state;
    for_each_panel(check_backward, HILLOCK_FEATURE_MAJOR);
}

static void products_of_runs_are_those_of_columns(void **state)
{
    (void)state;
    for_each_panel(check_runs, HILLOCK_FEATURE_MAJOR);
}

static void check_dot(const panel *p, const held *h, int set)
{
    const double z =
        typed(hk_products_for((hk_instruction_set)set), h->type)->dot(p->n, p->w, h->X);
    assert_within(z, p->z[0] - p->b, p->z_bound[0] + u * fabs(p->z[0]), "%s: dot",
                  name_of(p, h, set));
}

static void dot_products_read_a_row_and_nothing_behind_it(void **state)
{
    (void)state;
    for (size_t k = 0; k < N_LENGTHS; k++) {
        panel p = panel_create(length_at(k), 1);
        for_each_held(check_dot, &p, HILLOCK_SAMPLE_MAJOR);
        panel_destroy(&p);
    }
}

/* n numbers in whole vectors, aligned to nothing, 0 behind the numbers. */
static double *whole(size_t n, const double *x)
{
    double *const w = odd_numbers(hk_whole_length(n));
    for (size_t i = 0; i < hk_whole_length(n); i++)
        w[i] = i < n ? x[i] : 0.0;
    return w;
}

static void assert_whole(size_t n, const double *w, const char *name)
{
    for (size_t i = n; i < hk_whole_length(n); i++)
        assert_within(w[i], 0.0, 0.0, "%s: behind the weights, %zu", name, i);
}

static const double decay = 0.9, scale = -0.3;

/* Three roundings: of both products and their sum. x is row 0 of the panel. */
static void assert_stepped(const panel *p, const double *w, const char *name)
{
    for (size_t i = 0; i < p->n; i++) {
        const long double shrunk = (long double)decay * p->w[i];
        const long double added = (long double)scale * p->x[i];
        assert_within(w[i], (double)(shrunk + added),
                      3 * u * (double)(fabsl(shrunk) + fabsl(added)), "%s: w_%zu", name, i);
    }
    assert_whole(p->n, w, name);
}

static void check_step(const panel *p, const held *h, int set)
{
    double *const w = whole(p->n, p->w);
    typed(hk_products_for((hk_instruction_set)set), h->type)->step(p->n, decay, scale, h->X, w);
    assert_stepped(p, w, name_of(p, h, set));
    free_numbers(w);
}

static const void *row_of(const held *h, size_t j)
{
    return (const char *)h->X + j * h->stride * h->size;
}

/* Sum of a_i b_i, n + 1 roundings. */
static void assert_dot(double found, size_t n, const double *a, const double *b, const char *name)
{
    long double sum = 0.0L, terms = 0.0L;
    for (size_t i = 0; i < n; i++) {
        sum += (long double)a[i] * b[i];
        terms += fabsl((long double)a[i] * b[i]);
    }
    assert_within(found, (double)sum, (double)(n + 1) * u * (double)terms, "%s", name);
}

static void check_step_and_look(const panel *p, const held *h, int set)
{
    const hk_typed_products *const t = typed(hk_products_for((hk_instruction_set)set), h->type);
    const char *const name = name_of(p, h, set);
    double *const w = whole(p->n, p->w);
    const hk_look look = t->step_and_look(p->n, decay, scale, row_of(h, 0), row_of(h, 1),
                                          row_of(h, 2), row_of(h, 3), w);
    assert_stepped(p, w, name);
    assert_dot(look.wx, p->n, w, p->x + 2 * p->n, name);
    assert_dot(look.xx, p->n, p->x + p->n, p->x + 2 * p->n, name);
    free_numbers(w);
}

static void for_each_row(check_products *check, size_t count)
{
    for (size_t k = 0; k < N_LENGTHS; k++) {
        panel p = panel_create(length_at(k), count);
        for_each_held(check, &p, HILLOCK_SAMPLE_MAJOR);
        panel_destroy(&p);
    }
}

static void steps_move_every_weight_and_nothing_behind_them(void **state)
{
    (void)state;
    for_each_row(check_step, 1);
}

static void a_step_that_looks_ahead_moves_the_weights_and_multiplies_the_next_row(void **state)
{
    (void)state;
    for_each_row(check_step_and_look, 3);
}

/* The panel's rows from the last one to the first: they need not lie in order. */
static const void **picked_rows(const panel *p, const held *h)
{
    const void **const rows = malloc((p->count + 1) * sizeof *rows);
    assert_non_null(rows);
    for (size_t j = 0; j < p->count; j++)
        rows[j] = row_of(h, p->count - 1 - j);
    return rows;
}

static void check_forward_picked(const panel *p, const held *h, int set)
{
    const hk_typed_products *const t = typed(hk_products_for((hk_instruction_set)set), h->type);
    const char *const name = name_of(p, h, set);
    double *const w = whole(p->n, p->w), *const z = odd_numbers(p->count);
    double *const asked = odd_numbers(p->count);
    const void **const rows = picked_rows(p, h);
    t->forward_picked(p->n, p->count, rows, NULL, w, p->b, z);
    for (size_t j = 0; j < p->count; j++)
        assert_within(z[p->count - 1 - j], p->z[j], p->z_bound[j], "%s: z_%zu", name, j);
    t->forward_picked(p->n, p->count, rows, rows, w, p->b, asked);
    assert_same_bits(p->count, asked, z, name);
    free((void *)rows);
    free_numbers(asked);
    free_numbers(z);
    free_numbers(w);
}

static void check_backward_picked(const panel *p, const held *h, int set)
{
    const hk_typed_products *const t = typed(hk_products_for((hk_instruction_set)set), h->type);
    const char *const name = name_of(p, h, set);
    double *const dJ_dw = whole(p->n, p->begin), *const asked = whole(p->n, p->begin);
    double *const dJ_dz = odd_numbers(p->count);
    const void **const rows = picked_rows(p, h);
    for (size_t j = 0; j < p->count; j++)
        dJ_dz[j] = p->dJ_dz[p->count - 1 - j];
    t->backward_picked(p->n, p->count, rows, NULL, dJ_dz, dJ_dw);
    for (size_t i = 0; i < p->n; i++)
        assert_within(dJ_dw[i], p->dJ_dw[i], p->dJ_dw_bound[i], "%s: dJ/dw_%zu", name, i);
    assert_whole(p->n, dJ_dw, name);
    t->backward_picked(p->n, p->count, rows, rows, dJ_dz, asked);
    assert_same_bits(p->n, asked, dJ_dw, name);
    free((void *)rows);
    free_numbers(dJ_dz);
    free_numbers(asked);
    free_numbers(dJ_dw);
}

static void forward_products_of_picked_rows_are_wX_plus_b(void **state)
{
    (void)state;
    for_each_panel(check_forward_picked, HILLOCK_SAMPLE_MAJOR);
}

static void backward_products_of_picked_rows_add_dJ_dz_XT(void **state)
{
    (void)state;
    for_each_panel(check_backward_picked, HILLOCK_SAMPLE_MAJOR);
}

static void packing_keeps_every_number_and_fills_up_with_0(void **state)
{
    (void)state;
    for (size_t k = 0; k < N_LENGTHS; k++)
        for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++) {
            const hk_products *const products = hk_products_for((hk_instruction_set)set);
            panel p = panel_create(length_at(k), 0);
            const size_t length = hk_packed_length(products, p.n);
            double *const packed = odd_numbers(length), *const w = odd_numbers(p.n);
            hk_pack(products, p.n, p.w, packed);
            hk_unpack(products, p.n, packed, w);
            assert_same_bits(p.n, w, p.w, "unpacked");
            size_t zeros = 0;
            for (size_t i = 0; i < length; i++)
                zeros += packed[i] == 0.0;
            assert_int_equal(zeros, length - p.n);
            assert_true(p.n < HK_NARROW_ROWS ? length == p.n : length % products->lanes == 0);
            free_numbers(packed);
            free_numbers(w);
            panel_destroy(&p);
        }
}

/* Wherever the vectors of a row overlap, an infinite feature i is counted, and only there: in z,
 * and in dJ/dw_i alone. The same of rows that lie anywhere. */
static void assert_infinite(const hk_products *products, bool is_float, size_t n, size_t i)
{
    enum { MOST = 48 };
    const hk_typed_products *const t = is_float ? &products->f32 : &products->f64;
    double w[MOST], x[MOST] = {0}, packed[MOST], dJ_dw[MOST] = {0}, whole[MOST] = {0}, z,
                    dJ_dz = 1.0;
    float narrow[MOST] = {0};
    hk_ahead nothing = {0};
    for (size_t k = 0; k < n; k++)
        w[k] = 0.5;
    x[i] = HUGE_VAL;
    narrow[i] = HUGE_VALF;
    const void *const X = is_float ? (const void *)narrow : x;
    hk_pack(products, n, w, packed);
    t->forward_rows(n, 1, X, n, &nothing, packed, 1.0, &z);
    assert_within(z, HUGE_VAL, 0.0, "rows, %zu lanes, n %zu, feature %zu", products->lanes, n, i);
    memset(packed, 0, sizeof packed);
    t->backward_rows(n, 1, X, n, &nothing, &dJ_dz, packed);
    hk_unpack(products, n, packed, dJ_dw);
    memcpy(whole, w, n * sizeof *w);
    t->forward_picked(n, 1, &X, NULL, whole, 1.0, &z);
    assert_within(z, HUGE_VAL, 0.0, "picked, %zu lanes, n %zu, feature %zu", products->lanes, n, i);
    t->step(n, 1.0, 1.0, X, whole);
    for (size_t k = 0; k < hk_whole_length(n); k++) {
        const double gradient = k == i ? HUGE_VAL : 0.0;
        const double stepped = k == i ? HUGE_VAL : k < n ? 0.5 : 0.0;
        if (k < n)
            assert_within(dJ_dw[k], gradient, 0.0, "dJ/dw_%zu of n %zu, %zu is infinite", k, n, i);
        assert_within(whole[k], stepped, 0.0, "w_%zu of n %zu, %zu is infinite", k, n, i);
    }
}

static void an_infinite_feature_counts_wherever_it_lies_in_the_row_and_only_there(void **state)
{
    enum { LONGEST = 40 };
    (void)state;
    for (size_t n = 1; n <= LONGEST; n++)
        for (size_t i = 0; i < n; i++)
            for (int set = HK_PORTABLE; set <= (int)hk_processor(); set++) {
                const hk_products *const products = hk_products_for((hk_instruction_set)set);
                assert_infinite(products, false, n, i);
                assert_infinite(products, true, n, i);
            }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(forward_products_of_rows_are_wX_plus_b_and_the_same_for_a_row_alone),
        cmocka_unit_test(backward_products_of_rows_add_dJ_dz_XT),
        cmocka_unit_test(forward_products_of_columns_are_wX_plus_b),
        cmocka_unit_test(backward_products_of_columns_add_dJ_dz_XT),
        cmocka_unit_test(products_of_runs_are_those_of_columns),
        cmocka_unit_test(dot_products_read_a_row_and_nothing_behind_it),
        cmocka_unit_test(steps_move_every_weight_and_nothing_behind_them),
        cmocka_unit_test(a_step_that_looks_ahead_moves_the_weights_and_multiplies_the_next_row),
        cmocka_unit_test(forward_products_of_picked_rows_are_wX_plus_b),
        cmocka_unit_test(backward_products_of_picked_rows_add_dJ_dz_XT),
        cmocka_unit_test(packing_keeps_every_number_and_fills_up_with_0),
        cmocka_unit_test(an_infinite_feature_counts_wherever_it_lies_in_the_row_and_only_there),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
