/* The picture of a neuron with one feature: the samples, and a = f(wx + b) with the band that holds
 * the true one. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "fit_picture.h"
#include "growth.h"
#include "picture.h"
#include "study.h"
#include "neurons.h"

enum { PLACES = 241, MOST_SAMPLES = 4000 };

struct line {
    double x[PLACES], a[PLACES], low[PLACES], high[PLACES];
    double z_low[PLACES], z_high[PLACES];
    size_t n_trained, n_held_out; /* samples shown */
    double *samples;              /* x, then y, of those trained on, then of those held out */
    bool is_spread;               /* the targets of classes stand a little apart */
    double level[2], ends[2];     /* from where on a sample is of the upper class */
};

/* f alone: a neuron whose weight is 1. */
static bool apply(const hillock_neuron *neuron, const double *z, double *a)
{
    hillock_neuron *const f = neuron_of_z(neuron);
    const bool done = f && !hillock_predict_f64(f, z, PLACES, 1, a);
    hillock_neuron_destroy(f);
    return done;
}

/* Where f neither rises nor falls throughout, its values at the bounds of z are no bounds. */
static bool is_monotone(hillock_activation activation)
{
    return activation != HILLOCK_SILU && activation != HILLOCK_GELU &&
           activation != HILLOCK_RECIPROCAL;
}

static bool make_band(struct line *line, const struct session *session)
{
    hillock_inference *inference = NULL;
    if (!session->coefficients.has_errors || !is_monotone(session->choice.activation))
        return false;
    const hillock_status status = coefficients_infer(&inference, session->neuron, session->trainer,
                                                     session->training, &session->arguments.asked);
    const bool done =
        status >= HILLOCK_OK &&
        !hillock_inference_predict_f64(inference, line->x, PLACES, 1, COEFFICIENTS_LEVEL, NULL,
                                       NULL, line->z_low, line->z_high) &&
        apply(session->neuron, line->z_low, line->low) &&
        apply(session->neuron, line->z_high, line->high);
    hillock_inference_destroy(inference);
    return done;
}

/* From the least to the greatest x and a little beyond. */
static bool make_curve(struct line *line, const struct session *session)
{
    const struct table *const table = &session->table;
    double low = table->features[0], high = low;
    for (size_t j = 1; j < table->n_samples; j++) {
        low = fmin(low, table->features[j]);
        high = fmax(high, table->features[j]);
    }
    const double more = high > low ? 0.02 * (high - low) : 1;
    for (size_t k = 0; k < PLACES; k++)
        line->x[k] = low - more + (high - low + 2 * more) * (double)k / (PLACES - 1);
    line->ends[0] = line->x[0], line->ends[1] = line->x[PLACES - 1];
    return !hillock_predict_f64(session->neuron, line->x, PLACES, 1, line->a);
}

/* Evenly spaced numbers in [-1, 1] that fill it evenly wherever one stops. */
static double spread_of_sample(size_t j)
{
    return 2 * fmod((double)j * 0.6180339887498949, 1) - 1;
}

/* `count` of the samples from `first` to `end`, evenly chosen. */
static void take_samples(const struct line *line, const struct table *table, size_t first,
                         size_t end, size_t count, double *x)
{
    double low = table->targets[0], high = low;
    for (size_t j = 0; j < table->n_samples; j++) {
        low = fmin(low, table->targets[j]);
        high = fmax(high, table->targets[j]);
    }
    for (size_t k = 0; k < count; k++) {
        const size_t j = first + (size_t)((double)(end - first) * (double)k / (double)count);
        x[k] = table->features[j];
        x[count + k] =
            table->targets[j] + (line->is_spread ? 0.03 * (high - low) * spread_of_sample(j) : 0);
    }
}

static bool make_samples(struct line *line, const struct session *session)
{
    const struct table *const table = &session->table;
    const size_t n_trained = hillock_dataset_n_samples(session->training);
    const double share = fmin(1, (double)MOST_SAMPLES / (double)table->n_samples);
    line->n_trained = (size_t)ceil((double)n_trained * share);
    line->n_held_out = (size_t)ceil((double)session->n_held_out * share);
    line->samples = grown_array(NULL, line->n_trained + line->n_held_out, 2, sizeof *line->samples);
    if (!line->samples)
        return false;
    take_samples(line, table, 0, n_trained, line->n_trained, line->samples);
    take_samples(line, table, table->n_samples - session->n_held_out, table->n_samples,
                 line->n_held_out, line->samples + 2 * line->n_trained);
    return true;
}

static void add_samples(struct panel *panel, const char *name, enum mark mark, size_t count,
                        const double *samples)
{
    if (count == 0)
        return;
    struct series *const s = picture_add(panel, name, mark, SHADE_GREY);
    s->count = count, s->x = samples, s->y = samples + count;
}

static void add_curve(struct panel *panel, const struct line *line, bool has_band)
{
    struct series *curve = picture_add(panel, "a = f(wx + b)", MARK_LINE, SHADE_BLUE);
    curve->count = PLACES, curve->x = line->x, curve->y = line->a;
    if (!has_band)
        return;
    /* under all else */
    (void)picture_add(panel, NULL, MARK_LINE, SHADE_BLUE);
    for (size_t i = panel->n_series - 1; i > 0; i--)
        panel->series[i] = panel->series[i - 1];
    panel->series[0] = (struct series){.name = "95 % band",
                                       .mark = MARK_BAND,
                                       .shade = SHADE_BLUE,
                                       .count = PLACES,
                                       .x = line->x,
                                       .low = line->low,
                                       .high = line->high};
}

static void write_texts(struct picture *p, const struct line *line, const struct session *session)
{
    const size_t all = session->table.n_samples;
    const size_t shown = line->n_trained + line->n_held_out;
    double w = 0, b = 0;
    char sampled[80] = "";
    (void)hillock_neuron_get_parameters(session->neuron, &w, &b);
    if (all > MOST_SAMPLES)
        (void)snprintf(sampled, sizeof sampled, "; %zu of %zu samples", shown, all);
    (void)snprintf(p->title, sizeof p->title, "%.100s by %.100s: %s activation, %s loss",
                   session->arguments.roles.target, session->table.names[0],
                   hillock_activation_name(session->choice.activation),
                   hillock_loss_name(session->choice.loss));
    (void)snprintf(p->note, sizeof p->note, "w = %.5g, b = %.5g%s%s%s", w, b, sampled,
                   line->is_spread ? "; the classes are spread a little, up and down" : "",
                   session->arguments.roles.offset ? "; the curve is that of offset 0" : "");
}

bool fit_picture_line(const struct session *session, struct fault *fault)
{
    struct line *const line = calloc(1, sizeof *line);
    struct picture p = {.n_panels = 1};
    struct panel *const panel = &p.panels[0];
    bool done = false;
    if (line)
        line->is_spread = has_classes(session->choice.loss);
    if (!line || !make_curve(line, session) || !make_samples(line, session))
        (void)fail(fault, "no memory for a picture");
    else {
        panel->x.label = session->table.names[0];
        panel->y.label = session->arguments.roles.target;
        add_samples(panel, "trained on", MARK_DOTS, line->n_trained, line->samples);
        add_samples(panel, "held out", MARK_CIRCLES, line->n_held_out,
                    line->samples + 2 * line->n_trained);
        add_curve(panel, line, make_band(line, session));
        write_texts(&p, line, session);
        done = picture_draw(&p, session->arguments.plot, fault);
    }
    if (line)
        free(line->samples);
    free(line);
    return done;
}
