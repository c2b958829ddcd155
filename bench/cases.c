#include "cases.h"

typedef struct case_list {
    bench_mode mode;
    const bool *chosen; /* by bench_group */
    bench_case *cases;
    size_t count;
} case_list;

enum { LADDER_FEATURES = 64, LADDER_BOTTOM = 256, LADDER_TOP = 262144, LADDER_TOP_QUICK = 4096 };

/* By bench_mode: the elements of a large X, and the samples where they have few features. */
static const size_t large[] = {200000, 25600000, 102400000};
static const size_t many[] = {20000, 2000000, 10000000};

static void add(case_list *list, bench_shape shape, bench_group group)
{
    if (list->chosen[group] && list->count < BENCH_MOST_CASES)
        list->cases[list->count++] = (bench_case){.shape = shape, .group = group};
}

static void add_in_cache(case_list *list, bench_type type)
{
    add(list, (bench_shape){569, 30, type, HILLOCK_SAMPLE_MAJOR}, BENCH_IN_CACHE);
    add(list, (bench_shape){2000, 100, type, HILLOCK_SAMPLE_MAJOR}, BENCH_IN_CACHE);
    add(list, (bench_shape){2000, 100, type, HILLOCK_FEATURE_MAJOR}, BENCH_IN_CACHE);
    add(list, (bench_shape){BENCH_TEXTBOOK_SAMPLES, LADDER_FEATURES, type, HILLOCK_SAMPLE_MAJOR},
        BENCH_TEXTBOOK);
}

static void add_large(case_list *list, bench_type type)
{
    static const size_t n[] = {32, 256, 2048};
    static const hillock_layout layouts[] = {HILLOCK_SAMPLE_MAJOR, HILLOCK_FEATURE_MAJOR};
    for (size_t layout = 0; layout < 2; layout++)
        for (size_t k = 0; k < sizeof n / sizeof *n; k++)
            add(list, (bench_shape){large[list->mode] / n[k], n[k], type, layouts[layout]},
                BENCH_LARGE);
}

static void add_few_features(case_list *list, bench_type type)
{
    for (size_t n = 1; n <= 8; n *= 2)
        add(list, (bench_shape){many[list->mode], n, type, HILLOCK_SAMPLE_MAJOR}, BENCH_FEW);
}

static void add_ladder(case_list *list, bench_type type)
{
    const size_t top = list->mode == BENCH_QUICK ? LADDER_TOP_QUICK : LADDER_TOP;
    for (size_t m = LADDER_BOTTOM; m <= top; m *= 2)
        add(list, (bench_shape){m, LADDER_FEATURES, type, HILLOCK_SAMPLE_MAJOR}, BENCH_LADDER);
}

size_t bench_cases(bench_mode mode, const bool chosen[BENCH_GROUPS], bench_case *cases)
{
    static const bench_type types[] = {BENCH_F64, BENCH_F32};
    case_list list = {.mode = mode, .chosen = chosen, .cases = cases};
    for (size_t t = 0; t < 2; t++) {
        add_in_cache(&list, types[t]);
        add_large(&list, types[t]);
        add_few_features(&list, types[t]);
        add_ladder(&list, types[t]);
    }
    return list.count;
}
