#include "evaluation_picture.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "growth.h"
#include "picture.h"
#include "roc.h"

enum { MOST_SAMPLES = 4000 };

static const double corner[2] = {0, 1};

static void write_title(struct picture *p, const struct evaluation *e, const hillock_model *model,
                        const char *target)
{
    const hillock_neuron *const neuron = hillock_model_neuron(model);
    (void)snprintf(p->title, sizeof p->title, "%.120s on %zu sample%s: %s activation, %s loss",
                   target, e->n_samples, e->n_samples == 1 ? "" : "s",
                   hillock_activation_name(hillock_neuron_activation(neuron)),
                   hillock_loss_name(hillock_neuron_loss(neuron)));
}

static void add_diagonal(struct panel *panel, const char *name, const double x[2],
                         const double y[2])
{
    struct series *const s = picture_add(panel, name, MARK_DASHES, SHADE_GREY);
    s->count = 2, s->x = x, s->y = y;
}

/* Shares on both axes, with some air. */
static void scale_shares(struct panel *panel)
{
    panel->x.low = panel->y.low = -0.02;
    panel->x.high = panel->y.high = 1.02;
}

/* ---- classes */

struct class_texts {
    char classes[2][80], x[200], y[120], chosen[80], share[120];
};

/* A class by its name, or as the target's number. */
static void name_class(char *text, size_t capacity, const hillock_model *model, size_t which,
                       const char *target)
{
    const char *const name = evaluation_class_name(model, which);
    if (hillock_model_class_name(model, which))
        (void)snprintf(text, capacity, "%.40s", name);
    else
        (void)snprintf(text, capacity, "%.40s = %.20s", target, name);
}

static void write_texts(struct class_texts *texts, const struct evaluation *e,
                        const hillock_model *model, const char *target)
{
    const char *const lower = texts->classes[0], *const upper = texts->classes[1];
    for (size_t k = 0; k < 2; k++)
        name_class(texts->classes[k], sizeof texts->classes[k], model, k, target);
    (void)snprintf(texts->x, sizeof texts->x, "share of %s taken for %s", lower, upper);
    (void)snprintf(texts->y, sizeof texts->y, "share of %s that is found", upper);
    (void)snprintf(texts->chosen, sizeof texts->chosen, "from a = %.6g on", e->threshold);
    (void)snprintf(texts->share, sizeof texts->share, "observed share of %s", upper);
}

/* chosen: the place of the threshold on the curve. */
static void show_roc(struct panel *panel, const struct roc *roc, const struct class_texts *texts,
                     const double chosen[2])
{
    scale_shares(panel);
    panel->title = "ROC curve";
    panel->x.label = texts->x;
    panel->y.label = texts->y;
    add_diagonal(panel, "by chance", corner, corner);
    struct series *s = picture_add(panel, "model", MARK_LINE, SHADE_BLUE);
    s->count = roc->count, s->x = roc->false_share, s->y = roc->true_share;
    s = picture_add(panel, texts->chosen, MARK_CIRCLES, SHADE_ORANGE);
    s->count = 1, s->x = &chosen[0], s->y = &chosen[1];
}

struct bins {
    size_t count; /* of those with samples */
    double mean[EVALUATION_BINS], share[EVALUATION_BINS], low[EVALUATION_BINS],
        high[EVALUATION_BINS];
};

/* Wilson's interval of 95 % for a share out of so many. */
static void bins_make(struct bins *bins, const struct evaluation *e)
{
    const double q = 1.959963984540054;
    bins->count = 0;
    for (size_t k = 0; k < EVALUATION_BINS; k++) {
        const double m = e->bins[k].count, p = e->bins[k].share;
        const size_t i = bins->count;
        if (e->bins[k].count == 0)
            continue;
        const double middle = (p + q * q / (2 * m)) / (1 + q * q / m);
        const double half = q * sqrt(p * (1 - p) / m + q * q / (4 * m * m)) / (1 + q * q / m);
        bins->mean[i] = e->bins[k].mean;
        bins->share[i] = p;
        bins->low[i] = middle - half;
        bins->high[i] = middle + half;
        bins->count++;
    }
}

