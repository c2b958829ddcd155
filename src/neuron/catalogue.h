/* What is known of each activation and loss: names, ranges, domains, which go together. */
#ifndef HK_NEURON_CATALOGUE_H
#define HK_NEURON_CATALOGUE_H

#include "neuron/kernels.h"

#include <stdbool.h>
#include <stddef.h>

/* The values an activation takes, which decide the losses it makes sense with. */
typedef enum hk_range {
    HK_ANY_VALUE,      /* both signs, beyond -1 and +1 or up to them  */
    HK_BOUNDED_BELOW,  /* hardly any negative values                  */
    HK_POSITIVE_VALUE, /* > 0                                         */
    HK_PROBABILITY,    /* in (0, 1)                                   */
    HK_SIGN            /* -1 or +1, without a derivative              */
} hk_range;

/* The targets a loss takes. */
typedef enum hk_domain {
    HK_ANY_TARGET,
    HK_UNIT_TARGET,    /* 0 <= y <= 1  */
    HK_SIGN_TARGET,    /* -1 or +1     */
    HK_COUNT_TARGET,   /* y >= 0       */
    HK_POSITIVE_TARGET /* y > 0        */
} hk_domain;

typedef struct hk_activation_entry {
    hillock_activation activation;
    const char *name;
    hk_range range;
    double alpha; /* the default of HILLOCK_ALPHA, 0 where there is none */
} hk_activation_entry;

typedef struct hk_loss_entry {
    hillock_loss loss;
    const char *name;
    hk_domain domain;
} hk_loss_entry;

/* NULL for no such constant, position past the end, or name. */
const hk_activation_entry *hk_activation_find(hillock_activation activation);
const hk_activation_entry *hk_activation_named(const char *name);
const hk_activation_entry *hk_activation_listed(size_t index);
const hk_loss_entry *hk_loss_find(hillock_loss loss);
const hk_loss_entry *hk_loss_named(const char *name);
const hk_loss_entry *hk_loss_listed(size_t index);

bool hk_pair_makes_sense(const hk_activation_entry *activation, const hk_loss_entry *loss);

/* What to use instead, for the message that refuses a pair. */
const char *hk_pair_advice(const hk_activation_entry *activation, const hk_loss_entry *loss);

/* sup over z of |d2l/dz2| where there is one that is known; for exp with Poisson, where d2l/dz2
 * = a, the largest target, near which a ends; else 1, as a scale to begin with. Never 0. */
double hk_curvature_bound(hillock_activation activation, hillock_loss loss, double max_y);

/* l is a convex function of z, for all targets: then J has one minimum, if any. false where that is
 * not known. */
bool hk_pair_is_convex(hillock_activation activation, hillock_loss loss);

/* l has bends but no curvature, or no gradient that goes to 0: second derivatives say nothing. */
bool hk_pair_is_kinked(hillock_activation activation, hillock_loss loss);

/* The targets that the loss takes. */
hk_interval hk_legal_targets(hillock_loss loss);

/* The bias a neuron begins with: 1 where z = 0 is outside the domain or has no gradient, else 0. */
double hk_initial_bias(hillock_activation activation, hillock_loss loss);

/* Losses of two classes: accuracy and AUC mean something. */
bool hk_is_classifier(hillock_loss loss);

/* The lower of the two classes as a target, and the a from which on the upper one is predicted. */
int hk_lower_class(hillock_loss loss);
double hk_class_threshold(hillock_loss loss);

#endif
