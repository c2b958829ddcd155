#include "tics.h"

#include <math.h>
#include <stdio.h>

static void add(struct tics *tics, double at, const char *text)
{
    if (tics->count == TICS)
        return;
    tics->at[tics->count] = at;
    (void)snprintf(tics->text[tics->count++], sizeof *tics->text, "%.23s", text);
}

/* 1, 2 or 5 times a power of ten, at least as large. */
static double round_step(double least)
{
    const double power = pow(10, floor(log10(least)));
    const double leading = least / power;
    return power * (leading <= 1.0001 ? 1 : leading <= 2.0001 ? 2 : leading <= 5.0001 ? 5 : 10);
}

/* Numbers are written with as many digits as tell them apart. */
static void add_linear(struct tics *tics, double low, double high, int wanted)
{
    const double step = round_step((high - low) / wanted), size = fmax(fabs(low), fabs(high));
    const int decimals = (int)fmax(0, -floor(log10(step) + 1e-9));
    const int digits = (int)fmax(10, ceil(log10(size / step)) + 1);
    char text[64];
    const double first = ceil(low / step - 1e-9);
    const int count = (int)(floor(high / step + 1e-9) - first) + 1;
    for (int k = 0; k < count; k++) {
        const double at = (first + k) * step + 0.0; /* no -0 */
        if (size >= 1e6 || step < 1e-4)
            (void)snprintf(text, sizeof text, "%.*g", digits, at);
        else
            (void)snprintf(text, sizeof text, "%.*f", decimals, at);
        add(tics, at, text);
    }
}

/* 10 to this power: as a plain number where that is short. */
static void write_power(char *text, size_t capacity, int power, bool raised)
{
    static const char *const digits[] = {"⁰", "¹", "²", "³", "⁴", /* short lines */
                                         "⁵", "⁶", "⁷", "⁸", "⁹"};
    char plain[24];
    if (!raised || (power >= -3 && power <= 4)) {
        (void)snprintf(text, capacity, "%.10g", pow(10, power));
        return;
    }
    size_t used = (size_t)snprintf(text, capacity, "10");
    (void)snprintf(plain, sizeof plain, "%d", power);
    for (const char *c = plain; *c; c++)
        used += (size_t)snprintf(text + used, capacity - used, "%s",
                                 *c == '-' ? "⁻" : digits[*c - '0']);
}

static void add_powers(struct tics *tics, double first, double last, int wanted, bool raised)
{
    const double stride = fmax(1, ceil((last - first) / wanted));
    const int step = (int)stride;
    for (int k = (int)(ceil(first / stride) * stride); k <= (int)last; k += step) {
        char text[24] = "";
        write_power(text, sizeof text, k, raised);
        add(tics, pow(10, k), text);
    }
}

/* 1, 2, 5, 10, ... */
static void add_decades(struct tics *tics, double low, double high)
{
    const int first = (int)floor(log10(low)), last = (int)floor(log10(high));
    for (int power = first; power <= last; power++)
        for (int leading = 1; leading <= 5; leading += leading == 1 ? 1 : 3) {
            char text[32];
            const double at = leading * pow(10, power);
            (void)snprintf(text, sizeof text, "%.6g", at);
            if (at >= low && at <= high)
                add(tics, at, text);
        }
}

void tics_make(struct tics *tics, const struct scale *scale, int wanted, bool raised)
{
    const double low = scale->low, high = scale->high;
    *tics = (struct tics){0};
    if (!scale->is_log) {
        add_linear(tics, low, high, wanted);
        return;
    }
    if (scale->zero_at > 0)
        add(tics, scale->zero_at, "0");
    const double first = ceil(log10(low) - 1e-9), last = floor(log10(high) + 1e-9);
    const size_t before = tics->count;
    if (last - first >= 2)
        add_powers(tics, first, last, wanted, raised);
    else
        add_decades(tics, low, high);
    if (tics->count < before + 2) {
        tics->count = before;
        add_linear(tics, low, high, wanted);
    }
}
