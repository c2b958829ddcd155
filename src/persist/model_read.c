/* Reads line by line what model_write.c writes, in its order and in no other. Nothing is believed:
 * not a count that the bytes left cannot hold, not a number that its option would refuse. */
#include "core/memory.h"
#include "core/status.h"
#include "neuron/catalogue.h"
#include "persist/lines.h"
#include "persist/model.h"
#include "solver/settings.h"

#include <math.h>
#include <string.h>

enum { SHORTEST_NUMBER = 14 /* "weight 0x0p+0\n", "factor 0x0p+0\n" */ };

static bool no_memory(hk_lines *r)
{
    r->status = hk_say(r->message, HILLOCK_ERROR_MEMORY, "no memory for the model");
    return false;
}

/* Quoted text into *place. */
static bool take_text(hk_lines *r, const hk_piece *p, char **place)
{
    size_t length = 0;
    if (!p->quoted)
        return hk_lines_fail(r, "a name in double quotes is expected here");
    for (size_t i = 0; i < p->length; i++) {
        char c = p->text[i];
        const bool escaped = c == '\\';
        if (escaped) {
            if (p->length - i < 4 || p->text[i + 1] != 'x' || hk_hex_digit(p->text[i + 2]) < 0 ||
                hk_hex_digit(p->text[i + 3]) < 0)
                return hk_lines_fail(r,
                                     "after a backslash x and two hexadecimal digits are expected");
            c = (char)(16 * hk_hex_digit(p->text[i + 2]) + hk_hex_digit(p->text[i + 3]));
            if (c == '\0')
                return hk_lines_fail(r, "a name has a character 0");
            i += 3;
        }
        if (hk_sink_escapes((unsigned char)c) != escaped)
            return hk_lines_fail(
                r, "a quote, a backslash and control characters are written as \\x and two "
                   "hexadecimal digits, and nothing else is");
        r->unescaped[length++] = c;
    }
    return hk_model_copy_text(place, r->unescaped, length) || no_memory(r);
}

static bool read_pair(hk_lines *r, hk_mathematics *mathematics)
{
    char activation[32], loss[32];
    if (!hk_lines_next(r) || !hk_lines_expect(r, "activation") ||
        !hk_lines_word(r, &r->pieces[1], activation) || !hk_lines_next(r) ||
        !hk_lines_expect(r, "loss") || !hk_lines_word(r, &r->pieces[1], loss))
        return false;
    const hk_activation_entry *const f = hk_activation_named(activation);
    const hk_loss_entry *const l = hk_loss_named(loss);
    if (!f || !l || f->activation == HILLOCK_USER_ACTIVATION || l->loss == HILLOCK_USER_LOSS)
        return hk_lines_fail(r, "this version knows no such activation or loss");
    if (!hk_pair_makes_sense(f, l))
        return hk_lines_fail(r, "this activation and this loss make no sense together");
    *mathematics = hk_mathematics_of(f->activation, l->loss);
    return true;
}

static bool read_shapes(hk_lines *r, hk_mathematics *mathematics)
{
    int keys[2];
    const size_t count = hk_model_shapes(mathematics, keys);
    for (size_t k = 0; k < count; k++) {
        const hk_option *const option = hk_option_find(keys[k]);
        hk_message refusal;
        double value;
        if (!hk_lines_next(r) || !hk_lines_expect(r, option->name) ||
            !hk_lines_hex(r, &r->pieces[1], &value))
            return false;
        if (hk_option_set_real(option, &mathematics->shape, value, &refusal) != HILLOCK_OK)
            return hk_lines_fail(r, refusal.text);
    }
    return true;
}

/* The names around the neuron, until `features`, which then is the line under way. */
typedef struct labels {
    char *target;
    char *classes[2];
    char *offset;
    hk_training_summary summary;
} labels;

static bool read_names(hk_lines *r, labels *named)
{
    if (hk_lines_has(r, "target", 2) &&
        (!take_text(r, &r->pieces[1], &named->target) || !hk_lines_next(r)))
        return false;
    if (!hk_lines_has(r, "class", 2))
        return true;
    if (!take_text(r, &r->pieces[1], &named->classes[0]) || !hk_lines_next(r) ||
        !hk_lines_expect(r, "class") || !take_text(r, &r->pieces[1], &named->classes[1]))
        return false;
    const char *const *const names = (const char *const *)named->classes;
    if (names[0] && names[1] && strcmp(names[0], names[1]) == 0)
        return hk_lines_fail(r, "both classes have the same name");
    return hk_lines_next(r);
}

