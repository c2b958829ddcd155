#define _XOPEN_SOURCE 700 /* mkdtemp */
/* Checkpoints as texts: what is damaged, of another training or nonsense is refused, and nothing
 * has changed; what version 1 has written is read. */
#include "files/checkpoint_1.h"
#include "files/checkpoints.h"

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

enum { M = 12, N = 2 };

static const setting adam[] = {{HILLOCK_SOLVER, HILLOCK_ADAM}, {HILLOCK_EPOCHS, 2},
                               {HILLOCK_BATCH_SIZE, 5},        {HILLOCK_L2, 0.125},
                               {HILLOCK_PATIENCE, 3},          {0, 0}};

static problem classes(uint64_t seed)
{
    problem p = problem_create(M, N, seed);
    make_classes(&p, 0.0, 1.0);
    return p;
}

static plan plan_of(const problem *p, const problem *validation)
{
    plan it = {.p = p,
               .validation = validation,
               .activation = HILLOCK_LOGISTIC,
               .loss = HILLOCK_CROSS_ENTROPY};
    memcpy(it.settings, adam, sizeof adam);
    return it;
}

/* After a training of two epochs. */
static text text_of_training(const plan *of)
{
    process it = process_of(of, 0, 0, true);
    assert_status(hillock_train(it.trainer, it.neuron, of->p->data), HILLOCK_STEP_LIMIT);
    text t = saved(&it);
    process_end(&it);
    return t;
}

/* The trainer that reads has one training behind it, of which nothing is lost. */
static void assert_refused(process *it, const plan *of, const text *t, hillock_status expected,
                           const char *says)
{
    outcome *const before = outcome_of(it, HILLOCK_OK);
    const hillock_status status = load(it, of, t);
    const char *const message = hillock_trainer_message(it->trainer);
    if (status != expected || !strstr(message, says))
        fail_msg("%s: '%s', not '%s'", hillock_status_name(status), message, says);
    assert_same_outcome(outcome_of(it, HILLOCK_OK), before, "after a refusal");
}

static void assert_goes_on(process *it, const plan *of)
{
    assert_true(hillock_train(it->trainer, it->neuron, of->p->data) >= HILLOCK_OK);
    assert_true(report_of(it->trainer, HILLOCK_REPORT_WENT_ON) == 1.0);
}

static void damage_is_seen(void **state)
{
    (void)state;
    problem p = classes(1), other = classes(2);
    const plan of = plan_of(&p, &other);
    text t = text_of_training(&of);
    process it = process_of(&of, 0, 0, true);
    assert_status(hillock_train(it.trainer, it.neuron, p.data), HILLOCK_STEP_LIMIT);
    for (size_t i = 0; i < t.length; i++) {
        const text cut = {.bytes = t.bytes, .length = i};
        assert_status(load(&it, &of, &cut), HILLOCK_ERROR_FORMAT);
        assert_non_null(strstr(hillock_trainer_message(it.trainer), "line "));
        for (int bit = 0; bit < 8; bit++) {
            t.bytes[i] = (char)(t.bytes[i] ^ (1 << bit));
            assert_status(load(&it, &of, &t), HILLOCK_ERROR_FORMAT);
            t.bytes[i] = (char)(t.bytes[i] ^ (1 << bit));
        }
    }
    assert_refused(&it, &of, &(text){.bytes = t.bytes, .length = t.length - 1},
                   HILLOCK_ERROR_FORMAT, "cut short");
    assert_goes_on(&it, &of);
    process_end(&it);
    free(t.bytes);
    problem_destroy(&other);
    problem_destroy(&p);
}

/* The text with its checksum made right again. */
static void stamp(text *t)
{
    uint64_t checksum = UINT64_C(0xcbf29ce484222325);
    char *const last = strstr(t->bytes, "\nchecksum ") + 1;
    for (const char *c = t->bytes; c < last; c++)
        checksum = (checksum ^ (unsigned char)*c) * UINT64_C(0x100000001b3);
    t->length = (size_t)(last - t->bytes) +
                (size_t)sprintf(last, "checksum %016llx\n", (unsigned long long)checksum);
}

