#include "cases.h"

/* m samples, n features, and the least mode that includes it. */
typedef struct size {
    size_t m;
    size_t n;
    bench_mode mode;
} size;

typedef struct case_list {
    bench_mode mode;
    bench_case *cases;
    size_t count;
} case_list;

enum { LADDER_FEATURES = 64, LADDER_BOTTOM = 256, LADDER_TOP = 262144, LADDER_TOP_QUICK = 4096 };

static const size sample_major[] = {
    {569, 30, BENCH_QUICK},       {2000, 100, BENCH_QUICK},     {200000, 32, BENCH_DEFAULT},
    {100000, 256, BENCH_DEFAULT}, {10000, 2048, BENCH_DEFAULT}, {3200000, 32, BENCH_FULL},
    {400000, 256, BENCH_FULL},    {50000, 2048, BENCH_FULL},
};
static const size feature_major[] = {{2000, 100, BENCH_QUICK}, {100000, 256, BENCH_DEFAULT}};

static void add(case_list *list, bench_shape shape, bool ladder)
{
    if (list->count < BENCH_MOST_CASES)
        list->cases[list->count++] = (bench_case){.shape = shape, .ladder = ladder};
}

static void add_sizes(case_list *list, const size *sizes, size_t count, bench_type type,
                      hillock_layout layout)
{
    for (size_t k = 0; k < count; k++)
        if (sizes[k].mode <= list->mode)
            add(list, (bench_shape){sizes[k].m, sizes[k].n, type, layout}, false);
}

static void add_ladder(case_list *list, bench_type type)
{
    const size_t top = list->mode == BENCH_QUICK ? LADDER_TOP_QUICK : LADDER_TOP;
    for (size_t m = LADDER_BOTTOM; m <= top; m *= 2)
        add(list, (bench_shape){m, LADDER_FEATURES, type, HILLOCK_SAMPLE_MAJOR}, true);
}

size_t bench_cases(bench_mode mode, bench_case *cases)
{
    static const bench_type types[] = {BENCH_F64, BENCH_F32};
    case_list list = {.mode = mode, .cases = cases};
    for (size_t t = 0; t < 2; t++) {
        add_sizes(&list, sample_major, sizeof sample_major / sizeof *sample_major, types[t],
                  HILLOCK_SAMPLE_MAJOR);
        add_sizes(&list, feature_major, sizeof feature_major / sizeof *feature_major, types[t],
                  HILLOCK_FEATURE_MAJOR);
        add_ladder(&list, types[t]);
    }
    return list.count;
}
