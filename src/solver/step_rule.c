#include "solver/step_rule.h"

#include "core/memory.h"

#include <math.h>

/* Polyak 1964: u <- mu u - rate g, p <- p + u. */
static void heavy_ball(const hk_step_rule *rule, size_t count, double rate, const double *g,
                       double *p, double *first, double *second)
{
    (void)second;
    for (size_t i = 0; i < count; i++) {
        first[i] = rule->beta1 * first[i] - rate * g[i];
        p[i] += first[i];
    }
}

/* Nesterov 1983, p being the point that momentum leads to, where the gradient is taken:
 * u <- mu u - rate g, p <- p + mu u - rate g. */
static void nesterov(const hk_step_rule *rule, size_t count, double rate, const double *g,
                     double *p, double *first, double *second)
{
    (void)second;
    for (size_t i = 0; i < count; i++) {
        first[i] = rule->beta1 * first[i] - rate * g[i];
        p[i] += rule->beta1 * first[i] - rate * g[i];
    }
}

/* Duchi, Hazan & Singer 2011: s <- s + g^2, p <- p - rate g / (sqrt(s) + epsilon). */
static void adagrad(const hk_step_rule *rule, size_t count, double rate, const double *g, double *p,
                    double *first, double *second)
{
    (void)second;
    for (size_t i = 0; i < count; i++) {
        first[i] += g[i] * g[i];
        p[i] -= rate * g[i] / (sqrt(first[i]) + rule->epsilon);
    }
}

/* Tieleman & Hinton 2012: s <- beta2 s + (1 - beta2) g^2, and on as adagrad. */
static void rmsprop(const hk_step_rule *rule, size_t count, double rate, const double *g, double *p,
                    double *first, double *second)
{
    (void)second;
    for (size_t i = 0; i < count; i++) {
        first[i] = rule->beta2 * first[i] + (1.0 - rule->beta2) * g[i] * g[i];
        p[i] -= rate * g[i] / (sqrt(first[i]) + rule->epsilon);
    }
}

/* Kingma & Ba 2015: means of g and g^2, each over 1 - beta^steps as they began with 0. */
static void adam(const hk_step_rule *rule, size_t count, double rate, const double *g, double *p,
                 double *first, double *second)
{
    const double seen1 = 1.0 - rule->unseen1, seen2 = 1.0 - rule->unseen2;
    for (size_t i = 0; i < count; i++) {
        first[i] = rule->beta1 * first[i] + (1.0 - rule->beta1) * g[i];
        second[i] = rule->beta2 * second[i] + (1.0 - rule->beta2) * g[i] * g[i];
        p[i] -= rate * (first[i] / seen1) / (sqrt(second[i] / seen2) + rule->epsilon);
    }
}

/* Polyak & Juditsky 1992, Ruppert 1988: sgd, and the mean of where its steps have led. */
static void average(const hk_step_rule *rule, size_t count, double rate, const double *g, double *p,
                    double *first, double *second)
{
    (void)second;
    const double share = rule->averaged > 0.0 ? 1.0 / rule->averaged : 0.0;
    for (size_t i = 0; i < count; i++) {
        p[i] -= rate * g[i];
        first[i] += share * (p[i] - first[i]);
    }
}

static const struct {
    hillock_solver solver;
    hk_step_function *step;
    bool second;
    bool decoupled; /* l2 shrinks w beside the step (Loshchilov & Hutter 2019) */
    bool averages;
} rules[] = {
    {HILLOCK_MOMENTUM, heavy_ball, false, false, false},
    {HILLOCK_NESTEROV, nesterov, false, false, false},
    {HILLOCK_ADAGRAD, adagrad, false, false, false},
    {HILLOCK_RMSPROP, rmsprop, false, false, false},
    {HILLOCK_ADAM, adam, true, false, false},
    {HILLOCK_ADAMW, adam, true, true, false},
    {HILLOCK_AVERAGED_SGD, average, false, false, true},
};