/* The first `from` becomes `to`, and the checksum is right. */
static text changed(const text *t, const char *from, const char *to)
{
    text other = {.bytes = calloc(t->length + 200, 1)};
    const char *const at = strstr(t->bytes, from);
    assert_non_null(other.bytes);
    if (!at)
        fail_msg("there is no '%s'", from);
    sprintf(other.bytes, "%.*s%s%s", (int)(at - t->bytes), t->bytes, to, at + strlen(from));
    stamp(&other);
    return other;
}

/* A right checksum makes nothing else right. */
static void what_makes_no_sense_is_refused(void **state)
{
    static const struct {
        const char *from, *to, *says;
        hillock_status status;
    } changes[] = {
        {"checkpoint 1", "checkpoint 2", "checkpoints of version 1", HILLOCK_ERROR_FORMAT},
        {"hillock checkpoint", "hillock model", "line 1: this is no hillock checkpoint",
         HILLOCK_ERROR_FORMAT},
        {"activation logistic", "activation tanh", "activation is tanh there and logistic here",
         HILLOCK_ERROR_VALUE},
        {"samples 12", "samples 13", "samples is 13 there and 12 here", HILLOCK_ERROR_VALUE},
        {"l2 0x1p-3", "l2 0x1p-2", "l2 is 0.25 there and 0.125 here", HILLOCK_ERROR_VALUE},
        {"solver adam", "solver saga", "solver is saga there", HILLOCK_ERROR_VALUE},
        {"l2 0x1p-3\n", "", "\"l2\" and its value", HILLOCK_ERROR_FORMAT},
        {"\nstopped 10", "\nstopped 1000", "larger than it can be", HILLOCK_ERROR_FORMAT},
        {"\nstopped 10", "\nstopped -10", "whole number", HILLOCK_ERROR_FORMAT},
        {"\nepochs 0x1p+1", "\nepochs 0x1p+99", "cannot be", HILLOCK_ERROR_FORMAT},
        {"\nepochs 0x1p+1", "\nepochs nan", "cannot be", HILLOCK_ERROR_FORMAT},
        {"\nepochs 0x1p+1", "\nepochs 0x1p+40", "cannot be", HILLOCK_ERROR_FORMAT},
        {"\nepoch 2", "\nepoch 3", "cannot be", HILLOCK_ERROR_FORMAT},
        {"\nw 2\n", "\nw 2\n-inf\n", "finite hexadecimal", HILLOCK_ERROR_FORMAT},
        {"\ngradient-norm ", "\ngradient-norm -", "at least 0", HILLOCK_ERROR_FORMAT},
        {"\nbest-w 2\n", "\nbest-w 2\nnan\n", "finite hexadecimal", HILLOCK_ERROR_FORMAT},
        {"\nsolver 70", "\nsolver 80", "cannot be", HILLOCK_ERROR_FORMAT},
        {"\norder 12\n", "\norder 13\n", "another number of values", HILLOCK_ERROR_FORMAT},
        {"\norder 12\n", "\norder 99999999999999999999\n", "whole number", HILLOCK_ERROR_FORMAT},
        {"\norder 12\n", "\norder 12\n12\n", "larger than it can be", HILLOCK_ERROR_FORMAT},
        {"\norder 12\n", "\norder 12\n1 2\n", "one value", HILLOCK_ERROR_FORMAT},
        {"\ndone ", "\ndone 9", "larger than it can be", HILLOCK_ERROR_FORMAT},
        {"\nstate yes", "\nstate maybe", "yes or no", HILLOCK_ERROR_FORMAT},
        {"\nstate yes", "\nstate no", "expected here", HILLOCK_ERROR_FORMAT},
        {"\npoints ", "\npoints 9", "line", HILLOCK_ERROR_FORMAT},
        {"\nb ", "\nc ", "\"b\" is expected", HILLOCK_ERROR_FORMAT},
        {"\nrandom ", "\nrandom 0", "16 hexadecimal digits", HILLOCK_ERROR_FORMAT},
        {"\nbest-J ", "\nbest-J 0", "hexadecimal number", HILLOCK_ERROR_FORMAT},
        {"\nchecksum ", "\nmore 1\nchecksum ", "\"checksum\"", HILLOCK_ERROR_FORMAT},
    };
    (void)state;
    problem p = classes(1), other = classes(2);
    const plan of = plan_of(&p, &other);
    text t = text_of_training(&of);
    must(text_write("", 1, &t) ? HILLOCK_ERROR_FILE : HILLOCK_OK); /* a closing 0 */
    t.length--;
    process it = process_of(&of, 0, 0, true);
    assert_status(hillock_train(it.trainer, it.neuron, p.data), HILLOCK_STEP_LIMIT);
    for (size_t k = 0; k < sizeof changes / sizeof *changes; k++) {
        text c = changed(&t, changes[k].from, changes[k].to);
        assert_refused(&it, &of, &c, changes[k].status, changes[k].says);
        free(c.bytes);
    }
    assert_goes_on(&it, &of);
    process_end(&it);
    free(t.bytes);
    problem_destroy(&other);
    problem_destroy(&p);
}

