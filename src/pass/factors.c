#include "pass/factors.h"

#include "core/memory.h"

/* Samples whose factors are computed at a time, on the stack. */
enum { CHUNK = 128 };

typedef struct request {
    const hk_mathematics *mathematics;
    double total_weight;
    const hk_factors *factors;
} request;

static void put(double *column, size_t sample, double value)
{
    if (column)
        column[sample] = value;
}

static void put_chunk(const request *wanted, const hk_panel *panel, size_t begin, size_t count)
{
    double a[CHUNK], df_dz[CHUNK], d2f[CHUNK], l[CHUNK], dl_da[CHUNK], d2l[CHUNK];
    const hk_factors *const factors = wanted->factors;
    hk_differentiate_activation(wanted->mathematics, count, panel->z + begin, a, df_dz, d2f);
    hk_differentiate_loss(wanted->mathematics, count, panel->y + begin, a, l, dl_da, d2l);
    for (size_t j = 0; j < count; j++) {
        const size_t sample = panel->first + begin + j;
        const double share = hk_panel_weight(panel, begin + j) / wanted->total_weight;
        put(factors->z, sample, panel->z[begin + j]);
        put(factors->a, sample, a[j]);
        put(factors->dJ_da, sample, share == 0.0 ? 0.0 : share * dl_da[j]);
        put(factors->df_dz, sample, df_dz[j]);
        put(factors->dJ_dz, sample, share == 0.0 ? 0.0 : share * panel->dl_dz[begin + j]);
    }
}

static bool put_panel(const hk_panel *panel, void *payload)
{
    for (size_t begin = 0; begin < panel->count; begin += CHUNK)
        put_chunk(payload, panel, begin, hk_min_size(CHUNK, panel->count - begin));
    return true;
}

void hk_pass_factors(hk_pass *pass, const hk_mathematics *mathematics, double total_weight,
                     const double *w, double b, const hk_factors *factors)
{
    request wanted = {mathematics, total_weight, factors};
    hk_pass_visit(pass, w, b, put_panel, &wanted);
}