static bool read_how(hk_lines *r, hk_training_summary *summary)
{
    char solver[32], status[32];
    if (!hk_lines_word(r, &r->pieces[1], solver) || !hk_lines_next(r) ||
        !hk_lines_expect(r, "status") || !hk_lines_word(r, &r->pieces[1], status))
        return false;
    if (!hk_solver_named(solver, &summary->solver))
        return hk_lines_fail(r, "this version knows no such solver");
    if (!hk_status_named(status, &summary->status) || summary->status < HILLOCK_OK)
        return hk_lines_fail(r, "no training ends with this status");
    return true;
}

static bool read_summary(hk_lines *r, hk_training_summary *summary)
{
    if (!hk_lines_has(r, "solver", 2))
        return true;
    summary->is_known = true;
    return read_how(r, summary) && hk_lines_next(r) && hk_lines_expect(r, "samples") &&
           hk_lines_size(r, &r->pieces[1], &summary->n_samples) && hk_lines_next(r) &&
           hk_lines_expect(r, "J") && hk_lines_hex(r, &r->pieces[1], &summary->J) &&
           hk_lines_next(r) && hk_lines_expect(r, "gradient-norm") &&
           hk_lines_hex(r, &r->pieces[1], &summary->gradient_norm) && hk_lines_next(r) &&
           hk_lines_expect(r, "epochs") && hk_lines_hex(r, &r->pieces[1], &summary->epochs) &&
           hk_lines_next(r);
}

static bool read_offset(hk_lines *r, labels *named)
{
    if (r->version < 3 || !hk_lines_has(r, "offset", 2))
        return true;
    return take_text(r, &r->pieces[1], &named->offset) && hk_lines_next(r);
}

/* The name of a feature and, of a column of text, its reference: as many as are in quotes. */
static bool take_names(hk_lines *r, const hk_piece *names, size_t count, hillock_model *model,
                       size_t i)
{
    if (count > 0 && !take_text(r, &names[0], &model->names[i]))
        return false;
    if (count < 2)
        return true;
    if (r->version < 3 || !strchr(model->names[i], '='))
        return hk_lines_fail(r, "a second name is that of a \"column=text\", from version 3 on");
    return take_text(r, &names[1], &model->references[i]);
}

/* "weight" W [MEAN DEVIATION] ["NAME" ["REFERENCE"]]: with mean and deviation all of them, or
 * none. */
static bool read_weight(hk_lines *r, hillock_model *model, size_t i)
{
    if (!hk_lines_next(r))
        return false;
    size_t quoted = 0;
    while (quoted < 2 && r->count > quoted + 2 && r->pieces[r->count - 1 - quoted].quoted)
        quoted++;
    const size_t numbers = r->count - 1 - quoted;
    if (r->count < 2 || !hk_piece_is(&r->pieces[0], "weight") || (numbers != 1 && numbers != 3))
        return hk_lines_fail(r, "the weight of a feature is expected here");
    if (i == 0 && numbers == 3 && !hk_model_reserve_spread(model))
        return no_memory(r);
    if ((numbers == 3) != (model->mean != NULL))
        return hk_lines_fail(r, "either all features have a mean and a deviation, or none");
    if (!hk_lines_hex(r, &r->pieces[1], &model->neuron->w[i]))
        return false;
    if (numbers == 3 && (!hk_lines_hex(r, &r->pieces[2], &model->mean[i]) ||
                         !hk_lines_hex(r, &r->pieces[3], &model->deviation[i])))
        return false;
    return take_names(r, &r->pieces[1 + numbers], quoted, model, i);
}

static bool read_centre(hk_lines *r, hillock_inference *inference, size_t i)
{
    const bool omitted = r->count == 3 && hk_piece_is(&r->pieces[2], "omitted");
    if (!hk_lines_has(r, "centre", omitted ? 3 : 2))
        return hk_lines_fail(r, "the centre of a feature is expected here");
    if (omitted)
        inference->error[i] = NAN;
    return hk_lines_hex(r, &r->pieces[1], &inference->centre[i]);
}

static bool read_factor(hk_lines *r, hillock_inference *inference, size_t i, size_t k)
{
    const bool estimated =
        hk_inference_estimates(inference, i) && hk_inference_estimates(inference, k);
    double *const number = &hk_inference_row(inference, i)[k];
    if (!hk_lines_expect(r, "factor") || !hk_lines_hex(r, &r->pieces[1], number))
        return false;
    return estimated || (*number == 0.0 && !signbit(*number)) ||
           hk_lines_fail(r, "the covariance of what is not estimated is 0");
}

