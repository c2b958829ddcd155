/* Reads what checkpoint_write.c writes. Memory is that of a training of the data at hand, however
 * long the text says its lists are; and the trainer has it only when all of it was right. */
#include "core/memory.h"
#include "data/check.h"
#include "persist/checkpoint.h"
#include "persist/hex_number.h"
#include "persist/identity.h"
#include "persist/lines.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { SEAL = 26 /* "checksum ", 16 digits, "\n" */ };

typedef struct reading {
    hk_visitor visitor; /* the first: it is what is visited */
    hk_lines lines;
} reading;

/* A value as a person reads it. */
static void say_value(const char *value, char text[HK_TRAIT_CAPACITY])
{
    double x;
    if (hk_hex_read(value, strlen(value), &x))
        snprintf(text, HK_TRAIT_CAPACITY, "%.9g", x);
    else
        snprintf(text, HK_TRAIT_CAPACITY, "%s", value);
}

typedef struct comparing {
    hk_lines *lines;
    hk_trait other_data; /* the first of the data that differs; .key NULL: none */
} comparing;

static bool differs(hk_lines *r, const hk_trait *trait, const char *value)
{
    char there[HK_TRAIT_CAPACITY], here[HK_TRAIT_CAPACITY];
    say_value(value, there);
    say_value(trait->value, here);
    if (trait->what)
        r->status = hk_say(r->message, HILLOCK_ERROR_VALUE,
                           "the checkpoint is of another training: %s differ%s from those it was "
                           "made with",
                           trait->what, strcmp(trait->key, "offset") == 0 ? "s" : "");
    else
        r->status = hk_say(r->message, HILLOCK_ERROR_VALUE,
                           "the checkpoint is of another training: %s is %s there and %s here",
                           trait->key, there, here);
    return false;
}

/* Other options may be why the data are others: only where there are none are these told. */
static bool compare_trait(void *payload, const hk_trait *trait)
{
    comparing *const c = payload;
    hk_lines *const r = c->lines;
    char value[32];
    if (!hk_lines_next(r) || !hk_lines_expect(r, trait->key) ||
        !hk_lines_word(r, &r->pieces[1], value))
        return false;
    if (strcmp(value, trait->value) == 0)
        return true;
    if (!trait->what)
        return differs(r, trait, value);
    if (!c->other_data.key)
        c->other_data = *trait;
    return true;
}

static bool is_same_training(hk_lines *r, const hk_identity *identity)
{
    comparing c = {.lines = r};
    return hk_identity_each(identity, compare_trait, &c) &&
           (!c.other_data.key || differs(r, &c.other_data, ""));
}

static bool take_real(hk_lines *r, const hk_piece *p, double *x)
{
    static const struct {
        const char *word;
        double value;
    } words[] = {{"inf", HUGE_VAL}, {"-inf", -HUGE_VAL}, {"nan", NAN}, {"-nan", -NAN}};
    for (size_t k = 0; k < sizeof words / sizeof *words; k++)
        if (hk_piece_is(p, words[k].word)) {
            *x = words[k].value;
            return true;
        }
    return hk_lines_hex(r, p, x);
}

static bool take_norm(hk_lines *r, const hk_piece *p, double *x)
{
    return take_real(r, p, x) && (*x >= 0.0 || hk_lines_fail(r, "this number is at least 0"));
}

static bool take_whole(hk_lines *r, const hk_piece *p, uint64_t most, size_t *number)
{
    return hk_lines_size(r, p, number) &&
           (*number <= most || hk_lines_fail(r, "this number is larger than it can be"));
}

static bool take_flag(hk_lines *r, const hk_piece *p, bool *flag)
{
    *flag = hk_piece_is(p, "yes");
    return *flag || hk_piece_is(p, "no") || hk_lines_fail(r, "yes or no is expected here");
}

static bool take_number(hk_lines *r, const hk_piece *p, const hk_field *field, size_t i)
{
    size_t whole;
    switch (field->kind) {
    case HK_FIELD_REAL:
        return take_real(r, p, (double *)field->values + i);
    case HK_FIELD_FINITE:
        return hk_lines_hex(r, p, (double *)field->values + i);
    case HK_FIELD_NORM:
        return take_norm(r, p, (double *)field->values + i);
    case HK_FIELD_SIZE: /* refused it must not be seen, as the visit goes on */
        if (!take_whole(r, p, field->most, &whole))
            return false;
        ((size_t *)field->values)[i] = whole;
        return true;
    case HK_FIELD_INTEGER:
        if (!take_whole(r, p, field->most, &whole))
            return false;
        ((int64_t *)field->values)[i] = (int64_t)whole;
        return true;
    case HK_FIELD_FLAG:
        return take_flag(r, p, (bool *)field->values + i);
    case HK_FIELD_WORD:
        return hk_piece_hex64(p, (uint64_t *)field->values + i) ||
               hk_lines_fail(r, "16 hexadecimal digits are expected here");
    }
    return false;
}

