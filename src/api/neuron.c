#include "model/neuron.h"

#include "api/arguments.h"
#include "core/memory.h"
#include "neuron/catalogue.h"
#include "solver/settings.h"

#include <math.h>
#include <string.h>

hillock_status hillock_neuron_create(hillock_neuron **neuron, size_t n_features,
                                     hillock_activation activation, hillock_loss loss)
{
    size_t bytes;
    if (!neuron)
        return HILLOCK_ERROR_NULL;
    const hillock_status status = hillock_pair_check(activation, loss, 0, NULL);
    if (status != HILLOCK_OK)
        return status;
    if (!hk_multiply(n_features, sizeof(double), &bytes))
        return HILLOCK_ERROR_SIZE;
    hillock_neuron *const created = hk_neuron_create(n_features, activation, loss);
    if (!created)
        return HILLOCK_ERROR_MEMORY;
    *neuron = created;
    return HILLOCK_OK;
}

void hillock_neuron_destroy(hillock_neuron *neuron)
{
    hk_neuron_destroy(neuron);
}

size_t hillock_neuron_n_features(const hillock_neuron *neuron)
{
    return neuron ? neuron->n_features : 0;
}

hillock_activation hillock_neuron_activation(const hillock_neuron *neuron)
{
    return neuron ? neuron->mathematics.activation : (hillock_activation)0;
}

hillock_loss hillock_neuron_loss(const hillock_neuron *neuron)
{
    return neuron ? neuron->mathematics.loss : (hillock_loss)0;
}

hillock_status hillock_neuron_set_parameters(hillock_neuron *neuron, const double *w, double b)
{
    if (!neuron)
        return HILLOCK_ERROR_NULL;
    if (!w && neuron->n_features > 0)
        return hk_null(&neuron->message, "w");
    for (size_t i = 0; i < neuron->n_features; i++)
        if (!isfinite(w[i]))
            return hk_say(&neuron->message, HILLOCK_ERROR_NOT_FINITE, "weight %zu is %g", i, w[i]);
    if (!isfinite(b))
        return hk_say(&neuron->message, HILLOCK_ERROR_NOT_FINITE, "the bias is %g", b);
    hk_neuron_set_parameters(neuron, w, b, false);
    return hk_silent(&neuron->message);
}

hillock_status hillock_neuron_get_parameters(const hillock_neuron *neuron, double *w, double *b)
{
    if (!neuron)
        return HILLOCK_ERROR_NULL;
    if (w && neuron->n_features > 0)
        memcpy(w, neuron->w, neuron->n_features * sizeof *w);
    if (b)
        *b = neuron->b;
    return HILLOCK_OK;
}

/* The shape parameter of that key, when this activation and loss have it; else NULL. */
static const hk_option *shape_option(const hillock_neuron *neuron, int key)
{
    return hk_mathematics_has_shape(&neuron->mathematics, key) ? hk_option_find(key) : NULL;
}

/* The option of that key, when it is one of the execution's; else NULL. */
static const hk_option *execution_option(int key)
{
    const hk_option *const option = hk_option_find(key);
    return option && option->owner == HK_OF_EXECUTION ? option : NULL;
}

static hillock_status no_option(hillock_neuron *neuron, int key)
{
    const hk_option *const option = hk_option_find(key);
    if (!option)
        return hk_say(&neuron->message, HILLOCK_ERROR_KEY, "there is no option %d", key);
    if (shape_option(neuron, key))
        return hk_say(&neuron->message, HILLOCK_ERROR_KEY,
                      "%s is a real number: hillock_neuron_set_real", option->name);
    if (execution_option(key))
        return hk_say(&neuron->message, HILLOCK_ERROR_KEY,
                      "%s is an integer: hillock_neuron_set_integer", option->name);
    if (option->owner == HK_OF_TRAINER)
        return hk_say(&neuron->message, HILLOCK_ERROR_KEY,
                      "%s belongs to the trainer: hillock_trainer_set_%s", option->name,
                      option->type == HILLOCK_TYPE_REAL ? "real" : "integer");
    return hk_say(&neuron->message, HILLOCK_ERROR_KEY, "a neuron of %s and %s has no %s",
                  hillock_activation_name(neuron->mathematics.activation),
                  hillock_loss_name(neuron->mathematics.loss), option->name);
}

hillock_status hillock_neuron_set_real(hillock_neuron *neuron, int key, double value)
{
    if (!neuron)
        return HILLOCK_ERROR_NULL;
    const hk_option *const option = shape_option(neuron, key);
    if (!option)
        return no_option(neuron, key);
    return hk_option_set_real(option, &neuron->mathematics.shape, value, &neuron->message);
}

hillock_status hillock_neuron_get_real(const hillock_neuron *neuron, int key, double *value)
{
    if (!neuron || !value)
        return HILLOCK_ERROR_NULL;
    const hk_option *const option = shape_option(neuron, key);
    if (!option)
        return HILLOCK_ERROR_KEY;
    *value = hk_option_real(option, &neuron->mathematics.shape);
    return HILLOCK_OK;
}

hillock_status hillock_neuron_set_integer(hillock_neuron *neuron, int key, int64_t value)
{
    if (!neuron)
        return HILLOCK_ERROR_NULL;
    const hk_option *const option = execution_option(key);
    if (!option)
        return no_option(neuron, key);
    return hk_option_set_integer(option, &neuron->execution, value, &neuron->message);
}

hillock_status hillock_neuron_get_integer(const hillock_neuron *neuron, int key, int64_t *value)
{
    if (!neuron || !value)
        return HILLOCK_ERROR_NULL;
    const hk_option *const option = execution_option(key);
    if (!option)
        return HILLOCK_ERROR_KEY;
    *value = hk_option_integer(option, &neuron->execution);
    return HILLOCK_OK;
}

hillock_status hillock_neuron_set_user_activation(hillock_neuron *neuron,
                                                  hillock_activation_function function,
                                                  int has_second, void *payload)
{
    if (!neuron)
        return HILLOCK_ERROR_NULL;
    if (!function)
        return hk_null(&neuron->message, "function");
    if (neuron->mathematics.activation != HILLOCK_USER_ACTIVATION)
        return hk_say(&neuron->message, HILLOCK_ERROR_PAIR,
                      "the neuron was created with the activation %s, not HILLOCK_USER_ACTIVATION",
                      hillock_activation_name(neuron->mathematics.activation));
    neuron->mathematics.user_activation = function;
    neuron->mathematics.user_activation_has_second = has_second != 0;
    neuron->mathematics.user_activation_payload = payload;
    return hk_silent(&neuron->message);
}

hillock_status hillock_neuron_set_user_loss(hillock_neuron *neuron, hillock_loss_function function,
                                            int has_second, void *payload)
{
    if (!neuron)
        return HILLOCK_ERROR_NULL;
    if (!function)
        return hk_null(&neuron->message, "function");
    if (neuron->mathematics.loss != HILLOCK_USER_LOSS)
        return hk_say(&neuron->message, HILLOCK_ERROR_PAIR,
                      "the neuron was created with the loss %s, not HILLOCK_USER_LOSS",
                      hillock_loss_name(neuron->mathematics.loss));
    neuron->mathematics.user_loss = function;
    neuron->mathematics.user_loss_has_second = has_second != 0;
    neuron->mathematics.user_loss_payload = payload;
    return hk_silent(&neuron->message);
}

const char *hillock_neuron_message(const hillock_neuron *neuron)
{
    return neuron ? neuron->message.text
                  : "there is no neuron: hillock_neuron_create failed; hillock_pair_check tells "
                    "whether activation and loss go together";
}
