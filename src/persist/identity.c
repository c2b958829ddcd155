#include "persist/identity.h"

#include "persist/hex_number.h"
#include "persist/model.h"

#include <inttypes.h>
#include <stdio.h>

typedef struct looking {
    bool (*look)(void *payload, const hk_trait *trait);
    void *payload;
} looking;

static bool look_at_text(const looking *l, const char *key, const char *value)
{
    hk_trait trait = {.key = key};
    snprintf(trait.value, sizeof trait.value, "%s", value);
    return l->look(l->payload, &trait);
}

static bool look_at_count(const looking *l, const char *key, size_t count)
{
    hk_trait trait = {.key = key};
    snprintf(trait.value, sizeof trait.value, "%zu", count);
    return l->look(l->payload, &trait);
}

static bool look_at_mark(const looking *l, const char *key, const char *what, bool given,
                         uint64_t mark)
{
    hk_trait trait = {.key = key, .what = what, .value = "none"};
    if (given)
        snprintf(trait.value, sizeof trait.value, "%016" PRIx64, mark);
    return l->look(l->payload, &trait);
}

static const char *choice_name(const hk_option *option, int64_t value)
{
    const hk_choice *choice = option->choices;
    while (choice->name && choice->value != (int)value)
        choice++;
    return choice->name ? choice->name : "";
}

static bool look_at_option(const looking *l, const hk_option *option, const void *values)
{
    char number[HK_TRAIT_CAPACITY];
    if (option->type == HILLOCK_TYPE_REAL) {
        (void)hk_hex_write(hk_option_real(option, values), number);
        return look_at_text(l, option->name, number);
    }
    const int64_t value = hk_option_integer(option, values);
    if (option->type == HILLOCK_TYPE_CHOICE)
        return look_at_text(l, option->name, choice_name(option, value));
    if (option->type == HILLOCK_TYPE_BOOLEAN)
        return look_at_text(l, option->name, value ? "yes" : "no");
    snprintf(number, sizeof number, "%" PRId64, value);
    return look_at_text(l, option->name, number);
}

static bool look_at_neuron(const looking *l, const hk_mathematics *mathematics)
{
    int keys[2];
    const size_t count = hk_model_shapes(mathematics, keys);
    bool goes_on =
        look_at_text(l, "activation", hk_activation_find(mathematics->activation)->name) &&
        look_at_text(l, "loss", hk_loss_find(mathematics->loss)->name);
    for (size_t k = 0; goes_on && k < count; k++)
        goes_on = look_at_option(l, hk_option_find(keys[k]), &mathematics->shape);
    return goes_on;
}

static bool look_at_data(const looking *l, const hk_identity *identity)
{
    const hk_view *const view = identity->view, *const validation = identity->validation;
    const hk_fingerprint *const mark = &identity->mark, *const other = &identity->validation_mark;
    const double *const factors = identity->settings->penalty_factors;
    return look_at_count(l, "samples", view->n_samples) &&
           look_at_count(l, "features", view->n_features) &&
           look_at_mark(l, "X", "the features", true, mark->features) &&
           look_at_mark(l, "y", "the targets", true, mark->targets) &&
           look_at_mark(l, "weights", "the sample weights", view->weights.values, mark->weights) &&
           look_at_mark(l, "offset", "the offset", view->offset.values, mark->offset) &&
           look_at_count(l, "validation-samples", validation ? validation->n_samples : 0) &&
           look_at_mark(l, "validation", "the validation data", validation,
                        other->features + 3 * other->targets + 5 * other->weights +
                            7 * other->offset) &&
           look_at_mark(l, "penalty-factors", "the penalty factors", factors,
                        hk_fingerprint_numbers(identity->n_factors, factors));
}

/* Limits are those of a call, and threads change no bit. */
static bool is_of_training(const hk_option *option)
{
    return option->owner != HK_OF_NEURON && !hk_option_is_limit(option) &&
           option->key != HILLOCK_THREADS && option->key != HILLOCK_KEEP_STATE;
}

static bool look_at_options(const looking *l, const hk_settings *settings)
{
    const hk_option *option;
    bool goes_on = true;
    for (size_t i = 0; goes_on && (option = hk_option_listed(i)) != NULL; i++)
        if (is_of_training(option))
            goes_on =
                look_at_option(l, option,
                               option->owner == HK_OF_EXECUTION ? (const void *)&settings->execution
                                                                : (const void *)settings);
    return goes_on;
}

bool hk_identity_each(const hk_identity *identity,
                      bool (*look)(void *payload, const hk_trait *trait), void *payload)
{
    const looking l = {look, payload};
    return look_at_neuron(&l, identity->mathematics) && look_at_data(&l, identity) &&
           look_at_options(&l, identity->settings);
}
