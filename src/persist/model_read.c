/* Reads line by line what model_write.c writes, in its order and in no other. Nothing is believed:
 * not a count that the bytes left cannot hold, not a number that its option would refuse. */
#include "core/memory.h"
#include "core/status.h"
#include "neuron/catalogue.h"
#include "persist/hex_number.h"
#include "persist/model.h"
#include "solver/settings.h"

#include <stdio.h>
#include <string.h>

enum { MOST_PIECES = 5, SHORTEST_WEIGHT = 14 /* "weight 0x0p+0\n" */ };

/* A word of a line, or what stands between quotes, still with its escapes. */
typedef struct piece {
    const char *text;
    size_t length;
    bool quoted;
} piece;

typedef struct reader {
    const char *at; /* behind the line under way */
    const char *end;
    const char *line; /* where it begins          */
    size_t number;    /* from 1                   */
    piece pieces[MOST_PIECES];
    size_t count;
    char *unescaped; /* as long as the text */
    hk_message *message;
    hillock_status status;
} reader;

static bool fail(reader *r, const char *what)
{
    r->status = hk_say(r->message, HILLOCK_ERROR_FORMAT, "line %zu: %s", r->number, what);
    return false;
}

static bool no_memory(reader *r)
{
    r->status = hk_say(r->message, HILLOCK_ERROR_MEMORY, "no memory for the model");
    return false;
}

/* The piece that begins at `at`, up to a blank or, where it is quoted, to the closing quote; where
 * the next thing stands, or NULL. */
static const char *cut_piece(const char *at, const char *stop, piece *cut)
{
    const char close = at < stop && *at == '"' ? '"' : ' ';
    const char *const begin = at + (close == '"');
    const char *const end = memchr(begin, close, (size_t)(stop - begin));
    *cut = (piece){begin, (size_t)((end ? end : stop) - begin), close == '"'};
    if (close == '"')
        return end ? end + 1 : NULL;
    return cut->length > 0 ? begin + cut->length : NULL;
}

/* The next line, in pieces with one blank between them. */
static bool next_line(reader *r)
{
    r->line = r->at;
    r->number++;
    r->count = 0;
    const char *const stop = memchr(r->at, '\n', (size_t)(r->end - r->at));
    if (!stop)
        return fail(r, r->at == r->end ? "the file ends too early: it has been cut short"
                                       : "the line has no end: the file has been cut short");
    const char *at = r->at;
    r->at = stop + 1;
    for (;;) {
        if (r->count == MOST_PIECES || !(at = cut_piece(at, stop, &r->pieces[r->count++])))
            return fail(r, "this is no line of a model");
        if (at == stop)
            return true;
        if (*at++ != ' ')
            return fail(r, "a blank is missing");
    }
}

static bool is_word(const piece *p, const char *word)
{
    return !p->quoted && p->length == strlen(word) && memcmp(p->text, word, p->length) == 0;
}

static bool has_key(const reader *r, const char *key, size_t count)
{
    return r->count == count && is_word(&r->pieces[0], key);
}

static bool expect(reader *r, const char *key)
{
    char what[64];
    if (has_key(r, key, 2))
        return true;
    snprintf(what, sizeof what, "\"%s\" and its value are expected here", key);
    return fail(r, what);
}

/* Copies a piece that is a bare word, as a name to look up. */
static bool take_word(reader *r, const piece *p, char word[32])
{
    if (p->quoted || p->length >= 32)
        return fail(r, "a name is expected here");
    memcpy(word, p->text, p->length);
    word[p->length] = '\0';
    return true;
}

static bool take_hex(reader *r, const piece *p, double *x)
{
    return (!p->quoted && hk_hex_read(p->text, p->length, x)) ||
           fail(r, "a finite hexadecimal number such as 0x1.8p+3 is expected here");
}

static bool take_size(reader *r, const piece *p, size_t *number)
{
    *number = 0;
    bool fits = !p->quoted && (p->length == 1 || p->text[0] != '0');
    for (size_t i = 0; fits && i < p->length; i++)
        fits = p->text[i] >= '0' && p->text[i] <= '9' &&
               !__builtin_mul_overflow(*number, (size_t)10, number) &&
               !__builtin_add_overflow(*number, (size_t)(p->text[i] - '0'), number);
    return fits || fail(r, "a whole number is expected here");
}

/* The value of a hexadecimal digit, or -1. */
static int digit_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