static bool read_covariance_kind(hk_lines *r, hillock_inference *inference)
{
    const hk_piece *const kind = &r->pieces[1], *const bias = &r->pieces[2];
    const bool is_model = r->count == 3 && hk_piece_is(kind, "model");
    const bool is_held = r->count == 3 && hk_piece_is(bias, "held");
    if (!hk_lines_has(r, "covariance", 3) || (!is_model && !hk_piece_is(kind, "sandwich")) ||
        (!is_held && !hk_piece_is(bias, "fitted")))
        return hk_lines_fail(
            r, "\"covariance\", its kind, and the bias \"fitted\" or \"held\" are expected");
    inference->covariance = is_model ? HILLOCK_COVARIANCE_MODEL : HILLOCK_COVARIANCE_SANDWICH;
    inference->degrees = HUGE_VAL;
    inference->error[inference->n_features] = is_held ? NAN : 0.0;
    if (!hk_lines_next(r) || !hk_lines_has(r, "degrees", 2))
        return r->status == HILLOCK_OK;
    return hk_lines_hex(r, &r->pieces[1], &inference->degrees) &&
           (inference->degrees > 0.0 ? hk_lines_next(r)
                                     : hk_lines_fail(r, "degrees of freedom are above 0"));
}

static bool read_inference(hk_lines *r, hillock_model *model)
{
    const size_t n = model->neuron->n_features;
    size_t count;
    if (!hk_multiply(n + 1, n + 2, &count) ||
        count / 2 > (size_t)(r->end - r->at) / SHORTEST_NUMBER)
        return hk_lines_fail(r, "there are fewer lines left than the covariance has numbers");
    hillock_inference *const inference = model->inference = hk_inference_allocate(n);
    if (!inference || !read_covariance_kind(r, inference))
        return inference ? false : no_memory(r);
    for (size_t i = 0; i < n; i++)
        if (!read_centre(r, inference, i) || !hk_lines_next(r))
            return false;
    for (size_t i = 0; i <= n; i++)
        for (size_t k = 0; k <= i; k++)
            if (!read_factor(r, inference, i, k) || !hk_lines_next(r))
                return false;
    if (n > 0)
        memcpy(inference->estimate, model->neuron->w, n * sizeof *inference->estimate);
    inference->estimate[n] = model->neuron->b;
    return hk_inference_finish(inference) ||
           hk_lines_fail(r, "a standard error is no finite number");
}

static bool read_features(hk_lines *r, const hk_mathematics *mathematics, labels *named,
                          hillock_model **model)
{
    size_t n;
    double b;
    if (!hk_lines_expect(r, "features") || !hk_lines_size(r, &r->pieces[1], &n))
        return false;
    if (n > (size_t)(r->end - r->at) / SHORTEST_NUMBER)
        return hk_lines_fail(r, "there are fewer lines left than features");
    *model = hk_model_create(n, mathematics->activation, mathematics->loss);
    if (!*model)
        return no_memory(r);
    (*model)->neuron->mathematics.shape = mathematics->shape;
    (*model)->offset = named->offset;
    named->offset = NULL;
    if (!hk_lines_next(r) || !hk_lines_expect(r, "bias") || !hk_lines_hex(r, &r->pieces[1], &b))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!read_weight(r, *model, i))
            return false;
    hk_neuron_set_parameters((*model)->neuron, (*model)->neuron->w, b, (*model)->offset);
    return hk_lines_next(r);
}

/* What follows the weights. A model is written in the lowest version that can say it. */
static bool read_end(hk_lines *r, const char *text, hillock_model *model)
{
    const bool has_covariance =
        r->version == 2 || (r->version > 2 && hk_piece_is(&r->pieces[0], "covariance"));
    if (has_covariance && !read_inference(r, model))
        return false;
    if (r->version > 2 && hk_model_version(model) < r->version)
        return hk_lines_fail(r, "neither an offset nor a reference makes this version 3");
    return hk_lines_checksum(r, text);
}

static bool read_all(hk_lines *r, const char *text, labels *named, hillock_model **model)
{
    hk_mathematics mathematics;
    return hk_lines_first(r) && read_pair(r, &mathematics) && read_shapes(r, &mathematics) &&
           hk_lines_next(r) && read_names(r, named) && read_offset(r, named) &&
           read_summary(r, &named->summary) && read_features(r, &mathematics, named, model) &&
           *model && read_end(r, text, *model);
}

hillock_status hk_model_read(hillock_model **model, const char *text, size_t length,
                             hk_message *message)
{
    hk_lines r = hk_lines_of(text, length, "model", 3, message);
    labels named = {.target = NULL};
    hillock_model *read = NULL;
    r.unescaped = hk_allocate(length, 1);
    if (!r.unescaped)
        return hk_say(message, HILLOCK_ERROR_MEMORY, "no memory for the model");
    if (read_all(&r, text, &named, &read) && read) {
        read->target = named.target;
        read->classes[0] = named.classes[0];
        read->classes[1] = named.classes[1];
        read->summary = named.summary;
        *model = read;
    } else {
        hk_free(named.target);
        hk_free(named.classes[0]);
        hk_free(named.classes[1]);
        hk_free(named.offset);
        hk_model_destroy(read);
    }
    hk_free(r.unescaped);
    return r.status;
}
