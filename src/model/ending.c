#include "model/ending.h"

#include "neuron/catalogue.h"
#include "solver/solver.h"

#include <math.h>
#include <stdio.h>

static const char *plural(double count)
{
    return count == 1.0 ? "" : "s";
}

static bool hits_steps(const hk_report *report, const hk_settings *settings)
{
    return settings->steps > 0 && report->steps >= settings->steps;
}

/* At a constant rate its steps go on about the minimum, however many they are. */
static bool keeps_its_noise(const hk_report *report, const hk_settings *settings)
{
    return hk_is_stochastic(report->solver) && report->solver != HILLOCK_SAGA &&
           report->solver != HILLOCK_AVERAGED_SGD && settings->schedule == HILLOCK_CONSTANT;
}

/* More of what was used up. Another training goes on from the parameters: in a program, not where
 * the neuron goes with the command. */
static const char *what_to_extend(const hk_report *report, const hk_settings *settings)
{
    if (report->status == HILLOCK_DEADLINE)
        return "; allow more seconds";
    if (report->status != HILLOCK_STEP_LIMIT)
        return "";
    if (keeps_its_noise(report, settings))
        return "; at a constant rate the noise of single samples stays: set a schedule "
               "(inverse-time, cosine), or take another solver (auto)";
    return hits_steps(report, settings) ? "; allow more steps" : "; allow more epochs";
}

/* What to do where a training stopped short: the scales of the features are the usual reason. */
static void advise(const hk_training *training, size_t capacity, char *advice)
{
    const hk_objective *const objective = training->objective;
    const hk_mathematics *const mathematics = objective->mathematics;
    double least = HUGE_VAL;
    double most = 0.0;
    for (size_t i = 0; i < objective->n_features; i++)
        if (objective->feature_rms[i] > 0.0) {
            least = fmin(least, objective->feature_rms[i]);
            most = fmax(most, objective->feature_rms[i]);
        }
    if (training->saturated)
        snprintf(advice, capacity,
                 "; the activation is saturated: are the targets within its range? Start from "
                 "other parameters, or scale them");
    else if (training->report->status == HILLOCK_STALLED)
        snprintf(advice, capacity, "; %s",
                 hk_pair_is_kinked(mathematics->activation, mathematics->loss)
                     ? "a loss with a kink has no gradient that goes to 0: this is near the "
                       "minimum, and as near as this solver comes"
                     : "rounding hides what is left of J, or J is too straight or too flat here: "
                       "another solver, or another start, may come nearer");
    else if (most > 10.0 * least)
        snprintf(advice, capacity, "; the features' sizes differ up to %.2g-fold: standardize",
                 most / least);
    else
        snprintf(advice, capacity, "%s", what_to_extend(training->report, training->settings));
}

static const char *limit_of(const hk_report *report, const hk_settings *settings)
{
    return hits_steps(report, settings) ? "stopped at the limit of steps"
                                        : "stopped at the limit of epochs";
}

/* Which parameters these are, where they are not the last ones. */
static void say_best(hk_message *message, const hk_report *report, const hk_training *training)
{
    const hk_best *const best = training->validation ? &training->validation->best : NULL;
    const hk_message ending = *message;
    if (!best || best->waited == 0 || report->status == HILLOCK_DIVERGED)
        return;
    if (!isfinite(best->J))
        hk_say(message, report->status,
               "%s; the validation loss was finite nowhere: are the validation data scaled as the "
               "training data are?",
               ending.text);
    else
        hk_say(message, report->status,
               "%s; the parameters are those of the least validation loss, %.8g, after %.6g "
               "epoch%s",
               ending.text, best->J, best->epoch, plural(best->epoch));
}

static void say_stopped(hk_message *message, const hk_report *report, const hk_training *training,
                        const char *why)
{
    char advice[160];
    advise(training, sizeof advice, advice);
    hk_say(message, report->status,
           "%s after %.6g epoch%s, not converged: J = %.8g, scaled gradient norm %.3g (tolerance "
           "%.3g)%s",
           why, report->epochs, plural(report->epochs), report->J, report->gradient_norm,
           training->settings->tolerance, advice);
}

static void say_diverged(hk_message *message, const hk_report *report, const hk_training *training)
{
    hk_say(message, report->status,
           "diverged: after %.6g epoch%s with learning rate %.3g J has gone from %.4g to %.4g; the "
           "parameters are as before; %s",
           report->epochs, plural(report->epochs), report->learning_rate, report->start_J,
           report->J,
           training->settings->learning_rate == 0.0
               ? "set a smaller rate, standardize, or start from other parameters"
               : "use a smaller rate (0 chooses it), or standardize");
}

