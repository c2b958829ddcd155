#define _GNU_SOURCE /* strtod_l */
#include "core/number.h"

#include <errno.h>
#include <locale.h>
#include <math.h>
#include <stdlib.h>

bool hk_parse_real(const char *text, double *value)
{
    const locale_t plain = newlocale(LC_NUMERIC_MASK, "C", (locale_t)0);
    if (plain == (locale_t)0)
        return false;
    char *end;
    errno = 0;
    const double parsed = strtod_l(text, &end, plain);
    const bool lost = errno == ERANGE && (parsed == 0.0 || isinf(parsed)); /* 1e-400 is not 0 */
    freelocale(plain);
    if (*text == '\0' || *end != '\0' || lost)
        return false;
    *value = parsed;
    return true;
}

bool hk_parse_integer(const char *text, int64_t *value)
{
    char *end;
    errno = 0;
    const long long parsed = strtoll(text, &end, 10);
    if (*text == '\0' || *end != '\0' || errno != 0)
        return false;
    *value = parsed;
    return true;
}