/* Values of the data as they stand in memory, which somebody has changed. */
/* Numbers that lead to no parameters are those of a training that diverged. */
static void no_parameter_is_infinite(void **state)
{
    (void)state;
    problem p = problem_create(M, N, 1);
    const plan of = {
        .p = &p,
        .activation = HILLOCK_IDENTITY,
        .loss = HILLOCK_SQUARED,
        .settings = {{HILLOCK_SOLVER, HILLOCK_LEAST_SQUARES}, {HILLOCK_TOLERANCE, 0}, {0, 0}}};
    process it = process_of(&of, HILLOCK_EPOCHS, 1, true);
    assert_status(hillock_train(it.trainer, it.neuron, p.data), HILLOCK_STEP_LIMIT);
    text t = saved(&it);
    must(text_write("", 1, &t) ? HILLOCK_ERROR_FILE : HILLOCK_OK); /* a closing 0 */
    const char *const line = strstr(t.bytes, "\nsettled no\nraw ");
    char from[80];
    assert_non_null(line);
    snprintf(from, sizeof from, "\nsettled no\n%.*s", (int)strcspn(line + 12, "\n"), line + 12);
    text c = changed(&t, from, "\nsettled yes\nraw -inf 0x0p+0");
    must(load(&it, &of, &c));
    double before[N + 1], after[N + 1];
    must(hillock_neuron_get_parameters(it.neuron, before, &before[N]));
    assert_status(hillock_train(it.trainer, it.neuron, p.data), HILLOCK_DIVERGED);
    must(hillock_neuron_get_parameters(it.neuron, after, &after[N]));
    assert_memory_equal(after, before, sizeof before);
    free(c.bytes);
    free(t.bytes);
    process_end(&it);
    problem_destroy(&p);
}