enum { N_RULES = sizeof rules / sizeof rules[0] };

bool hk_step_rule_create(hk_step_rule *rule, const hk_settings *settings, size_t n)
{
    size_t k = 0;
    *rule = (hk_step_rule){.n = n};
    while (k < N_RULES && (int64_t)rules[k].solver != settings->solver)
        k++;
    if (k == N_RULES)
        return true;
    *rule = (hk_step_rule){.step = rules[k].step,
                           .n = n,
                           .l2 = rules[k].decoupled ? 0.0 : settings->l2,
                           .decay = rules[k].decoupled ? settings->l2 : 0.0,
                           .penalize_bias = settings->penalize_bias != 0,
                           .fit_bias = settings->fit_bias != 0,
                           .beta1 = settings->momentum,
                           .beta2 = settings->beta2,
                           .epsilon = settings->epsilon,
                           .unseen1 = 1.0,
                           .unseen2 = 1.0,
                           .first = hk_allocate(n + 1, sizeof(double)),
                           .second = rules[k].second ? hk_allocate(n + 1, sizeof(double)) : NULL,
                           .averages_from = rules[k].averages
                                                ? settings->average_from * (double)settings->horizon
                                                : HUGE_VAL};
    if (rule->first && (rule->second || !rules[k].second))
        return true;
    hk_step_rule_destroy(rule);
    return false;
}

void hk_step_rule_destroy(hk_step_rule *rule)
{
    hk_free(rule->first);
    hk_free(rule->second);
    *rule = (hk_step_rule){0};
}

static void take_bias(const hk_step_rule *rule, double rate, double slope, double *b)
{
    const size_t n = rule->n;
    const double g = slope + (rule->penalize_bias ? rule->l2 * *b : 0.0);
    if (rule->penalize_bias)
        *b *= 1.0 - rate * rule->decay;
    rule->step(rule, 1, rate, &g, b, rule->first + n, rule->second ? rule->second + n : NULL);
}

void hk_step_rule_take(hk_step_rule *rule, double rate, double epochs, double count, double *sums,
                       double sum_b, double *w, double *b)
{
    const double shrink = 1.0 - rate * rule->decay;
    rule->unseen1 *= rule->beta1;
    rule->unseen2 *= rule->beta2;
    rule->averaged += epochs >= rule->averages_from ? 1.0 : 0.0;
    for (size_t i = 0; i < rule->n; i++) {
        sums[i] = sums[i] / count + rule->l2 * w[i];
        w[i] *= shrink;
    }
    rule->step(rule, rule->n, rate, sums, w, rule->first, rule->second);
    if (rule->fit_bias)
        take_bias(rule, rate, sum_b / count, b);
    else
        rule->first[rule->n] = rule->averaged > 0.0 ? *b : 0.0; /* its mean is itself */
}

static void swap(double *left, double *right)
{
    const double kept = *left;
    *left = *right;
    *right = kept;
}

void hk_step_rule_exchange(hk_step_rule *rule, double *w, double *b)
{
    const bool averages = rule->first && rule->averages_from < HUGE_VAL; /* `first` is a mean */
    if (!averages || rule->averaged == 0.0)
        return;
    for (size_t i = 0; i < rule->n; i++)
        swap(&w[i], &rule->first[i]);
    swap(b, &rule->first[rule->n]);
}

void hk_step_rule_visit(hk_step_rule *rule, hk_visitor *visitor)
{
    double unseen[] = {rule->unseen1, rule->unseen2};
    hk_visit_row(visitor, "unseen", 2, unseen);
    rule->unseen1 = unseen[0];
    rule->unseen2 = unseen[1];
    hk_visit_real(visitor, "averaged", &rule->averaged);
    if (rule->first)
        hk_visit_reals(visitor, "first", rule->n + 1, rule->first);
    if (rule->second)
        hk_visit_reals(visitor, "second", rule->n + 1, rule->second);
}
