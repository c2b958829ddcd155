#include "core/nearest.h"
#include "hillock/hillock.h"
#include "neuron/catalogue.h"

#include <stdio.h>
#include <string.h>

const char *hillock_activation_name(hillock_activation activation)
{
    const hk_activation_entry *const entry = hk_activation_find(activation);
    return entry ? entry->name : NULL;
}

const char *hillock_loss_name(hillock_loss loss)
{
    const hk_loss_entry *const entry = hk_loss_find(loss);
    return entry ? entry->name : NULL;
}

hillock_status hillock_activation_from_name(const char *name, hillock_activation *activation)
{
    if (!name || !activation)
        return HILLOCK_ERROR_NULL;
    const hk_activation_entry *const entry = hk_activation_named(name);
    if (!entry)
        return HILLOCK_ERROR_KEY;
    *activation = entry->activation;
    return HILLOCK_OK;
}

hillock_status hillock_loss_from_name(const char *name, hillock_loss *loss)
{
    if (!name || !loss)
        return HILLOCK_ERROR_NULL;
    const hk_loss_entry *const entry = hk_loss_named(name);
    if (!entry)
        return HILLOCK_ERROR_KEY;
    *loss = entry->loss;
    return HILLOCK_OK;
}

int hillock_activation_at(size_t index)
{
    const hk_activation_entry *const entry = hk_activation_listed(index);
    return entry ? (int)entry->activation : 0;
}

int hillock_loss_at(size_t index)
{
    const hk_loss_entry *const entry = hk_loss_listed(index);
    return entry ? (int)entry->loss : 0;
}

size_t hillock_name_distance(const char *name, const char *other)
{
    return name && other ? hk_name_distance(name, other) : SIZE_MAX;
}

hillock_status hillock_pair_check(hillock_activation activation, hillock_loss loss, size_t capacity,
                                  char *message)
{
    const hk_activation_entry *const f = hk_activation_find(activation);
    const hk_loss_entry *const l = hk_loss_find(loss);
    const bool write = message && capacity > 0;
    if (write)
        message[0] = '\0';
    if (!f || !l) {
        if (write)
            snprintf(message, capacity, "there is no %s %d", f ? "loss" : "activation",
                     f ? (int)loss : (int)activation);
        return HILLOCK_ERROR_KEY;
    }
    if (hk_pair_makes_sense(f, l))
        return HILLOCK_OK;
    if (write)
        snprintf(message, capacity, "%s loss on %s %s activation makes no sense: %s", l->name,
                 strchr("aeiou", f->name[0]) ? "an" : "a", f->name, hk_pair_advice(f, l));
    return HILLOCK_ERROR_PAIR;
}
