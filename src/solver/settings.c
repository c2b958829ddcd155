#include "solver/settings.h"

#include "core/number.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

static double *real_at(const hk_option *option, void *values)
{
    return (double *)((char *)values + option->offset);
}

static int64_t *integer_at(const hk_option *option, void *values)
{
    return (int64_t *)((char *)values + option->offset);
}

double hk_option_real(const hk_option *option, const void *values)
{
    return *(const double *)((const char *)values + option->offset);
}

int64_t hk_option_integer(const hk_option *option, const void *values)
{
    return *(const int64_t *)((const char *)values + option->offset);
}

hk_settings hk_settings_default(void)
{
    hk_settings settings = {.penalty_factors = NULL};
    const hk_option *option;
    for (size_t i = 0; (option = hk_option_listed(i)) != NULL; i++) {
        if (option->owner == HK_OF_NEURON)
            continue;
        void *const values =
            option->owner == HK_OF_EXECUTION ? (void *)&settings.execution : (void *)&settings;
        if (option->type == HILLOCK_TYPE_REAL)
            *real_at(option, values) = option->initial;
        else
            *integer_at(option, values) = (int64_t)option->initial;
    }
    return settings;
}

bool hk_option_is_limit(const hk_option *option)
{
    return option->key == HILLOCK_EPOCHS || option->key == HILLOCK_STEPS ||
           option->key == HILLOCK_SECONDS || option->key == HILLOCK_TOLERANCE;
}

static bool agrees(const hk_option *option, const void *left, const void *right)
{
    return option->type == HILLOCK_TYPE_REAL
               ? hk_option_real(option, left) == hk_option_real(option, right)
               : hk_option_integer(option, left) == hk_option_integer(option, right);
}

bool hk_settings_agree(const hk_settings *left, const hk_settings *right)
{
    const hk_option *option;
    bool agree = true;
    for (size_t i = 0; (option = hk_option_listed(i)) != NULL; i++)
        if (option->owner == HK_OF_EXECUTION)
            agree = agree && agrees(option, &left->execution, &right->execution);
        else if (option->owner == HK_OF_TRAINER && !hk_option_is_limit(option))
            agree = agree && agrees(option, left, right);
    return agree;
}

/* The bounds in words: "at least 0 and finite", "more than 0 (...) and less than 1". */
static hillock_status out_of_bounds(const hk_option *option, const char *value, hk_message *message)
{
    char upper[64] = "";
    if (option->type == HILLOCK_TYPE_REAL && option->upper < 1.0 && option->upper > 1.0 - 1e-9)
        snprintf(upper, sizeof upper, " and less than 1");
    else if (option->upper < 1e15)
        snprintf(upper, sizeof upper, " and at most %g", option->upper);
    else if (option->upper < DBL_MAX)
        snprintf(upper, sizeof upper, " and at most %.0f", option->upper);
    else
        snprintf(upper, sizeof upper, " and finite");
    const bool positive = option->lower > 0.0 && option->lower < 1e-300;
    return hk_say(message, HILLOCK_ERROR_VALUE, "%s = %s is out of bounds: it must be %s%g%s%s",
                  option->name, value, positive ? "more than 0 (at least " : "at least ",
                  option->lower, positive ? ", the smallest normal number)" : "", upper);
}

hillock_status hk_option_set_real(const hk_option *option, void *values, double value,
                                  hk_message *message)
{
    if (option->type != HILLOCK_TYPE_REAL)
        return hk_say(message, HILLOCK_ERROR_KEY, "%s is not a real number: set it as an integer",
                      option->name);
    if (!(value >= option->lower && value <= option->upper)) {
        char text[32];
        snprintf(text, sizeof text, "%g", value);
        return out_of_bounds(option, text, message);
    }
    *real_at(option, values) = value;
    return hk_silent(message);
}

static bool is_choice(const hk_option *option, int64_t value)
{
    for (const hk_choice *choice = option->choices; choice->name; choice++)
        if (choice->value == value)
            return true;
    return false;
}

hillock_status hk_option_set_integer(const hk_option *option, void *values, int64_t value,
                                     hk_message *message)
{
    if (option->type == HILLOCK_TYPE_REAL)
        return hk_say(message, HILLOCK_ERROR_KEY, "%s is a real number: set it as one",
                      option->name);
    if (option->type == HILLOCK_TYPE_CHOICE && !is_choice(option, value))
        return hk_say(message, HILLOCK_ERROR_VALUE, "%s: %" PRId64 " is none of its constants",
                      option->name, value);
    if (value < (int64_t)option->lower || value > (int64_t)option->upper) {
        char text[32];
        snprintf(text, sizeof text, "%" PRId64, value);
        return out_of_bounds(option, text, message);
    }
    *integer_at(option, values) = value;
    return hk_silent(message);
}

static hillock_status set_choice(const hk_option *option, void *values, const char *text,
                                 hk_message *message)
{
    char names[256] = "";
    for (const hk_choice *choice = option->choices; choice->name; choice++) {
        if (strcmp(choice->name, text) == 0)
            return hk_option_set_integer(option, values, choice->value, message);
        strncat(names, names[0] ? ", " : "", sizeof names - strlen(names) - 1);
        strncat(names, choice->name, sizeof names - strlen(names) - 1);
    }
    return hk_say(message, HILLOCK_ERROR_VALUE, "%s: there is no '%s'; it is one of %s",
                  option->name, text, names);
}

static hillock_status set_boolean(const hk_option *option, void *values, const char *text,
                                  hk_message *message)
{
    static const struct {
        const char *word;
        int value;
    } words[] = {{"1", 1},   {"0", 0},  {"true", 1}, {"false", 0},
                 {"yes", 1}, {"no", 0}, {"on", 1},   {"off", 0}};
    for (size_t i = 0; i < sizeof words / sizeof words[0]; i++)
        if (strcmp(words[i].word, text) == 0)
            return hk_option_set_integer(option, values, words[i].value, message);
    return hk_say(message, HILLOCK_ERROR_VALUE, "%s: '%s' is neither yes nor no", option->name,
                  text);
}

hillock_status hk_option_set_text(const hk_option *option, void *values, const char *text,
                                  hk_message *message)
{
    double real;
    int64_t integer;
    switch (option->type) {
    case HILLOCK_TYPE_CHOICE:
        return set_choice(option, values, text, message);
    case HILLOCK_TYPE_BOOLEAN:
        return set_boolean(option, values, text, message);
    case HILLOCK_TYPE_REAL:
        if (hk_parse_real(text, &real))
            return hk_option_set_real(option, values, real, message);
        return hk_say(message, HILLOCK_ERROR_VALUE,
                      "%s: '%s' is not a number that a double can hold", option->name, text);
    case HILLOCK_TYPE_INTEGER:
        break;
    }
    if (hk_parse_integer(text, &integer))
        return hk_option_set_integer(option, values, integer, message);
    if (hk_parse_real(text, &real) && fabs(real) >= 0x1p63) /* no int64_t */
        return out_of_bounds(option, text, message);
    return hk_say(message, HILLOCK_ERROR_VALUE, "%s: '%s' is not a whole number", option->name,
                  text);
}
