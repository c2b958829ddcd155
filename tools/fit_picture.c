#include "fit_picture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "effects.h"
#include "growth.h"
#include "option_text.h"
#include "picture.h"

enum { MOST_WEIGHTS = 30 };

bool fit_picture(const struct session *session, bool has_diverged, struct fault *fault)
{
    const enum fit_picture_kind kind = session->arguments.picture;
    const bool is_simple = session->table.n_features == 1;
    if (has_diverged || kind == PICTURE_TRAINING || (kind == PICTURE_LEFT_OPEN && !is_simple))
        return fit_picture_training(session, fault);
    return kind == PICTURE_WEIGHTS ? fit_picture_weights(session, fault)
                                   : fit_picture_line(session, fault);
}

static double report(const struct session *session, hillock_report key)
{
    double value = NAN;
    (void)hillock_trainer_report(session->trainer, key, &value);
    return value;
}

static double real_of(const struct session *session, int key)
{
    double value = 0;
    (void)hillock_trainer_get_real(session->trainer, key, &value);
    return value;
}

/* ---- training */

struct course {
    size_t length;
    double *epoch, *J, *norm, *validation; /* length each */
    double least_epoch, least_J;           /* of the validation loss */
    double ends[2], tolerance[2];
};

static bool course_make(struct course *c, const struct session *session)
{
    *c = (struct course){.length = hillock_trainer_history_length(session->trainer)};
    c->epoch = grown_array(NULL, c->length > 0 ? c->length : 1, 4, sizeof *c->epoch);
    if (!c->epoch)
        return false;
    c->J = c->epoch + c->length;
    c->norm = c->J + c->length;
    c->validation = c->norm + c->length;
    c->least_J = report(session, HILLOCK_REPORT_VALIDATION_J);
    c->least_epoch = report(session, HILLOCK_REPORT_VALIDATION_EPOCH);
    return !hillock_trainer_history(session->trainer, c->length, c->epoch, c->J, c->norm) &&
           !hillock_trainer_validation_history(session->trainer, c->length, c->validation);
}

/* Many epochs are shown by their logarithm, with the start, which has none, half way before the
 * first. */
static void scale_epochs(struct course *c, struct scale *x)
{
    enum { MANY = 50 };
    double first = INFINITY;
    x->label = "epochs";
    for (size_t i = 0; i < c->length; i++)
        first = c->epoch[i] > 0 ? fmin(first, c->epoch[i]) : first;
    x->is_log = c->length > 1 && c->epoch[c->length - 1] > MANY && isfinite(first);
    x->zero_at = x->is_log ? first / 2 : 0;
    for (size_t i = 0; i < c->length && x->is_log; i++)
        c->epoch[i] = fmax(c->epoch[i], x->zero_at);
    c->least_epoch = fmax(c->least_epoch, x->zero_at);
    c->ends[0] = c->length > 0 ? c->epoch[0] : 0;
    c->ends[1] = c->length > 0 ? c->epoch[c->length - 1] : 1;
}

/* Whether the numbers that can be drawn are above 0 and far apart. */
static bool wants_log(size_t count, const double *numbers)
{
    double low = INFINITY, high = 0;
    for (size_t i = 0; i < count; i++)
        if (isfinite(numbers[i])) {
            low = fmin(low, numbers[i]);
            high = fmax(high, numbers[i]);
        }
    return low > 0 && high > 30 * low;
}

static void show_loss(struct panel *panel, const struct course *c, bool has_penalty)
{
    struct series *s = picture_add(panel, "training", MARK_LINE, SHADE_BLUE);
    s->count = c->length, s->x = c->epoch, s->y = c->J;
    panel->y.label = has_penalty ? "J, with penalty" : "J";
    panel->y.is_log = wants_log(c->length, c->J);
    if (!isfinite(c->least_J))
        return;
    s = picture_add(panel, has_penalty ? "validation, without penalty" : "validation", MARK_LINE,
                    SHADE_ORANGE);
    s->count = c->length, s->x = c->epoch, s->y = c->validation;
    panel->y.is_log = panel->y.is_log && wants_log(c->length, c->validation);
    s = picture_add(panel, "its least", MARK_CIRCLES, SHADE_ORANGE);
    s->count = 1, s->x = &c->least_epoch, s->y = &c->least_J;
}

static void show_norm(struct panel *panel, const struct course *c)
{
    struct series *const norm = picture_add(panel, NULL, MARK_LINE, SHADE_BLUE);
    norm->count = c->length, norm->x = c->epoch, norm->y = c->norm;
    panel->y.label = "scaled gradient norm";
    panel->y.is_log = wants_log(c->length, c->norm);
    if (!(c->tolerance[0] > 0) || !panel->y.is_log)
        return;
    struct series *const tolerance = picture_add(panel, "tolerance", MARK_DASHES, SHADE_GREY);
    tolerance->count = 2, tolerance->x = c->ends, tolerance->y = c->tolerance;
}