static void show_calibration(struct panel *panel, const struct bins *bins,
                             const struct class_texts *texts)
{
    scale_shares(panel);
    panel->title = "Calibration";
    panel->x.label = "mean of a in a tenth of its range";
    panel->y.label = texts->share;
    add_diagonal(panel, "as predicted", corner, corner);
    struct series *const s =
        picture_add(panel, "observed, with 95 % interval", MARK_UPRIGHT, SHADE_BLUE);
    s->count = bins->count, s->x = bins->mean, s->y = bins->share;
    s->low = bins->low, s->high = bins->high;
}

static bool draw_classes(struct picture *p, const struct evaluation *e, const double *targets,
                         const hillock_model *model, const char *target, const char *path,
                         struct fault *fault)
{
    const double chosen[2] = {e->counts[0][1] / (e->counts[0][0] + e->counts[0][1]), e->recall[1]};
    struct class_texts texts;
    struct bins bins;
    struct roc roc;
    bool done = roc_make(&roc, e->predictions, targets, e->n_samples) ||
                fail(fault, "a ROC curve needs samples of both classes");
    if (done) {
        write_texts(&texts, e, model, target);
        bins_make(&bins, e);
        (void)snprintf(p->note, sizeof p->note, "area under the ROC curve %.4f, accuracy %.4f",
                       e->auc, e->accuracy);
        p->n_panels = e->has_probabilities ? 2 : 1;
        show_roc(&p->panels[0], &roc, &texts, chosen);
        if (e->has_probabilities)
            show_calibration(&p->panels[1], &bins, &texts);
        done = picture_draw(p, path, fault);
    }
    roc_free(&roc);
    return done;
}

/* ---- values */

/* `count` evenly chosen samples: predicted, observed, observed less predicted. */
static void choose(const struct evaluation *e, const double *targets, size_t count,
                   double *predicted, double *observed, double *residual)
{
    for (size_t k = 0; k < count; k++) {
        const size_t j = (size_t)((double)e->n_samples * (double)k / (double)count);
        predicted[k] = e->predictions[j];
        observed[k] = targets[j];
        residual[k] = targets[j] - e->predictions[j];
    }
}

static void show_points(struct panel *panel, size_t count, const double *x, const double *y)
{
    struct series *const s = picture_add(panel, "samples", MARK_DOTS, SHADE_BLUE);
    s->count = count, s->x = x, s->y = y;
}

static bool draw_values(struct picture *p, const struct evaluation *e, const double *targets,
                        const char *path, struct fault *fault)
{
    const size_t count = e->n_samples < MOST_SAMPLES ? e->n_samples : MOST_SAMPLES;
    double *const x = grown_array(NULL, count, 3, sizeof *x);
    double ends[2] = {INFINITY, -INFINITY};
    const double zero[2] = {0, 0};
    char sampled[64] = "";
    if (!x)
        return fail(fault, "no memory for a picture of %zu samples", count);
    choose(e, targets, count, x, x + count, x + 2 * count);
    for (size_t k = 0; k < count; k++) {
        ends[0] = fmin(ends[0], x[k]);
        ends[1] = fmax(ends[1], x[k]);
    }
    if (count < e->n_samples)
        (void)snprintf(sampled, sizeof sampled, "; %zu of the samples are shown", count);
    (void)snprintf(p->note, sizeof p->note, "RMSE %.5g, MAE %.5g, R² %.4f%s", e->rmse, e->mae,
                   e->r2, sampled);
    p->n_panels = 2;
    add_diagonal(&p->panels[0], "as predicted", ends, ends);
    show_points(&p->panels[0], count, x, x + count);
    add_diagonal(&p->panels[1], "as predicted", ends, zero);
    show_points(&p->panels[1], count, x, x + 2 * count);
    p->panels[0].title = "Observed against predicted";
    p->panels[1].title = "Residuals";
    p->panels[0].x.label = p->panels[1].x.label = "predicted";
    p->panels[0].y.label = "observed";
    p->panels[1].y.label = "observed less predicted";
    const bool done = picture_draw(p, path, fault);
    free(x);
    return done;
}

bool evaluation_picture(const struct evaluation *evaluation, const double *targets,
                        const hillock_model *model, const char *target, const char *path,
                        struct fault *fault)
{
    struct picture p = {.n_panels = 0};
    write_title(&p, evaluation, model, target);
    return evaluation->has_classes
               ? draw_classes(&p, evaluation, targets, model, target, path, fault)
               : draw_values(&p, evaluation, targets, path, fault);
}