/* Quoted text into *place. */
static bool take_text(reader *r, const piece *p, char **place)
{
    size_t length = 0;
    if (!p->quoted)
        return fail(r, "a name in double quotes is expected here");
    for (size_t i = 0; i < p->length; i++) {
        char c = p->text[i];
        const bool escaped = c == '\\';
        if (escaped) {
            if (p->length - i < 4 || p->text[i + 1] != 'x' || digit_of(p->text[i + 2]) < 0 ||
                digit_of(p->text[i + 3]) < 0)
                return fail(r, "after a backslash x and two hexadecimal digits are expected");
            c = (char)(16 * digit_of(p->text[i + 2]) + digit_of(p->text[i + 3]));
            if (c == '\0')
                return fail(r, "a name has a character 0");
            i += 3;
        }
        if (hk_sink_escapes((unsigned char)c) != escaped)
            return fail(r, "a quote, a backslash and control characters are written as \\x and two "
                           "hexadecimal digits, and nothing else is");
        r->unescaped[length++] = c;
    }
    return hk_model_copy_text(place, r->unescaped, length) || no_memory(r);
}

static bool read_pair(reader *r, hk_mathematics *mathematics)
{
    char activation[32], loss[32];
    if (!next_line(r) || !expect(r, "activation") || !take_word(r, &r->pieces[1], activation) ||
        !next_line(r) || !expect(r, "loss") || !take_word(r, &r->pieces[1], loss))
        return false;
    const hk_activation_entry *const f = hk_activation_named(activation);
    const hk_loss_entry *const l = hk_loss_named(loss);
    if (!f || !l || f->activation == HILLOCK_USER_ACTIVATION || l->loss == HILLOCK_USER_LOSS)
        return fail(r, "this version knows no such activation or loss");
    if (!hk_pair_makes_sense(f, l))
        return fail(r, "this activation and this loss make no sense together");
    *mathematics = hk_mathematics_of(f->activation, l->loss);
    return true;
}

static bool read_shapes(reader *r, hk_mathematics *mathematics)
{
    int keys[2];
    const size_t count = hk_model_shapes(mathematics, keys);
    for (size_t k = 0; k < count; k++) {
        const hk_option *const option = hk_option_find(keys[k]);
        hk_message refusal;
        double value;
        if (!next_line(r) || !expect(r, option->name) || !take_hex(r, &r->pieces[1], &value))
            return false;
        if (hk_option_set_real(option, &mathematics->shape, value, &refusal) != HILLOCK_OK)
            return fail(r, refusal.text);
    }
    return true;
}

/* The names around the neuron, until `features`, which then is the line under way. */
typedef struct labels {
    char *target;
    char *classes[2];
    hk_training_summary summary;
} labels;

static bool read_names(reader *r, labels *named)
{
    if (has_key(r, "target", 2) && (!take_text(r, &r->pieces[1], &named->target) || !next_line(r)))
        return false;
    if (!has_key(r, "class", 2))
        return true;
    if (!take_text(r, &r->pieces[1], &named->classes[0]) || !next_line(r) || !expect(r, "class") ||
        !take_text(r, &r->pieces[1], &named->classes[1]))
        return false;
    if (strcmp(named->classes[0], named->classes[1]) == 0)
        return fail(r, "both classes have the same name");
    return next_line(r);
}

static bool read_how(reader *r, hk_training_summary *summary)
{
    char solver[32], status[32];
    if (!take_word(r, &r->pieces[1], solver) || !next_line(r) || !expect(r, "status") ||
        !take_word(r, &r->pieces[1], status))
        return false;
    if (!hk_solver_named(solver, &summary->solver))
        return fail(r, "this version knows no such solver");
    if (!hk_status_named(status, &summary->status) || summary->status < HILLOCK_OK)
        return fail(r, "no training ends with this status");
    return true;
}

static bool read_summary(reader *r, hk_training_summary *summary)
{
    if (!has_key(r, "solver", 2))
        return true;
    summary->is_known = true;
    return read_how(r, summary) && next_line(r) && expect(r, "samples") &&
           take_size(r, &r->pieces[1], &summary->n_samples) && next_line(r) && expect(r, "J") &&
           take_hex(r, &r->pieces[1], &summary->J) && next_line(r) && expect(r, "gradient-norm") &&
           take_hex(r, &r->pieces[1], &summary->gradient_norm) && next_line(r) &&
           expect(r, "epochs") && take_hex(r, &r->pieces[1], &summary->epochs) && next_line(r);
}

