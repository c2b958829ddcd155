#include "core/status.h"

#include <stddef.h>
#include <string.h>

static const struct {
    hillock_status status;
    const char *name;
    const char *text;
} statuses[] = {
    {HILLOCK_OK, "HILLOCK_OK", "done"},
    {HILLOCK_STEP_LIMIT, "HILLOCK_STEP_LIMIT", "all epochs or steps were used up"},
    {HILLOCK_DEADLINE, "HILLOCK_DEADLINE", "the time allowed was used up"},
    {HILLOCK_CANCELLED, "HILLOCK_CANCELLED", "the progress callback asked to stop"},
    {HILLOCK_DIVERGED, "HILLOCK_DIVERGED", "J grew out of all bounds: use a smaller learning rate"},
    {HILLOCK_SEPARATED, "HILLOCK_SEPARATED",
     "a hyperplane parts the two classes, so J has no minimum: use a penalty"},
    {HILLOCK_QUASI_SEPARATED, "HILLOCK_QUASI_SEPARATED",
     "a hyperplane parts some of the samples and has the others on it, so J has no minimum: use a "
     "penalty"},
    {HILLOCK_RANK_DEFICIENT, "HILLOCK_RANK_DEFICIENT",
     "J is least, but some features depend on others: other weights would do as well"},
    {HILLOCK_STALLED, "HILLOCK_STALLED",
     "no step lowers J further in double precision, above the tolerance"},
    {HILLOCK_EARLY_STOPPED, "HILLOCK_EARLY_STOPPED",
     "the validation loss rose before J was least: the parameters are those where it was least"},
    {HILLOCK_NOT_AT_MINIMUM, "HILLOCK_NOT_AT_MINIMUM",
     "the statistics are made, but where J without a penalty is not least"},
    {HILLOCK_ERROR_NULL, "HILLOCK_ERROR_NULL", "a pointer that is needed is NULL"},
    {HILLOCK_ERROR_SIZE, "HILLOCK_ERROR_SIZE",
     "a length or stride is 0, too small, does not match, or overflows"},
    {HILLOCK_ERROR_VALUE, "HILLOCK_ERROR_VALUE", "a setting or argument is NaN or out of bounds"},
    {HILLOCK_ERROR_KEY, "HILLOCK_ERROR_KEY", "no such option, name or constant"},
    {HILLOCK_ERROR_PAIR, "HILLOCK_ERROR_PAIR",
     "this activation and this loss make no sense together"},
    {HILLOCK_ERROR_INCOMPLETE, "HILLOCK_ERROR_INCOMPLETE",
     "something that is needed was not set yet"},
    {HILLOCK_ERROR_NOT_FINITE, "HILLOCK_ERROR_NOT_FINITE",
     "NaN or infinity where a finite number is needed"},
    {HILLOCK_ERROR_TARGET, "HILLOCK_ERROR_TARGET", "a target lies outside the loss's domain"},
    {HILLOCK_ERROR_ONE_CLASS, "HILLOCK_ERROR_ONE_CLASS", "every target is of the same class"},
    {HILLOCK_ERROR_WEIGHT, "HILLOCK_ERROR_WEIGHT", "a sample weight is negative, or all are zero"},
    {HILLOCK_ERROR_DERIVATIVE, "HILLOCK_ERROR_DERIVATIVE",
     "a derivative does not agree with finite differences"},
    {HILLOCK_ERROR_SCORE, "HILLOCK_ERROR_SCORE",
     "this score is not defined for this loss or these targets"},
    {HILLOCK_ERROR_MEMORY, "HILLOCK_ERROR_MEMORY", "memory could not be had"},
    {HILLOCK_ERROR_FILE, "HILLOCK_ERROR_FILE", "a file could not be read or written"},
    {HILLOCK_ERROR_FORMAT, "HILLOCK_ERROR_FORMAT",
     "a text or file is not what it should be, or is damaged"},
};

static size_t position(hillock_status status)
{
    const size_t count = sizeof statuses / sizeof statuses[0];
    size_t i = 0;
    while (i < count && statuses[i].status != status)
        i++;
    return i;
}

const char *hk_status_name(hillock_status status)
{
    const size_t i = position(status);
    return i < sizeof statuses / sizeof statuses[0] ? statuses[i].name : "unknown status";
}

const char *hk_status_text(hillock_status status)
{
    const size_t i = position(status);
    return i < sizeof statuses / sizeof statuses[0] ? statuses[i].text : "unknown status";
}

bool hk_status_named(const char *name, hillock_status *status)
{
    const size_t count = sizeof statuses / sizeof statuses[0];
    size_t i = 0;
    while (i < count && strcmp(statuses[i].name, name) != 0)
        i++;
    if (i < count)
        *status = statuses[i].status;
    return i < count;
}
