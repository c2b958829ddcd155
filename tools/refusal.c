#include "refusal.h"

#include "acting.h"
#include "arguments.h"
#include "name_list.h"
#include "names_elsewhere.h"
#include "nearest.h"
#include "number.h"
#include "option_text.h"

bool refuse_option(const char *name, struct fault *fault)
{
    const int key = hillock_option_from_name(name);
    struct nearest nearest = nearest_to(name, name_here("", name));
    char suggestion[96];
    if (key && !option_is_offered(key))
        return fail(fault, "--%s is of use in a program only: see hillock.h", name);
    for (size_t i = 0; own_option_at(i); i++)
        nearest_offer(&nearest, own_option_at(i)->name);
    for (size_t i = 0; hillock_option_at(i); i++)
        if (option_is_offered(hillock_option_at(i)))
            nearest_offer(&nearest, hillock_option_name(hillock_option_at(i)));
    nearest_question(&nearest, "--", suggestion, sizeof suggestion);
    return fail(fault, "there is no option --%.60s%s; hillock fit --help lists them", name,
                suggestion);
}

/* The names there are for something, and the one that was probably meant. */
struct names {
    struct nearest nearest;
    struct name_list list;
};

static struct names names_beside(const char *option, const char *value)
{
    return (struct names){.nearest = nearest_to(value, name_here(option, value))};
}

static void offer(struct names *names, const char *name)
{
    nearest_offer(&names->nearest, name);
    name_list_add(&names->list, name);
}

static bool refuse_name(const char *option, const char *value, const struct names *names,
                        struct fault *fault)
{
    char suggestion[96];
    nearest_question(&names->nearest, "", suggestion, sizeof suggestion);
    return fail(fault, "--%s: there is no \"%.60s\"%s; one of: %s", option, value, suggestion,
                names->list.text);
}

/* User-defined activations and losses need a C function: they are not offered. */
bool refuse_activation(const char *value, struct fault *fault)
{
    struct names names = names_beside("activation", value);
    for (size_t i = 0; hillock_activation_at(i); i++)
        if (hillock_activation_at(i) != HILLOCK_USER_ACTIVATION)
            offer(&names, hillock_activation_name((hillock_activation)hillock_activation_at(i)));
    return refuse_name("activation", value, &names, fault);
}

bool refuse_loss(const char *value, struct fault *fault)
{
    struct names names = names_beside("loss", value);
    for (size_t i = 0; hillock_loss_at(i); i++)
        if (hillock_loss_at(i) != HILLOCK_USER_LOSS)
            offer(&names, hillock_loss_name((hillock_loss)hillock_loss_at(i)));
    return refuse_name("loss", value, &names, fault);
}

static bool refuse_choice(int key, const char *value, struct fault *fault)
{
    struct names names = names_beside(hillock_option_name(key), value);
    const char *name;
    for (size_t i = 0; (name = hillock_option_choice(key, i, NULL)); i++)
        offer(&names, name);
    return refuse_name(hillock_option_name(key), value, &names, fault);
}

/* Why a number is none of those, where the range alone does not show it. */
static const char *what_is_wrong(int key, const char *value)
{
    double lower = 0, upper = 0, initial = 0, number = 0;
    (void)hillock_option_bounds(key, &lower, &upper, &initial);
    const number_kind kind = number_read(value, &number);
    if (kind == NUMBER_INFINITE)
        return ", which is not finite";
    if (kind == NUMBER_TOO_LARGE || number > upper)
        return ", which is too large";
    return number > 0 && number < lower ? ", which is too small" : "";
}

bool refuse_value(int key, const char *value, struct fault *fault)
{
    const hillock_option_type type = hillock_option_kind(key);
    const char *const what = type == HILLOCK_TYPE_INTEGER ? "a whole number, "
                             : type == HILLOCK_TYPE_REAL  ? "a number, "
                                                          : "";
    char range[160];
    if (type == HILLOCK_TYPE_CHOICE)
        return refuse_choice(key, value, fault);
    option_range(key, range, sizeof range);
    return fail(fault, "--%s takes %s%s; not \"%.60s\"%s", hillock_option_name(key), what, range,
                value, what_is_wrong(key, value));
}
