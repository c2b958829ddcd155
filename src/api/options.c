#include "solver/settings.h"

int hillock_option_at(size_t index)
{
    const hk_option *const option = hk_option_listed(index);
    return option ? option->key : 0;
}

int hillock_option_from_name(const char *name)
{
    const hk_option *const option = name ? hk_option_named(name) : NULL;
    return option ? option->key : 0;
}

const char *hillock_option_name(int key)
{
    const hk_option *const option = hk_option_find(key);
    return option ? option->name : NULL;
}

const char *hillock_option_help(int key)
{
    const hk_option *const option = hk_option_find(key);
    return option ? option->help : NULL;
}

int hillock_option_of_neuron(int key)
{
    const hk_option *const option = hk_option_find(key);
    return option && option->owner == HK_OF_NEURON;
}

hillock_option_type hillock_option_kind(int key)
{
    const hk_option *const option = hk_option_find(key);
    return option ? option->type : (hillock_option_type)0;
}

hillock_status hillock_option_bounds(int key, double *lower, double *upper, double *initial)
{
    const hk_option *const option = hk_option_find(key);
    if (!option)
        return HILLOCK_ERROR_KEY;
    if (lower)
        *lower = option->lower;
    if (upper)
        *upper = option->upper;
    if (initial)
        *initial = option->initial;
    return HILLOCK_OK;
}

const char *hillock_option_choice(int key, size_t index, int *value)
{
    const hk_option *const option = hk_option_find(key);
    if (!option || !option->choices)
        return NULL;
    for (size_t i = 0; i < index; i++)
        if (!option->choices[i].name)
            return NULL;
    if (value && option->choices[index].name)
        *value = option->choices[index].value;
    return option->choices[index].name;
}
