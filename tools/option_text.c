#include "option_text.h"

#include <float.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "defaults.h"

const char *option_choice_name(int key, int value)
{
    int candidate = 0;
    const char *name;
    for (size_t i = 0; (name = hillock_option_choice(key, i, &candidate)); i++)
        if (candidate == value)
            return name;
    return "?";
}

static void describe(int key, double value, char *text, size_t capacity)
{
    switch (hillock_option_kind(key)) {
    case HILLOCK_TYPE_CHOICE:
        (void)snprintf(text, capacity, "%s", option_choice_name(key, (int)value));
        break;
    case HILLOCK_TYPE_BOOLEAN:
        (void)snprintf(text, capacity, value != 0 ? "yes" : "no");
        break;
    case HILLOCK_TYPE_INTEGER:
        (void)snprintf(text, capacity, "%.0f", value);
        break;
    case HILLOCK_TYPE_REAL:
        (void)snprintf(text, capacity, "%g", value);
        break;
    }
}

void option_setting(const hillock_trainer *trainer, int key, char *text, size_t capacity)
{
    double real = 0;
    int64_t integer = 0;
    if (hillock_option_kind(key) == HILLOCK_TYPE_REAL)
        (void)hillock_trainer_get_real(trainer, key, &real);
    else if (hillock_trainer_get_integer(trainer, key, &integer) == HILLOCK_OK)
        real = (double)integer;
    describe(key, real, text, capacity);
}

void option_default(int key, char *text, size_t capacity)
{
    describe(key, default_of(key), text, capacity);
}

static void describe_choices(int key, char *text, size_t capacity)
{
    const char *name;
    size_t length = 0;
    int value = 0;
    for (size_t i = 0; (name = hillock_option_choice(key, i, &value)) && length < capacity; i++) {
        const char *const comma = i == 0                                      ? ""
                                  : hillock_option_choice(key, i + 1, &value) ? ", "
                                                                              : " or ";
        length += (size_t)snprintf(text + length, capacity - length, "%s%s", comma, name);
    }
}

/* Open bounds are given as the nearest number inside: the smallest positive one, the last below
 * 1. */
static void describe_bounds(int key, char *text, size_t capacity)
{
    double lower = 0, upper = 0, initial = 0;
    (void)hillock_option_bounds(key, &lower, &upper, &initial);
    const bool is_open_below = lower > 0 && lower <= DBL_MIN;
    const bool is_open_above = upper < 1 && upper > 1 - 1e-12;
    const double least = is_open_below ? 0 : lower;
    const double most = is_open_above ? 1 : upper;
    if (most >= 1e15)
        (void)snprintf(text, capacity, "%s %g", is_open_below ? "above" : "at least", least);
    else
        (void)snprintf(text, capacity, "from %g%s to %g%s", least,
                       is_open_below ? " (excluded)" : "", most,
                       is_open_above ? " (excluded)" : "");
}

void option_range(int key, char *text, size_t capacity)
{
    *text = '\0';
    if (hillock_option_kind(key) == HILLOCK_TYPE_CHOICE)
        describe_choices(key, text, capacity);
    else if (hillock_option_kind(key) == HILLOCK_TYPE_BOOLEAN)
        (void)snprintf(text, capacity, "yes or no");
    else
        describe_bounds(key, text, capacity);
}
