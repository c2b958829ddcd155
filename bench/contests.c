#include "contests.h"

#include "predict.h"
#include "sgd.h"

/* By bench_mode. */
static const size_t many_rows[] = {2000, 100000, 400000};
static const size_t many_samples[] = {20000, 200000, 200000};

enum { SGD_FEATURES = 100, SGD_IN_CACHE = 2000, ROW_FEATURES = 256 };

static bool train(bench_contest *contests, size_t *count, bench_type type, bench_mode mode)
{
    const size_t m[] = {many_samples[mode], SGD_IN_CACHE};
    for (size_t k = 0; k < 2; k++)
        for (size_t batch = 1; batch <= 64; batch *= 64) {
            const bench_shape shape = {m[k], SGD_FEATURES, type, HILLOCK_SAMPLE_MAJOR};
            if (!bench_sgd_measure(&contests[*count], shape, batch, mode))
                return false;
            bench_print_contest(&contests[(*count)++]);
        }
    return true;
}

static bool predict(bench_contest *contests, size_t *count, bench_type type, size_t cores,
                    bool peers, bench_mode mode)
{
    const bench_shape shape = {many_rows[mode], ROW_FEATURES, type, HILLOCK_SAMPLE_MAJOR};
    if (!bench_predict_row_measure(&contests[*count], type, peers, mode))
        return false;
    bench_print_contest(&contests[(*count)++]);
    if (!bench_predict_rows_measure(&contests[*count], shape, cores, mode))
        return false;
    bench_print_contest(&contests[(*count)++]);
    return true;
}

bool bench_contests_measure(bench_contest *contests, size_t *count, size_t cores, bool peers,
                            bench_mode mode)
{
    static const bench_type types[] = {BENCH_F64, BENCH_F32};
    for (size_t t = 0; t < 2; t++)
        if (!train(contests, count, types[t], mode) ||
            !predict(contests, count, types[t], cores, peers, mode))
            return false;
    return true;
}
