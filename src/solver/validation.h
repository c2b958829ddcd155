/* The loss over data that are not trained on, and the parameters at which it was least. */
#ifndef HK_SOLVER_VALIDATION_H
#define HK_SOLVER_VALIDATION_H

#include "core/fields.h"
#include "solver/objective.h"

typedef struct hk_best {
    double J;     /* the least loss so far; infinite: none was finite    */
    double epoch; /* epochs done then                                    */
    double *w;    /* n: the parameters then, in the solver's coordinates */
    double b;
    int64_t waited; /* looks since then; 0: the last one found it */
} hk_best;

typedef struct hk_validation {
    hk_pass *pass;
    int64_t patience; /* looks without a lower loss that are waited for; 0: any number */
    hk_best best;
    hk_best before; /* the best before the last look that found a lower loss */
} hk_validation;

/* Mean loss over `view`, of weight W, without penalty. Everything must outlive it. false when
 * memory could not be had (and then nothing is held). */
bool hk_validation_create(hk_validation *validation, const hk_view *view,
                          const hk_mathematics *mathematics, double total_weight,
                          const hk_settings *settings);
void hk_validation_destroy(hk_validation *validation);

/* The loss at (w, b), in the coordinates of `objective`; one trip through the validation data. */
double hk_validation_look(hk_validation *validation, const hk_objective *objective, const double *w,
                          double b, double epoch);

/* As if there had been no last look; once. */
void hk_validation_take_back(hk_validation *validation);

/* The best, n being the features. */
void hk_validation_visit(hk_validation *validation, size_t n, hk_visitor *visitor);

bool hk_validation_is_over(const hk_validation *validation);

#endif