/* "weight" W [MEAN DEVIATION] ["NAME"]: with mean and deviation all of them, or none. */
static bool read_weight(reader *r, hillock_model *model, size_t i)
{
    if (!next_line(r))
        return false;
    const bool named = r->count > 2 && r->pieces[r->count - 1].quoted;
    const size_t numbers = r->count - 1 - named;
    if (r->count < 2 || !is_word(&r->pieces[0], "weight") || (numbers != 1 && numbers != 3))
        return fail(r, "the weight of a feature is expected here");
    if (i == 0 && numbers == 3 && !hk_model_reserve_spread(model))
        return no_memory(r);
    if ((numbers == 3) != (model->mean != NULL))
        return fail(r, "either all features have a mean and a deviation, or none");
    if (!take_hex(r, &r->pieces[1], &model->neuron->w[i]))
        return false;
    if (numbers == 3 && (!take_hex(r, &r->pieces[2], &model->mean[i]) ||
                         !take_hex(r, &r->pieces[3], &model->deviation[i])))
        return false;
    return !named || take_text(r, &r->pieces[r->count - 1], &model->names[i]);
}

static bool read_checksum(reader *r, const char *text)
{
    if (!next_line(r) || !expect(r, "checksum"))
        return false;
    const piece *const p = &r->pieces[1];
    uint64_t checksum = 0;
    bool is_one = p->length == HK_CHECKSUM_DIGITS;
    for (size_t k = 0; is_one && k < p->length; k++) {
        is_one = digit_of(p->text[k]) >= 0;
        checksum = checksum << 4 | (uint64_t)(unsigned)digit_of(p->text[k]);
    }
    const size_t length = (size_t)(r->line - text);
    if (!is_one || checksum != hk_checksum_add(hk_checksum_begin(), text, length))
        return fail(r, "the checksum does not fit: the file has been changed or damaged");
    return r->at == r->end || (r->number++, fail(r, "something follows the checksum"));
}

static bool read_features(reader *r, const char *text, const hk_mathematics *mathematics,
                          hillock_model **model)
{
    size_t n;
    double b;
    if (!expect(r, "features") || !take_size(r, &r->pieces[1], &n))
        return false;
    if (n > (size_t)(r->end - r->at) / SHORTEST_WEIGHT)
        return fail(r, "there are fewer lines left than features");
    *model = hk_model_create(n, mathematics->activation, mathematics->loss);
    if (!*model)
        return no_memory(r);
    (*model)->neuron->mathematics.shape = mathematics->shape;
    if (!next_line(r) || !expect(r, "bias") || !take_hex(r, &r->pieces[1], &b))
        return false;
    for (size_t i = 0; i < n; i++)
        if (!read_weight(r, *model, i))
            return false;
    hk_neuron_set_parameters((*model)->neuron, (*model)->neuron->w, b);
    return read_checksum(r, text);
}

static bool read_first_line(reader *r)
{
    if (!next_line(r))
        return false;
    if (r->count != 3 || !is_word(&r->pieces[0], "hillock") || !is_word(&r->pieces[1], "model"))
        return fail(r, "this is no hillock model: it does not begin with \"hillock model 1\"");
    return is_word(&r->pieces[2], "1") ||
           fail(r, "this version of the library reads models of version 1 only");
}

static bool read_all(reader *r, const char *text, labels *named, hillock_model **model)
{
    hk_mathematics mathematics;
    return read_first_line(r) && read_pair(r, &mathematics) && read_shapes(r, &mathematics) &&
           next_line(r) && read_names(r, named) && read_summary(r, &named->summary) &&
           read_features(r, text, &mathematics, model);
}

hillock_status hk_model_read(hillock_model **model, const char *text, size_t length,
                             hk_message *message)
{
    reader r = {.at = text, .end = text + length, .message = message, .status = HILLOCK_OK};
    labels named = {.target = NULL};
    hillock_model *read = NULL;
    r.unescaped = hk_allocate(length, 1);
    if (!r.unescaped)
        return hk_say(message, HILLOCK_ERROR_MEMORY, "no memory for the model");
    if (read_all(&r, text, &named, &read)) {
        read->target = named.target;
        read->classes[0] = named.classes[0];
        read->classes[1] = named.classes[1];
        read->summary = named.summary;
        *model = read;
    } else {
        hk_free(named.target);
        hk_free(named.classes[0]);
        hk_free(named.classes[1]);
        hk_model_destroy(read);
    }
    hk_free(r.unescaped);
    return r.status;
}