bool fit_picture_training(const struct session *session, struct fault *fault)
{
    struct picture p = {.is_stacked = true, .n_panels = 2};
    struct course c;
    bool done = course_make(&c, session) || fail(fault, "no memory for the history of a training");
    if (done) {
        const hillock_status status = (hillock_status)(int)report(session, HILLOCK_REPORT_STATUS);
        const double epochs = report(session, HILLOCK_REPORT_EPOCHS);
        scale_epochs(&c, &p.panels[0].x);
        p.panels[1].x = p.panels[0].x;
        p.panels[0].x.label = NULL; /* the same as below */
        c.tolerance[0] = c.tolerance[1] = real_of(session, HILLOCK_TOLERANCE);
        show_loss(&p.panels[0], &c,
                  real_of(session, HILLOCK_L1) > 0 || real_of(session, HILLOCK_L2) > 0);
        show_norm(&p.panels[1], &c);
        (void)snprintf(
            p.title, sizeof p.title, "Training on %.120s: %s activation, %s loss, %s",
            session->arguments.roles.target, hillock_activation_name(session->choice.activation),
            hillock_loss_name(session->choice.loss),
            option_choice_name(HILLOCK_SOLVER, (int)report(session, HILLOCK_REPORT_SOLVER)));
        (void)snprintf(p.note, sizeof p.note, "%.6g epoch%s, J %.8g: %s", epochs,
                       epochs == 1 ? "" : "s", report(session, HILLOCK_REPORT_J),
                       status ? hillock_status_text(status) : "converged");
        done = picture_draw(&p, session->arguments.plot, fault);
    }
    free(c.epoch);
    return done;
}

/* ---- weights */

enum { KINDS = 3 }; /* of intervals: without 0, with 0, none */

struct shown {
    size_t count;
    struct effect *effects;
    const char *names[MOST_WEIGHTS];
    struct {
        size_t count;
        double at[MOST_WEIGHTS], row[MOST_WEIGHTS], low[MOST_WEIGHTS], high[MOST_WEIGHTS];
    } of[KINDS];
};

static void shown_make(struct shown *shown, const struct coefficients *c)
{
    shown->count = c->n_features < MOST_WEIGHTS ? c->n_features : MOST_WEIGHTS;
    for (size_t i = 0; i < shown->count; i++) {
        const struct effect *const effect = &shown->effects[i];
        const double low = c->lower[effect->column], high = c->upper[effect->column];
        const size_t kind = isnan(low) ? 2 : low <= 0 && high >= 0 ? 1 : 0;
        const size_t k = shown->of[kind].count++;
        shown->names[i] = effect->name;
        shown->of[kind].row[k] = (double)i;
        shown->of[kind].at[k] = effect->change;
        shown->of[kind].low[k] = low * effect->deviation;
        shown->of[kind].high[k] = high * effect->deviation;
    }
}

static void show_weights(struct panel *panel, const struct shown *shown, bool has_errors,
                         const double zero[2], const double ends[2])
{
    static const char *const names[KINDS] = {"95 % interval without 0", "95 % interval with 0",
                                             "no interval"};
    static const enum shade shades[KINDS] = {SHADE_BLUE, SHADE_GREY, SHADE_ORANGE};
    struct series *const line = picture_add(panel, NULL, MARK_LINE, SHADE_GREY);
    line->count = 2, line->x = zero, line->y = ends;
    for (size_t kind = 0; kind < KINDS; kind++) {
        if (shown->of[kind].count == 0)
            continue;
        struct series *const s =
            picture_add(panel, has_errors ? names[kind] : NULL,
                        kind < 2 ? MARK_INTERVALS : MARK_CIRCLES, shades[kind]);
        s->count = shown->of[kind].count;
        s->x = shown->of[kind].at;
        s->y = shown->of[kind].row;
        s->low = kind < 2 ? shown->of[kind].low : NULL;
        s->high = kind < 2 ? shown->of[kind].high : NULL;
    }
    panel->x.label = "change of z over a standard deviation of the feature";
    panel->y.names = shown->names;
    panel->y.n_names = shown->count;
}

bool fit_picture_weights(const struct session *session, struct fault *fault)
{
    const struct coefficients *const c = &session->coefficients;
    const double zero[2] = {0, 0};
    struct picture p = {.n_panels = 1};
    struct shown shown = {
        .effects = effects_make(c, &session->table, hillock_dataset_n_samples(session->training))};
    if (!shown.effects)
        return fail(fault, "no memory for %zu weights", c->n_features);
    shown_make(&shown, c);
    const double ends[2] = {-0.6, (double)shown.count - 0.4};
    show_weights(&p.panels[0], &shown, c->has_errors, zero, ends);
    (void)snprintf(p.title, sizeof p.title, "Weights for %.120s: %s activation, %s loss",
                   session->arguments.roles.target,
                   hillock_activation_name(session->choice.activation),
                   hillock_loss_name(session->choice.loss));
    const int used = shown.count < c->n_features
                         ? snprintf(p.note, sizeof p.note, "the %zu largest of %zu features, ",
                                    shown.count, c->n_features)
                         : 0;
    (void)snprintf(p.note + used, sizeof p.note - (size_t)used, "%s",
                   !c->has_errors ? "without intervals"
                   : c->remark[0] ? "with intervals that are in doubt, as the table says"
                                  : "with 95 % intervals");
    const bool done = picture_draw(&p, session->arguments.plot, fault);
    free(shown.effects);
    return done;
}
