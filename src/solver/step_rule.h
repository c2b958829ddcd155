/* What a stochastic step does with the gradient of its batch: one rule a solver, each a function of
 * the gradient and of what the rule remembers. Elementwise, so w and b take it alike. */
#ifndef HK_SOLVER_STEP_RULE_H
#define HK_SOLVER_STEP_RULE_H

#include "core/fields.h"
#include "solver/settings.h"

#include <stdbool.h>
#include <stddef.h>

typedef struct hk_step_rule hk_step_rule;

/* `count` parameters p take a step of their gradient g. first and second: what the rule remembers
 * of these parameters, 0 at the beginning; one that needs less does not look at them. */
typedef void hk_step_function(const hk_step_rule *rule, size_t count, double rate, const double *g,
                              double *p, double *first, double *second);

struct hk_step_rule {
    hk_step_function *step; /* NULL: the solver has none, and steps along the gradient */
    size_t n;               /* features */
    double l2;              /* of the weights, in the gradient           */
    double decay;           /* of the weights, beside the gradient       */
    bool penalize_bias;
    bool fit_bias;
    double beta1; /* share of the past in `first`: momentum           */
    double beta2; /* share of the past in `second`: mean of squares   */
    double epsilon;
    double unseen1; /* beta1^steps: the weight that a mean from 0 on gives to nothing */
    double unseen2;
    double *first;        /* n + 1, the bias last; NULL unless there is a rule */
    double *second;       /* n + 1; NULL unless it takes two                   */
    double averages_from; /* epoch; infinite: never */
    double averaged;      /* steps whose parameters are in the mean, which is `first` */
};

/* false when memory could not be had. */
bool hk_step_rule_create(hk_step_rule *rule, const hk_settings *settings, size_t n);
void hk_step_rule_destroy(hk_step_rule *rule);

/* What it remembers. */
void hk_step_rule_visit(hk_step_rule *rule, hk_visitor *visitor);

/* One step, which begins after `epochs`, of w (n) and *b. `sums`: the gradient of the batch without
 * penalty, `count` times its mean; it is overwritten. */
void hk_step_rule_take(hk_step_rule *rule, double rate, double epochs, double count, double *sums,
                       double sum_b, double *w, double *b);

/* Puts the mean of the parameters in their place, and them in the mean's; again: back. Nothing
 * where none has begun. */
void hk_step_rule_exchange(hk_step_rule *rule, double *w, double *b);

#endif
