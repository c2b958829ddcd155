/* Bracket and zoom (Nocedal & Wright 2006, algorithms 3.5 and 3.6) with cubic interpolation. Near a
 * minimum differences of J are rounding: there the slope alone decides (Hager & Zhang 2005). */
#include "solver/line_search.h"

#include <math.h>

enum { MOST_TRIALS = 40 };

static const double DECREASE = 1e-4; /* c1 */
static const double FLAT = 0.9;      /* c2 */

typedef struct trial {
    double t;
    double J;
    double slope;
} trial;

typedef struct search {
    hk_training *training;
    const hk_reached *from;
    const double *p;
    double slope;
    double rounding; /* of J */
    bool interrupted;
    hk_evaluation now;
} search;

static trial try(search *s, double t)
{
    hk_training *const training = s->training;
    const size_t n = training->objective->n_features;
    s->now = hk_reached_try(s->from, training, s->p, t);
    s->rounding = 4.0 * s->now.J_rounding;
    s->interrupted = hk_training_interrupted(training, training->objective->view->n_samples);
    double slope = s->now.dJ_db * s->p[n];
    for (size_t i = 0; i < n; i++)
        slope += training->dJ_dw[i] * s->p[i];
    return (trial){t, s->now.J, slope};
}

static bool is_low(const search *s, const trial *at)
{
    if (!isfinite(at->J) || !isfinite(at->slope))
        return false;
    const bool decreased = at->J <= s->from->J + DECREASE * at->t * s->slope;
    const bool by_slope =
        at->J <= s->from->J + s->rounding && at->slope <= (2.0 * DECREASE - 1.0) * s->slope;
    return decreased || by_slope;
}

static bool is_flat(const search *s, const trial *at)
{
    return fabs(at->slope) <= -FLAT * s->slope;
}

/* The least of the cubic through both ends, kept away from them; else the middle. */
static double between(const trial *low, const trial *high)
{
    const double width = high->t - low->t;
    const double middle = low->t + 0.5 * width;
    if (!isfinite(high->J) || !isfinite(high->slope))
        return low->t + 0.1 * width;
    const double d1 = low->slope + high->slope - 3.0 * (low->J - high->J) / (low->t - high->t);
    const double square = d1 * d1 - low->slope * high->slope;
    if (!(square >= 0.0))
        return middle;
    const double d2 = copysign(sqrt(square), width);
    const double t =
        high->t - width * (high->slope + d2 - d1) / (high->slope - low->slope + 2.0 * d2);
    const double share = (t - low->t) / width;
    return share > 0.1 && share < 0.9 ? t : middle;
}

static bool zoom(search *s, trial low, trial high, int trials)
{
    for (; trials < MOST_TRIALS; trials++) {
        const trial at = try(s, between(&low, &high));
        const bool better = is_low(s, &at) && !(at.J > low.J + s->rounding);
        if (better && is_flat(s, &at))
            return true;
        if (s->interrupted)
            return false;
        if (!better) {
            high = at;
            continue;
        }
        if (at.slope * (high.t - low.t) >= 0.0)
            high = low;
        low = at;
    }
    return low.t > 0.0 && (try(s, low.t), true); /* low enough, if not flat */
}

static bool bracket(search *s, double first)
{
    trial last = {0.0, s->from->J, s->slope};
    double t = first;
    for (int trials = 0; trials < MOST_TRIALS; trials++) {
        const trial at = try(s, t);
        const bool better = is_low(s, &at) && !(trials > 0 && at.J > last.J + s->rounding);
        if (better && is_flat(s, &at))
            return true;
        if (s->interrupted)
            return false;
        if (!better)
            return zoom(s, last, at, trials);
        if (at.slope >= 0.0)
            return zoom(s, at, last, trials);
        last = at;
        t *= 3.0;
    }
    return true;
}

bool hk_line_search(hk_training *training, const hk_reached *from, const double *p, double slope,
                    double first, hk_evaluation *now)
{
    search s = {.training = training, .from = from, .p = p, .slope = slope};
    const bool found = bracket(&s, first);
    if (!found)
        hk_reached_return(from, training);
    *now = s.now;
    return found;
}
