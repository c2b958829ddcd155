#include "results.h"

#include "growth.h"

#include <math.h>

const bench_formulation *const bench_formulations[BENCH_FORMULATIONS] = {
    &bench_diagflat, &bench_diagflat_kept,       &bench_hadamard,      &bench_hadamard_one_thread,
    &bench_one_pass, &bench_one_pass_one_thread, &bench_one_pass_blas, &bench_numpy,
    &bench_pytorch};

double bench_row_bandwidth(const bench_case *item, const bench_row *row)
{
    return (double)bench_features_bytes(item->shape) / row->timing.median;
}

double bench_row_ceiling(const bench_case *item, const bench_row *row)
{
    return row->threads > 1 ? item->ceiling_all : item->ceiling_single;
}

double bench_row_memory(const bench_row *row)
{
    return row->formulation->workers == BENCH_PEER ? NAN : (double)row->bytes;
}

double bench_row_percent_of_limit(const bench_row *row)
{
    return 100.0 * row->limit.seconds / row->timing.median;
}

double bench_speed_up(const bench_case *item, const bench_row *row, size_t other)
{
    const bench_row *const reference = &item->rows[other];
    return reference->measured ? reference->timing.median / row->timing.median : NAN;
}

/* The ladder's rows of one type and one formulation. */
static bench_growth growth_of(const bench_results *results, bench_type type, size_t formulation)
{
    double m[BENCH_LADDER_STEPS];
    double bytes[BENCH_LADDER_STEPS];
    bench_growth growth = {.type = type};
    for (size_t k = 0; k < results->n_cases && growth.steps < BENCH_LADDER_STEPS; k++) {
        const bench_case *const item = &results->cases[k];
        const bench_row *const row = &item->rows[formulation];
        if (item->group != BENCH_LADDER || item->shape.type != type || !row->measured)
            continue;
        growth.formulation = row->formulation;
        growth.n = item->shape.n;
        m[growth.steps] = (double)item->shape.m;
        bytes[growth.steps] = (double)row->bytes;
        growth.m[growth.steps] = item->shape.m;
        growth.reading[growth.steps] =
            (double)bench_features_bytes(item->shape) / item->ceiling_single;
        growth.seconds[growth.steps++] = row->timing.minimum;
    }
    growth.time_exponent = bench_exponent(growth.steps, m, growth.seconds);
    growth.memory_exponent = bench_exponent(growth.steps, m, bytes);
    return growth;
}

void bench_results_fit(bench_results *results)
{
    static const bench_type types[] = {BENCH_F64, BENCH_F32};
    results->n_growths = 0;
    for (size_t t = 0; t < 2; t++)
        for (size_t k = 0; k < BENCH_FORMULATIONS; k++) {
            const bench_growth growth = growth_of(results, types[t], k);
            if (growth.steps > 1)
                results->growths[results->n_growths++] = growth;
        }
}

static bool case_right(const bench_case *item)
{
    for (size_t f = 0; f < BENCH_FORMULATIONS; f++)
        if (item->rows[f].measured && !item->rows[f].right)
            return false;
    return true;
}

bool bench_results_right(const bench_results *results)
{
    bool right = true;
    for (size_t k = 0; k < results->n_cases; k++)
        right = right && case_right(&results->cases[k]);
    for (size_t k = 0; k < results->n_contests; k++)
        right = right && bench_contest_right(&results->contests[k]);
    for (size_t k = 0; k < results->n_races; k++)
        right = right && bench_race_right(&results->races[k]);
    right = right && bench_scaling_right(&results->scaling);
    for (size_t k = 0; results->has_elementwise && k < BENCH_FUNCTIONS; k++)
        right = right && bench_function_right(&results->elementwise.functions[k]);
    return right;
}