/* By how much J may be above its minimum, where that is known; nothing where it is rounding. */
static void say_gap(const hk_report *report, size_t capacity, char *text)
{
    char where[64] = "";
    text[0] = '\0';
    if (!(report->gap > 1e-12 * fabs(report->J)))
        return;
    if (isfinite(report->gap_within))
        snprintf(where, sizeof where, " with a mean z within %.3g of this one", report->gap_within);
    snprintf(text, capacity, ", by its duality gap at most %.2g above the least%s", report->gap,
             where);
}

/* What is left of a gradient below 1e-12 is rounding, and another on each machine. */
static void say_converged(hk_message *message, const hk_report *report, const hk_training *training)
{
    char norm[32] = "below 1e-12", gap[128];
    if (!(report->gradient_norm < 1e-12))
        snprintf(norm, sizeof norm, "%.3g", report->gradient_norm);
    say_gap(report, sizeof gap, gap);
    hk_say(
        message, report->status,
        "converged after %.6g epoch%s: the scaled gradient norm %s is within the tolerance %.3g; "
        "J = %.8g%s",
        report->epochs, plural(report->epochs), norm, training->settings->tolerance, report->J,
        gap);
}

/* What gives J a minimum. */
static const char *bounding(const hk_training *training)
{
    return training->objective->is_penalized ? "penalize what has no penalty too (its factor is 0, "
                                               "or it is the bias)"
                                             : "add a penalty (l2)";
}

/* The first few of them. */
static void say_dropped(hk_message *message, const hk_report *report, const hk_training *training)
{
    enum { NAMED = 8 };
    if (training->least_norm) {
        hk_say(message, report->status,
               "J = %.8g, but there are %zu features and the samples tell %zu weights apart: these "
               "are the ones of least norm, and others would do as well; add a penalty (l2)",
               report->J, training->objective->n_features,
               training->objective->n_features - training->n_dropped);
        return;
    }
    char names[NAMED * 22] = "";
    size_t length = 0;
    for (size_t k = 0; k < training->n_dropped && k < NAMED; k++)
        length += (size_t)snprintf(names + length, sizeof names - length, "%s%zu",
                                   k > 0 ? ", " : "", training->dropped[k]);
    hk_say(
        message, report->status,
        "J = %.8g, but to working precision %zu feature%s (column%s %s%s) depend%s on others, so "
        "that other weights would do as well; leave them out, or add a penalty (l2)",
        report->J, training->n_dropped, plural((double)training->n_dropped),
        plural((double)training->n_dropped), names, training->n_dropped > NAMED ? ", ..." : "",
        training->n_dropped == 1 ? "s" : "");
}

void hk_say_ending(hk_message *message, const hk_report *report, const hk_training *training)
{
    switch (report->status) {
    case HILLOCK_OK:
        say_converged(message, report, training);
        break;
    case HILLOCK_SEPARATED:
        hk_say(message, report->status,
               "the classes are separated: the neuron parts them without an error, J = %.3g has "
               "no minimum and the weights would grow forever; %s, or use this plane as it is",
               report->J, bounding(training));
        break;
    case HILLOCK_QUASI_SEPARATED:
        hk_say(message, report->status,
               "the samples are quasi-separated: along a direction of the weights the loss of some "
               "falls forever and that of no other rises, so J (now %.3g) has no minimum; %s, or "
               "leave out the features that do it",
               report->J, bounding(training));
        break;
    case HILLOCK_RANK_DEFICIENT:
        say_dropped(message, report, training);
        break;
    case HILLOCK_STALLED:
        say_stopped(message, report, training, "stopped where no step lowers J any further");
        break;
    case HILLOCK_DIVERGED:
        say_diverged(message, report, training);
        break;
    case HILLOCK_STEP_LIMIT:
        say_stopped(message, report, training, limit_of(report, training->settings));
        break;
    case HILLOCK_EARLY_STOPPED:
        hk_say(message, report->status,
               "stopped early, after %.6g epoch%s: J = %.8g, scaled gradient norm %.3g",
               report->epochs, plural(report->epochs), report->J, report->gradient_norm);
        break;
    case HILLOCK_DEADLINE:
        say_stopped(message, report, training, "stopped at the deadline");
        break;
    default:
        say_stopped(message, report, training, "cancelled");
        break;
    }
    say_best(message, report, training);
}
