/* What makes two trainings the same: the neuron, the options, and what the data are. */
#ifndef HK_PERSIST_IDENTITY_H
#define HK_PERSIST_IDENTITY_H

#include "data/fingerprint.h"
#include "neuron/catalogue.h"
#include "solver/settings.h"

typedef struct hk_identity {
    const hk_mathematics *mathematics;
    const hk_settings *settings; /* as they were asked for */
    const hk_view *view;
    hk_fingerprint mark;
    const hk_view *validation; /* NULL: none */
    hk_fingerprint validation_mark;
    size_t n_factors; /* penalty factors of the settings */
} hk_identity;

enum { HK_TRAIT_CAPACITY = 64 };

/* One line of it. */
typedef struct hk_trait {
    const char *key;
    const char *what; /* says what it is a fingerprint of; NULL: the value speaks for itself */
    char value[HK_TRAIT_CAPACITY];
} hk_trait;

/* All traits in their order, until look answers false: then false. */
bool hk_identity_each(const hk_identity *identity,
                      bool (*look)(void *payload, const hk_trait *trait), void *payload);

#endif