static void other_data_and_options_are_named(void **state)
{
    (void)state;
    problem p = classes(1), validation = classes(2);
    double ones[M];
    static const double factors[N] = {1, 2};
    const plan of = plan_of(&p, &validation);
    text t = text_of_training(&of);
    process it = process_of(&of, 0, 0, true);
    hillock_trainer *const trainer = it.trainer;
    assert_status(hillock_train(trainer, it.neuron, p.data), HILLOCK_STEP_LIMIT);
    for (size_t j = 0; j < M; j++)
        ones[j] = 1.0;
    p.X[7] = nextafter(p.X[7], 2.0);
    assert_refused(&it, &of, &t, HILLOCK_ERROR_VALUE, "the features differ");
    p.X[7] = nextafter(p.X[7], -2e9);
    p.y[3] = 1.0 - p.y[3];
    assert_refused(&it, &of, &t, HILLOCK_ERROR_VALUE, "the targets differ");
    p.y[3] = 1.0 - p.y[3];
    must(hillock_dataset_set_weights_f64(p.data, ones));
    assert_refused(&it, &of, &t, HILLOCK_ERROR_VALUE, "the sample weights differ");
    must(hillock_dataset_set_weights_f64(p.data, NULL));
    must(hillock_dataset_set_offset_f64(p.data, ones));
    assert_refused(&it, &of, &t, HILLOCK_ERROR_VALUE, "the offset differs");
    must(hillock_dataset_set_offset_f64(p.data, NULL));
    validation.X[0] += 1.0;
    assert_refused(&it, &of, &t, HILLOCK_ERROR_VALUE, "the validation data differ");
    validation.X[0] -= 1.0;
    must(hillock_trainer_set_integer(trainer, HILLOCK_BATCH_SIZE, 6));
    assert_refused(&it, &of, &t, HILLOCK_ERROR_VALUE, "batch-size is 5 there and 6 here");
    must(hillock_trainer_set_integer(trainer, HILLOCK_BATCH_SIZE, 5));
    must(hillock_trainer_set_integer(trainer, HILLOCK_THREADS, 2)); /* changes no bit */
    must(hillock_trainer_set_real(trainer, HILLOCK_TOLERANCE, 1e-3));
    must(hillock_trainer_set_penalty_factors(trainer, N, factors));
    assert_refused(&it, &of, &t, HILLOCK_ERROR_VALUE, "the penalty factors differ");
    must(hillock_trainer_set_penalty_factors(trainer, N, NULL));
    must(load(&it, &of, &t));
    assert_non_null(strstr(hillock_trainer_message(trainer), "limit of epochs after 2 epochs"));
    assert_goes_on(&it, &of);
    process_end(&it);
    free(t.bytes);
    problem_destroy(&validation);
    problem_destroy(&p);
}

/* The same values as floats, feature by feature, are the same data. */
static void type_and_layout_do_not_matter(void **state)
{
    (void)state;
    problem p = classes(1);
    float X[M * N];
    for (size_t j = 0; j < M; j++)
        for (size_t i = 0; i < N; i++) {
            X[i * M + j] = (float)p.X[j * N + i];
            p.X[j * N + i] = (double)X[i * M + j];
        }
    const plan of = plan_of(&p, NULL);
    text t = text_of_training(&of);
    process it = process_of(&of, 0, 0, true);
    must(hillock_dataset_set_features_f32(p.data, X, HILLOCK_FEATURE_MAJOR, M));
    must(load(&it, &of, &t));
    assert_goes_on(&it, &of);
    process_end(&it);
    free(t.bytes);
    problem_destroy(&p);
}

static int refuse_to_write(const char *bytes, size_t count, void *payload)
{
    (void)bytes;
    (void)count;
    (void)payload;
    return 1;
}

static size_t fail_to_read(char *bytes, size_t capacity, void *payload)
{
    (void)bytes;
    (void)capacity;
    (void)payload;
    return SIZE_MAX;
}

/* The folder holds the file of that name and nothing else. */
static void assert_alone(const char *folder, const char *path)
{
    assert_int_equal(remove(path), 0);
    assert_int_equal(rmdir(folder), 0);
}

static void files_and_their_failures(void **state)
{
    (void)state;
    char folder[] = "/tmp/hillock-checkpoints-XXXXXX", path[64], missing[64];
    problem p = classes(1);
    const plan of = plan_of(&p, NULL);
    process it = process_of(&of, 0, 0, true);
    assert_non_null(mkdtemp(folder));
    sprintf(path, "%s/c", folder);
    sprintf(missing, "%s/none/c", folder);
    assert_status(hillock_train(it.trainer, it.neuron, p.data), HILLOCK_STEP_LIMIT);
    for (int k = 0; k < 2; k++) /* new, then over the old one */
        must(hillock_trainer_save_checkpoint(it.trainer, path));
    assert_status(hillock_trainer_save_checkpoint(it.trainer, missing), HILLOCK_ERROR_FILE);
    assert_non_null(strstr(hillock_trainer_message(it.trainer), missing));
    assert_status(hillock_trainer_write_checkpoint(it.trainer, refuse_to_write, NULL),
                  HILLOCK_ERROR_FILE);
    assert_status(
        hillock_trainer_read_checkpoint(it.trainer, it.neuron, p.data, fail_to_read, NULL),
        HILLOCK_ERROR_FILE);
    assert_status(hillock_trainer_load_checkpoint(it.trainer, it.neuron, p.data, missing),
                  HILLOCK_ERROR_FILE);
    assert_non_null(strstr(hillock_trainer_message(it.trainer), "No such file"));
    assert_goes_on(&it, &of);
    must(hillock_trainer_load_checkpoint(it.trainer, it.neuron, p.data, path));
    assert_true(report_of(it.trainer, HILLOCK_REPORT_EPOCHS) == 2.0);
    assert_true(report_of(it.trainer, HILLOCK_REPORT_WENT_ON) == 0.0);
    process_end(&it);
    assert_alone(folder, path);
    problem_destroy(&p);
}