static bool read_list(hk_lines *r, const hk_field *field)
{
    size_t count;
    if (!hk_lines_expect(r, field->name) || !hk_lines_size(r, &r->pieces[1], &count))
        return false;
    if (count != field->count)
        return hk_lines_fail(r, "there is another number of values here than the data ask for");
    for (size_t i = 0; i < count; i++) {
        if (!hk_lines_next(r))
            return false;
        if (r->count != 1)
            return hk_lines_fail(r, "one value is expected here");
        if (!take_number(r, &r->pieces[0], field, i))
            return false;
    }
    return true;
}

static bool read_field(hk_visitor *visitor, const hk_field *field)
{
    hk_lines *const r = &((reading *)visitor)->lines;
    char what[64];
    if (!hk_lines_next(r))
        return false;
    if (field->is_list)
        return read_list(r, field);
    snprintf(what, sizeof what, "\"%s\" is expected here", field->name);
    if (!hk_lines_has(r, field->name, field->count + 1))
        return hk_lines_fail(r, what);
    for (size_t i = 0; i < field->count; i++)
        if (!take_number(r, &r->pieces[i + 1], field, i))
            return false;
    return true;
}

/* Before anything is done for it: whether this is the whole of a text as it was written. */
static bool is_whole(const hk_lines *first, const char *text, size_t length)
{
    static const char key[] = "\nchecksum ";
    hk_lines r = *first;
    const char *const last = length > SEAL ? text + (length - SEAL) : text;
    const bool sealed = last > text && memcmp(last - 1, key, sizeof key - 1) == 0;
    const char *const at = sealed ? last : text + length;
    r.number = 0;
    for (const char *c = text; (c = memchr(c, '\n', (size_t)(at - c))) != NULL; c++)
        r.number++;
    r.at = last;
    if (sealed)
        return hk_lines_next(&r) && hk_lines_checksum(&r, text);
    return hk_lines_fail(&r, "there is no checksum at the end: the file has been cut short");
}

static hillock_status read_run(reading *reads, hk_run *run, const char *text)
{
    hk_lines *const r = &reads->lines;
    hillock_status status = hk_run_visit(run, &reads->visitor);
    if (status == HILLOCK_OK && (!hk_lines_next(r) || !hk_lines_checksum(r, text)))
        status = HILLOCK_ERROR_FORMAT;
    if (status == HILLOCK_ERROR_MEMORY)
        return hk_say(r->message, status, "no memory for what the solver knew");
    if (status == HILLOCK_ERROR_FORMAT && r->status == HILLOCK_OK)
        (void)hk_lines_fail(r, "what stands before this line cannot be");
    return status;
}

/* What a trainer says of its last training, which a new run writes over. */
typedef struct memory {
    hk_report report;
    hk_history history;
} memory;

static hillock_status read_aside(hillock_trainer *trainer, hillock_neuron *neuron,
                                 const hk_identity *identity, reading *reads, const char *text)
{
    hk_run *run = NULL;
    memory *const before = hk_allocate(1, sizeof *before);
    if (!before)
        return hk_say(&trainer->message, HILLOCK_ERROR_MEMORY, "no memory for a checkpoint");
    before->report = trainer->report;
    before->history = trainer->history;
    hillock_status status = hk_run_create(&run, trainer, neuron, identity->view, true);
    if (status == HILLOCK_OK)
        status = read_run(reads, run, text);
    if (status == HILLOCK_OK) {
        run->mark = identity->mark;
        run->validation_mark = identity->validation_mark;
        run->marked = true;
        hk_run_adopt(run, trainer, neuron);
    } else {
        hk_run_destroy(run);
        trainer->report = before->report;
        trainer->history = before->history;
    }
    hk_free(before);
    return status;
}

hillock_status hk_checkpoint_read(hillock_trainer *trainer, hillock_neuron *neuron,
                                  const hk_view *view, const char *text, size_t length)
{
    hk_message *const message = &trainer->message;
    reading reads = {.visitor = {.visit = read_field, .reads = true},
                     .lines = hk_lines_of(text, length, "checkpoint", 1, message)};
    hk_identity identity = {.mathematics = &neuron->mathematics,
                            .settings = &trainer->settings,
                            .view = view,
                            .validation = trainer->validates ? &trainer->validation : NULL,
                            .n_factors = trainer->n_factors};
    if (!hk_lines_first(&reads.lines) || !is_whole(&reads.lines, text, length))
        return HILLOCK_ERROR_FORMAT;
    hillock_status status = hk_check_complete(view, message);
    if (status == HILLOCK_OK && identity.validation)
        status = hk_check_complete(identity.validation, message);
    if (status != HILLOCK_OK)
        return status;
    identity.mark = hk_fingerprint_of(view);
    if (identity.validation)
        identity.validation_mark = hk_fingerprint_of(identity.validation);
    if (!is_same_training(&reads.lines, &identity))
        return reads.lines.status;
    return read_aside(trainer, neuron, &identity, &reads, text);
}
