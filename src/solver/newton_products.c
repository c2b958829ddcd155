#include "solver/newton_products.h"

#include "core/memory.h"
#include "core/sum.h"

#include <math.h>
#include <string.h>

enum { MOST_PRODUCTS = 500 };

bool hk_newton_products_create(hk_newton_products *products, hk_training *training)
{
    const size_t n = training->objective->n_features + 1;
    *products = (hk_newton_products){.training = training, .n = n};
    double **const needed[] = {&products->diagonal, &products->by, &products->residual,
                               &products->q,        &products->Hq, &products->raw};
    products->d = hk_allocate(training->objective->view->n_samples, sizeof(double));
    bool had = products->d != NULL;
    for (size_t k = 0; k < sizeof needed / sizeof *needed; k++)
        had &= (*needed[k] = hk_allocate(n, sizeof(double))) != NULL;
    return had;
}

void hk_newton_products_destroy(hk_newton_products *products)
{
    hk_free(products->d);
    hk_free(products->diagonal);
    hk_free(products->by);
    hk_free(products->residual);
    hk_free(products->q);
    hk_free(products->Hq);
    hk_free(products->raw);
}

void hk_newton_products_refresh(hk_newton_products *products, hk_curvature_kind kind)
{
    const hk_training *const training = products->training;
    const hk_objective *const objective = training->objective;
    const size_t n = products->n;
    double b = training->b, sum = 0.0;
    memcpy(products->raw, training->w, (n - 1) * sizeof *products->raw);
    hk_objective_leave(objective, products->raw, &b);
    hk_pass_choose_curvature(objective->pass, kind);
    hk_pass_curvatures(objective->pass, products->raw, b, products->d);
    training->report->passes++;
    for (size_t j = 0; j < objective->view->n_samples; j++)
        sum += fmax(products->d[j], 0.0);
    products->bias_l2 = hk_objective_bias_penalty(objective, products->by);
    for (size_t i = 0; i < n; i++) {
        const double rms = i + 1 < n ? objective->feature_rms[i] : 1.0;
        const double l2 = i + 1 < n ? objective->l2[i] : 0.0;
        const double seen = products->bias_l2 * products->by[i] * products->by[i];
        products->diagonal[i] = sum * rms * rms + l2 + seen;
        if (!(products->diagonal[i] > 0.0))
            products->diagonal[i] = 1.0;
    }
}

/* Hq = H q: z = q x forward, d z backward, both in the features' scales. */
static void multiply(hk_newton_products *products)
{
    const hk_objective *const objective = products->training->objective;
    const size_t n = products->n;
    const double *const q = products->q;
    double *const Hq = products->Hq;
    double b = q[n - 1];
    memcpy(products->raw, q, (n - 1) * sizeof *q);
    hk_objective_leave(objective, products->raw, &b);
    const double sum = hk_pass_apply(objective->pass, products->raw, b, products->d, Hq);
    products->training->report->passes++;
    const double seen = products->bias_l2 > 0.0 ? hk_dot(n, products->by, q) : 0.0;
    for (size_t i = 0; i + 1 < n; i++) {
        Hq[i] = objective->feature_rms[i] == 0.0
                    ? 0.0
                    : (Hq[i] - objective->centre[i] * sum) * objective->scale[i];
        Hq[i] += objective->l2[i] * q[i];
    }
    Hq[n - 1] = sum;
    for (size_t i = 0; products->bias_l2 > 0.0 && i < n; i++)
        Hq[i] += products->bias_l2 * products->by[i] * seen;
    if (!objective->settings->fit_bias)
        Hq[n - 1] = 0.0;
}

/* r^T diagonal^-1 r */
static double square(const hk_newton_products *products)
{
    double sum = 0.0;
    for (size_t i = 0; i < products->n; i++)
        sum += products->residual[i] * products->residual[i] / products->diagonal[i];
    return sum;
}

/* q = diagonal^-1 r + beta q */
static void turn(hk_newton_products *products, double beta)
{
    for (size_t i = 0; i < products->n; i++)
        products->q[i] = products->residual[i] / products->diagonal[i] + beta * products->q[i];
}

bool hk_newton_products_solve(hk_newton_products *products, double *p)
{
    hk_training *const training = products->training;
    const size_t n = products->n;
    for (size_t i = 0; i < n; i++) {
        p[i] = products->q[i] = 0.0;
        products->residual[i] = i + 1 < n ? -training->dJ_dw[i] : -training->dJ_db;
    }
    double now = square(products);
    const double share = fmin(0.5, sqrt(training->report->gradient_norm));
    const double enough = share * share * now;
    turn(products, 0.0);
    for (int k = 0; k < MOST_PRODUCTS && now > enough; k++) {
        multiply(products);
        const double bend = hk_dot(n, products->q, products->Hq);
        if (!(bend > 0.0))
            return false;
        const double t = now / bend, before = now;
        for (size_t i = 0; i < n; i++) {
            p[i] += t * products->q[i];
            products->residual[i] -= t * products->Hq[i];
        }
        now = square(products);
        if (hk_training_interrupted(training, training->objective->view->n_samples))
            return true;
        turn(products, now / before);
    }
    return true;
}
