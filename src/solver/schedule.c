#include "solver/schedule.h"

#include <math.h>

static const double PI = 0x1.921fb54442d18p+1;

double hk_scheduled_rate(const hk_settings *settings, double first_rate, int64_t epoch)
{
    const double periods = (double)epoch / settings->period;
    switch ((hillock_schedule)settings->schedule) {
    case HILLOCK_CONSTANT:
        break;
    case HILLOCK_STEPWISE:
        return first_rate * pow(settings->decay, floor(periods));
    case HILLOCK_EXPONENTIAL:
        return first_rate * pow(settings->decay, periods);
    case HILLOCK_INVERSE_TIME:
        return first_rate / (1.0 + settings->decay * periods);
    case HILLOCK_INVERSE_SQRT:
        return first_rate / sqrt(1.0 + settings->decay * periods);
    case HILLOCK_COSINE:
        if (epoch >= settings->horizon)
            return 0.0;
        return first_rate * 0.5 * (1.0 + cos(PI * (double)epoch / (double)settings->horizon));
    }
    return first_rate;
}
