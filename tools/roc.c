#include "roc.h"

#include <stdlib.h>

#include "growth.h"

enum { MOST_POINTS = 2000 };

struct scored {
    double prediction;
    bool is_upper;
};

/* The highest first. */
static int compare(const void *left, const void *right)
{
    const double a = ((const struct scored *)left)->prediction;
    const double b = ((const struct scored *)right)->prediction;
    return (a < b) - (a > b);
}

/* A point wherever the prediction changes, since equal ones are taken together, and at the end. */
static void walk(struct roc *roc, const struct scored *scored, size_t n_samples, size_t n_upper)
{
    const double n_lower = (double)(n_samples - n_upper);
    const size_t stride = n_samples / MOST_POINTS + 1;
    size_t counts[2] = {0, 0}, last = 0;
    for (size_t j = 0; j <= n_samples; j++) {
        const bool is_end = j == n_samples;
        const bool changes = is_end || j == 0 || scored[j].prediction != scored[j - 1].prediction;
        if (changes && (is_end || j == 0 || j - last >= stride)) {
            roc->false_share[roc->count] = (double)counts[0] / n_lower;
            roc->true_share[roc->count++] = (double)counts[1] / (double)n_upper;
            last = j;
        }
        if (!is_end)
            counts[scored[j].is_upper]++;
    }
}

bool roc_make(struct roc *roc, const double *predictions, const double *targets, size_t n_samples)
{
    struct scored *const scored = grown_array(NULL, n_samples, 1, sizeof *scored);
    size_t n_upper = 0;
    *roc = (struct roc){.false_share = grown_array(NULL, MOST_POINTS + 2, 2, sizeof(double))};
    roc->true_share = roc->false_share ? roc->false_share + MOST_POINTS + 2 : NULL;
    for (size_t j = 0; scored && j < n_samples; j++) {
        scored[j] = (struct scored){predictions[j], targets[j] == 1.0};
        n_upper += scored[j].is_upper;
    }
    const bool is_defined = scored && roc->false_share && n_upper > 0 && n_upper < n_samples;
    if (is_defined) {
        qsort(scored, n_samples, sizeof *scored, compare);
        walk(roc, scored, n_samples, n_upper);
    }
    free(scored);
    return is_defined;
}

void roc_free(struct roc *roc)
{
    free(roc->false_share);
    *roc = (struct roc){0};
}
