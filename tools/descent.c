#include "descent.h"

#include <stdlib.h>

#include "growth.h"
#include "neurons.h"

/* The two parameters are trained in the coordinates of the landscape, an epoch at a time. */
static bool set_up(const struct landscape *l, hillock_trainer *trainer, struct fault *fault)
{
    const bool has_bias = l->x.feature == BIAS || l->y.feature == BIAS;
    const double factors[2] = {l->x.feature == BIAS ? l->y.factor : l->x.factor, l->y.factor};
    const bool scaled = l->l2 > 0 && (factors[0] != 1 || (l->n == 2 && factors[1] != 1));
    if (hillock_trainer_set_integer(trainer, HILLOCK_STANDARDIZE, 0) ||
        hillock_trainer_set_integer(trainer, HILLOCK_FIT_BIAS, has_bias) ||
        hillock_trainer_set_integer(trainer, HILLOCK_KEEP_STATE, 1) ||
        hillock_trainer_set_integer(trainer, HILLOCK_EPOCHS, 1) ||
        hillock_trainer_set_real(trainer, HILLOCK_L2, l->l2) ||
        hillock_trainer_set_penalty_factors(trainer, l->n, scaled ? factors : NULL))
        return fail(fault, "%s", hillock_trainer_message(trainer));
    return true;
}

static void note_place(struct descent *d, struct landscape *l)
{
    const size_t k = d->count++;
    landscape_place(l, &d->x[k], &d->y[k]);
    d->J[k] = landscape_at(l, d->x[k], d->y[k]);
}

static bool begin(struct landscape *l)
{
    hillock_neuron *const fresh = neuron_like(l->neuron, l->n);
    double b = 0;
    if (fresh)
        (void)hillock_neuron_get_parameters(fresh, NULL, &b);
    const bool done =
        fresh && landscape_go(l, l->x.feature == BIAS ? b : 0, l->y.feature == BIAS ? b : 0);
    hillock_neuron_destroy(fresh);
    return done;
}

bool descent_make(struct descent *descent, struct landscape *landscape, hillock_trainer *trainer,
                  size_t epochs, struct fault *fault)
{
    double *const places = grown_array(NULL, epochs + 1, 3, sizeof *places);
    hillock_status status = HILLOCK_STEP_LIMIT;
    *descent = (struct descent){.x = places};
    if (!places || !begin(landscape))
        return fail(fault, "no memory for a path of %zu epochs", epochs);
    descent->y = places + epochs + 1;
    descent->J = descent->y + epochs + 1;
    if (!set_up(landscape, trainer, fault))
        return false;
    note_place(descent, landscape);
    while (descent->count <= epochs && status == HILLOCK_STEP_LIMIT) {
        status = hillock_train(trainer, landscape->neuron, landscape->dataset);
        if (status < HILLOCK_OK)
            return fail(fault, "the path: %s", hillock_trainer_message(trainer));
        if (status != HILLOCK_DIVERGED)
            note_place(descent, landscape);
    }
    return true;
}

void descent_free(struct descent *descent)
{
    free(descent->x);
    *descent = (struct descent){0};
}