static int count(const hillock_trainer *trainer, void *payload)
{
    (void)trainer;
    ++*(int *)payload;
    return 0;
}

/* Every microsecond, so after every step or so: no bit is another; and from the last one it goes
 * on. Where nothing can be saved the training ends as it would have. */
static void checkpoints_on_the_way_change_no_bit(void **state)
{
    (void)state;
    char folder[] = "/tmp/hillock-checkpoints-XXXXXX", path[64], missing[64];
    problem p = classes(1), validation = classes(2);
    plan of = plan_of(&p, &validation);
    of.settings[4].value = 0; /* for as long as there are epochs */
    outcome *const whole = at_once(&of, HILLOCK_EPOCHS, 300);
    int calls = 0;
    assert_non_null(mkdtemp(folder));
    sprintf(path, "%s/c", folder);
    sprintf(missing, "%s/none/c", folder);
    process it = process_of(&of, HILLOCK_EPOCHS, 300, false);
    must(hillock_trainer_set_progress(it.trainer, count, &calls));
    must(hillock_trainer_set_checkpoint(it.trainer, path, 1e-6));
    const hillock_status status = hillock_train(it.trainer, it.neuron, p.data);
    assert_true(report_of(it.trainer, HILLOCK_REPORT_WENT_ON) == 0.0 && calls >= 300);
    assert_same_outcome(outcome_of(&it, status), whole, "checkpoints on the way");
    must(hillock_trainer_load_checkpoint(it.trainer, it.neuron, p.data, path));
    assert_true(report_of(it.trainer, HILLOCK_REPORT_EPOCHS) >= 200.0);
    must(hillock_trainer_set_checkpoint(it.trainer, missing, 1e-6));
    assert_goes_on(&it, &of);
    assert_non_null(
        strstr(hillock_trainer_message(it.trainer), "could not be saved: cannot write"));
    process_end(&it);
    assert_alone(folder, path);
    problem_destroy(&validation);
    problem_destroy(&p);
}

/* As version 1 has written it, to be read forever; docs/format.md. */
static void version_1_is_read(void **state)
{
    (void)state;
    problem p = golden_problem(), validation = golden_problem();
    validation.y[0] = 0.0;
    const plan of = golden_plan(&p, &validation);
    process it = process_of(&of, 0, 0, true);
    const text t = {.bytes = (char *)golden_text, .length = strlen(golden_text)};
    const hillock_status status = load(&it, &of, &t);
    if (status != HILLOCK_OK)
        fail_msg("%s", hillock_trainer_message(it.trainer));
    assert_true(report_of(it.trainer, HILLOCK_REPORT_STEPS) == 5.0);
    text again = saved(&it);
    assert_int_equal(again.length, t.length);
    assert_memory_equal(again.bytes, t.bytes, t.length);
    free(again.bytes);
    assert_goes_on(&it, &of);
    process_end(&it);
    problem_destroy(&validation);
    problem_destroy(&p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(damage_is_seen),
        cmocka_unit_test(what_makes_no_sense_is_refused),
        cmocka_unit_test(no_parameter_is_infinite),
        cmocka_unit_test(other_data_and_options_are_named),
        cmocka_unit_test(type_and_layout_do_not_matter),
        cmocka_unit_test(files_and_their_failures),
        cmocka_unit_test(checkpoints_on_the_way_change_no_bit),
        cmocka_unit_test(version_1_is_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
