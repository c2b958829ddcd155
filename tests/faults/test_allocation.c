/* Every allocation of every function fails in turn, once and from then on forever: a clean
 * status, no leak, nothing changed, and the next call works. And where nothing may be
 * allocated, nothing is. */
#include "faults/allocator.h"
#include "faults/fixture.h"

enum { M = 40, N = 3 };

/* Data of either type, with a constant feature and two samples without weight, already checked. */
typedef struct world {
    problem p;
    float *X;
    double weights[M];
    hillock_neuron *neuron;
    hillock_trainer *trainer;
    double out[M];
} world;

static void world_create(world *it, bool narrow)
{
    *it = (world){.p = problem_create(M, N, 1), .X = malloc(M * N * sizeof(float))};
    make_classes(&it->p, 0.0, 1.0);
    for (size_t j = 0; j < M; j++) {
        it->weights[j] = j < 2 ? 0.0 : 1.0;
        it->p.X[j * N + 1] = 0.5;
    }
    for (size_t k = 0; k < M * N; k++)
        it->X[k] = (float)it->p.X[k];
    if (narrow)
        must(hillock_dataset_set_features_f32(it->p.data, it->X, HILLOCK_SAMPLE_MAJOR, N));
    must(hillock_dataset_set_weights_f64(it->p.data, it->weights));
    must(hillock_dataset_check(it->p.data, HILLOCK_CROSS_ENTROPY));
    it->neuron = neuron_of(N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    must(hillock_neuron_set_parameters(it->neuron, (const double[]){0.5, -0.25, 1.0}, 0.125));
    it->trainer =
        trainer_of((const setting[]){{HILLOCK_EPOCHS, 2}, {HILLOCK_TOLERANCE, 0}, {0, 0}});
    for (size_t j = 0; j < M; j++)
        it->out[j] = 7.0;
}

static void world_destroy(world *it)
{
    hillock_trainer_destroy(it->trainer);
    hillock_neuron_destroy(it->neuron);
    problem_destroy(&it->p);
    free(it->X);
}

static hillock_status create_dataset(world *it)
{
    hillock_dataset *created = NULL;
    (void)it;
    const hillock_status status = hillock_dataset_create(&created, 3, 4);
    assert_true((created == NULL) == (status != HILLOCK_OK));
    hillock_dataset_destroy(created);
    return status;
}

static hillock_status create_neuron(world *it)
{
    hillock_neuron *created = NULL;
    (void)it;
    const hillock_status status = hillock_neuron_create(&created, 5, HILLOCK_TANH, HILLOCK_HUBER);
    assert_true((created == NULL) == (status != HILLOCK_OK));
    hillock_neuron_destroy(created);
    return status;
}

static hillock_status create_trainer(world *it)
{
    hillock_trainer *created = NULL;
    (void)it;
    const hillock_status status = hillock_trainer_create(&created);
    assert_true((created == NULL) == (status != HILLOCK_OK));
    hillock_trainer_destroy(created);
    return status;
}

static hillock_status check_dataset(world *it)
{
    return hillock_dataset_check(it->p.data, HILLOCK_CROSS_ENTROPY);
}

static hillock_status evaluate(world *it)
{
    return hillock_evaluate(it->neuron, it->p.data, it->out);
}

static hillock_status gradient(world *it)
{
    return hillock_gradient(it->neuron, it->p.data, it->out, it->out + 1, it->out + 1 + N);
}

static hillock_status factors(world *it)
{
    return hillock_factors(it->neuron, it->p.data, it->out, NULL, NULL, NULL, NULL);
}

static hillock_status predict_dataset(world *it)
{
    return hillock_predict_dataset(it->neuron, it->p.data, it->out);
}

static hillock_status check_gradient(world *it)
{
    return hillock_check_gradient(it->neuron, it->p.data, it->out);
}

static hillock_status check_derivatives(world *it)
{
    const double z = 0.5, y = 1.0;
    return hillock_check_derivatives(it->neuron, 1, &z, &y);
}

static hillock_status score_J(world *it)
{
    return hillock_score(it->neuron, it->p.data, HILLOCK_SCORE_J, it->out);
}

static hillock_status score_auc(world *it)
{
    return hillock_score(it->neuron, it->p.data, HILLOCK_SCORE_AUC, it->out);
}

static hillock_status score_r2(world *it)
{
    return hillock_score(it->neuron, it->p.data, HILLOCK_SCORE_R2, it->out);
}

static hillock_status train(world *it)
{
    return hillock_train(it->trainer, it->neuron, it->p.data);
}

static hillock_status train_standardized(world *it)
{
    must(hillock_trainer_set_integer(it->trainer, HILLOCK_STANDARDIZE, 1));
    return train(it);
}

static hillock_status train_sgd(world *it)
{
    must(hillock_trainer_set_solver(it->trainer, HILLOCK_SGD));
    return train(it);
}

static hillock_status train_adam(world *it)
{
    must(hillock_trainer_set_solver(it->trainer, HILLOCK_ADAM));
    return train(it);
}

static hillock_status train_averaged(world *it)
{
    must(hillock_trainer_set_solver(it->trainer, HILLOCK_AVERAGED_SGD));
    return train(it);
}

static hillock_status train_saga(world *it)
{
    must(hillock_trainer_set_solver(it->trainer, HILLOCK_SAGA));
    return train(it);
}

static hillock_status train_kept(world *it)
{
    must(hillock_trainer_set_integer(it->trainer, HILLOCK_KEEP_STATE, 1));
    return train(it);
}

static hillock_status train_agd(world *it)
{
    must(hillock_trainer_set_solver(it->trainer, HILLOCK_AGD));
    return train(it);
}

static hillock_status fit(world *it)
{
    return hillock_fit(it->neuron, it->p.data);
}

static hillock_status infer(world *it, hillock_covariance_kind covariance)
{
    hillock_inference *created = NULL;
    hillock_status status =
        hillock_inference_create(&created, it->neuron, it->p.data, HILLOCK_FREQUENCY_WEIGHTS,
                                 covariance, HILLOCK_BIAS_FITTED);
    assert_true((created == NULL) == (status < 0));
    hillock_inference_destroy(created);
    return status;
}

static hillock_status infer_model(world *it)
{
    return infer(it, HILLOCK_COVARIANCE_MODEL);
}

static hillock_status infer_sandwich(world *it)
{
    return infer(it, HILLOCK_COVARIANCE_SANDWICH);
}

static hillock_status train_newton(world *it)
{
    must(hillock_trainer_set_solver(it->trainer, HILLOCK_NEWTON));
    return train(it);
}

static hillock_status train_lbfgs(world *it)
{
    must(hillock_trainer_set_solver(it->trainer, HILLOCK_LBFGS));
    return train(it);
}

/* More features than samples, all but one of them 0 and, `free`, out of reach of the penalty. */
static hillock_status train_wide(const world *it, hillock_solver solver, size_t n, bool free)
{
    enum { FEW = 3, MANY = 2001 };
    static double X[FEW * MANY], w[MANY], factors[MANY];
    static const double y[FEW] = {0, 1, 0};
    hillock_dataset *data = NULL;
    hillock_neuron *neuron = NULL;
    hillock_trainer *trainer = NULL;
    (void)it;
    for (size_t i = 0; i < n; i++)
        factors[i] = i == 0 || !free;
    for (size_t j = 0; j < FEW; j++)
        X[j * n] = (double)(j * j);
    hillock_status status = hillock_dataset_create(&data, FEW, n);
    if (status == HILLOCK_OK)
        status = hillock_neuron_create(&neuron, n, HILLOCK_IDENTITY, HILLOCK_SQUARED);
    if (status == HILLOCK_OK)
        status = hillock_trainer_create(&trainer);
    if (status == HILLOCK_OK)
        status = hillock_trainer_set_penalty_factors(trainer, n, factors);
    if (status == HILLOCK_OK) {
        must(hillock_dataset_set_features_f64(data, X, HILLOCK_SAMPLE_MAJOR, n));
        must(hillock_dataset_set_targets_f64(data, y));
        must(hillock_trainer_set_solver(trainer, solver));
        must(hillock_trainer_set_real(trainer, HILLOCK_L2, 0.1));
        status = hillock_train(trainer, neuron, data);
        must(hillock_neuron_get_parameters(neuron, w, NULL));
        assert_true((w[0] != 0.0) == (status == HILLOCK_OK));
    }
    memset(X, 0, sizeof X);
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    hillock_dataset_destroy(data);
    return status;
}

static hillock_status train_in_span(world *it)
{
    return train_wide(it, HILLOCK_NEWTON, 9, false);
}

static hillock_status train_by_products(world *it)
{
    return train_wide(it, HILLOCK_NEWTON, 2001, true);
}

static hillock_status train_least_squares(world *it)
{
    return train_wide(it, HILLOCK_LEAST_SQUARES, 9, false);
}

/* Statistics go into the model, and then with it. */
static hillock_status keep_inference(world *it, hillock_model *model)
{
    hillock_inference *created = NULL;
    hillock_status status =
        hillock_inference_create(&created, it->neuron, it->p.data, HILLOCK_FREQUENCY_WEIGHTS,
                                 HILLOCK_COVARIANCE_MODEL, HILLOCK_BIAS_FITTED);
    if (status >= HILLOCK_OK)
        status = hillock_model_set_inference(model, created);
    hillock_inference_destroy(created);
    return status;
}

/* Made, named, written and read again. */
static hillock_status keep_model(world *it)
{
    static char text[8192];
    static const double ones[N] = {1, 1, 1};
    hillock_model *model = NULL, *read = NULL;
    size_t length = 0;
    hillock_status status = hillock_model_create(&model, it->neuron);
    if (status == HILLOCK_OK)
        status = hillock_model_set_feature_name(model, 1, "second=b");
    if (status == HILLOCK_OK)
        status = hillock_model_set_reference(model, 1, "a");
    if (status == HILLOCK_OK)
        status = hillock_model_set_offset_name(model, "third");
    if (status == HILLOCK_OK)
        status = hillock_model_set_target_name(model, "y");
    if (status == HILLOCK_OK)
        status = hillock_model_set_class_names(model, "no", "yes");
    if (status == HILLOCK_OK)
        status = hillock_model_set_spread(model, ones, ones);
    if (model && status != HILLOCK_OK) { /* which still is one, with neither mean nor deviation */
        assert_status(hillock_model_get_spread(model, NULL, NULL), HILLOCK_ERROR_INCOMPLETE);
        assert_status(hillock_model_write_memory(model, sizeof text, text, &length), HILLOCK_OK);
    }
    if (status == HILLOCK_OK)
        status = keep_inference(it, model);
    if (status == HILLOCK_OK)
        status = hillock_model_write_memory(model, sizeof text, text, &length);
    if (status == HILLOCK_OK)
        status = hillock_model_read_memory(&read, text, length, 0, NULL);
    assert_true((read == NULL) == (status != HILLOCK_OK));
    hillock_model_destroy(read);
    hillock_model_destroy(model);
    return status;
}

/* A text in memory of its own. */
static struct {
    char bytes[1 << 16];
    size_t length, read;
} checkpoint;

static int put(const char *bytes, size_t count, void *payload)
{
    (void)payload;
    assert_true(checkpoint.length + count <= sizeof checkpoint.bytes);
    memcpy(checkpoint.bytes + checkpoint.length, bytes, count);
    checkpoint.length += count;
    return 0;
}

static size_t get(char *bytes, size_t capacity, void *payload)
{
    const size_t left = checkpoint.length - checkpoint.read;
    const size_t count = left < capacity ? left : capacity;
    (void)payload;
    memcpy(bytes, checkpoint.bytes + checkpoint.read, count);
    checkpoint.read += count;
    return count;
}

static hillock_status set_up(world *it, hillock_trainer *trainer, hillock_solver solver)
{
    must(hillock_trainer_set_solver(trainer, solver));
    must(hillock_trainer_set_integer(trainer, HILLOCK_EPOCHS, 2));
    must(hillock_trainer_set_integer(trainer, HILLOCK_KEEP_STATE, 1));
    must(hillock_trainer_set_real(trainer, HILLOCK_TOLERANCE, 0));
    must(hillock_trainer_set_validation(trainer, it->p.data));
    return HILLOCK_OK;
}

/* A training by one trainer goes on by the other, which keeps what it had where that fails. */
static hillock_status keep_checkpoint(world *it, hillock_solver solver)
{
    hillock_neuron *neuron = NULL;
    hillock_trainer *trainer = NULL;
    checkpoint.length = checkpoint.read = 0;
    hillock_status status =
        hillock_neuron_create(&neuron, N, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY);
    if (status == HILLOCK_OK)
        status = hillock_trainer_create(&trainer);
    if (status == HILLOCK_OK) {
        must(set_up(it, trainer, solver));
        must(set_up(it, it->trainer, solver));
        status = hillock_train(trainer, neuron, it->p.data);
    }
    if (status == HILLOCK_STEP_LIMIT)
        status = hillock_trainer_set_checkpoint(trainer, "/nowhere/to/be/found", 1e9);
    if (status == HILLOCK_OK)
        status = hillock_trainer_write_checkpoint(trainer, put, NULL);
    if (status == HILLOCK_OK)
        status = hillock_trainer_read_checkpoint(it->trainer, it->neuron, it->p.data, get, NULL);
    assert_true((hillock_trainer_history_length(it->trainer) > 0) == (status == HILLOCK_OK));
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(neuron);
    return status;
}

static hillock_status keep_checkpoint_of_saga(world *it)
{
    return keep_checkpoint(it, HILLOCK_SAGA);
}

static hillock_status keep_checkpoint_of_newton(world *it)
{
    return keep_checkpoint(it, HILLOCK_NEWTON);
}

typedef struct operation {
    const char *name;
    hillock_status (*run)(world *it);
    hillock_status expected;
    const char *(*message)(const world *it); /* of the handle that was named first; NULL: none */
} operation;

static const char *dataset_message(const world *it)
{
    return hillock_dataset_message(it->p.data);
}

static const char *neuron_message(const world *it)
{
    return hillock_neuron_message(it->neuron);
}

static const char *trainer_message(const world *it)
{
    return hillock_trainer_message(it->trainer);
}

static const operation operations[] = {
    {"hillock_dataset_create", create_dataset, HILLOCK_OK, NULL},
    {"hillock_neuron_create", create_neuron, HILLOCK_OK, NULL},
    {"hillock_trainer_create", create_trainer, HILLOCK_OK, NULL},
    {"hillock_dataset_check", check_dataset, HILLOCK_OK, dataset_message},
    {"hillock_evaluate", evaluate, HILLOCK_OK, neuron_message},
    {"hillock_gradient", gradient, HILLOCK_OK, neuron_message},
    {"hillock_factors", factors, HILLOCK_OK, neuron_message},
    {"hillock_predict_dataset", predict_dataset, HILLOCK_OK, NULL},
    {"hillock_check_gradient", check_gradient, HILLOCK_OK, neuron_message},
    {"hillock_check_derivatives", check_derivatives, HILLOCK_OK, neuron_message},
    {"hillock_score J", score_J, HILLOCK_OK, neuron_message},
    {"hillock_score AUC", score_auc, HILLOCK_OK, neuron_message},
    {"hillock_score R2", score_r2, HILLOCK_OK, neuron_message},
    {"hillock_train gd", train, HILLOCK_STEP_LIMIT, trainer_message},
    {"hillock_train standardized", train_standardized, HILLOCK_STEP_LIMIT, trainer_message},
    {"hillock_train sgd", train_sgd, HILLOCK_STEP_LIMIT, trainer_message},
    {"hillock_train adam", train_adam, HILLOCK_STEP_LIMIT, trainer_message},
    {"hillock_train averaged-sgd", train_averaged, HILLOCK_STEP_LIMIT, trainer_message},
    {"hillock_train saga", train_saga, HILLOCK_STEP_LIMIT, trainer_message},
    {"hillock_train keep-state", train_kept, HILLOCK_STEP_LIMIT, trainer_message},
    {"hillock_train agd", train_agd, HILLOCK_STEP_LIMIT, trainer_message},
    {"hillock_inference_create model", infer_model, HILLOCK_NOT_AT_MINIMUM, neuron_message},
    {"hillock_inference_create sandwich", infer_sandwich, HILLOCK_NOT_AT_MINIMUM, neuron_message},
    {"hillock_train newton", train_newton, HILLOCK_STEP_LIMIT, trainer_message},
    {"hillock_train lbfgs", train_lbfgs, HILLOCK_STEP_LIMIT, trainer_message},
    {"hillock_train newton, span", train_in_span, HILLOCK_OK, NULL},
    {"hillock_train newton, products", train_by_products, HILLOCK_OK, NULL},
    {"hillock_train least squares", train_least_squares, HILLOCK_OK, NULL},
    {"hillock_fit", fit, HILLOCK_OK, neuron_message},
    {"hillock_model", keep_model, HILLOCK_OK, NULL},
    {"checkpoint of saga", keep_checkpoint_of_saga, HILLOCK_OK, NULL},
    {"checkpoint of newton", keep_checkpoint_of_newton, HILLOCK_OK, NULL},
};

static void assert_as_before(const world *it, const operation *tested, const parameters *before)
{
    const parameters now = parameters_of(it->neuron);
    size_t constant = 0;
    assert_memory_equal(&now, before, sizeof now);
    for (size_t j = 0; j < M; j++)
        assert_true(it->out[j] == 7.0);
    if (hillock_dataset_constant_features(it->p.data, 1, &constant) != 1 || constant != 1 ||
        hillock_dataset_zero_weights(it->p.data) != 2)
        fail_msg("%s has forgotten what the last check found", tested->name);
    if (tested->message && !strstr(tested->message(it), "memory"))
        fail_msg("%s says '%s'", tested->name, tested->message(it));
}

/* True while the nth allocation exists: then it failed. */
static bool fails_cleanly(const operation *tested, long nth, bool forever, bool narrow)
{
    world it;
    const long live = allocator.live; /* of nothing: a neuron keeps the workspace of a derivation */
    world_create(&it, narrow);
    const parameters before = parameters_of(it.neuron);
    allocator.calls = 0;
    allocator.forever = forever;
    allocator.fail_at = nth;
    hillock_status status = tested->run(&it);
    const bool reached = allocator.calls >= nth;
    allocator.fail_at = 0;
    const hillock_status expected = reached ? HILLOCK_ERROR_MEMORY : tested->expected;
    if (status != expected)
        fail_msg("%s, allocation %ld: %s", tested->name, nth, hillock_status_name(status));
    if (reached) {
        assert_as_before(&it, tested, &before);
        assert_status(tested->run(&it), tested->expected);
    }
    world_destroy(&it);
    if (allocator.live != live)
        fail_msg("%s, allocation %ld: %ld blocks leak", tested->name, nth, allocator.live - live);
    return reached;
}

static void every_failing_allocation_is_reported_and_changes_nothing(void **state)
{
    (void)state;
    const long live = allocator.live;
    for (size_t k = 0; k < sizeof operations / sizeof operations[0]; k++)
        for (int forever = 0; forever <= 1; forever++)
            for (int narrow = 0; narrow <= 1; narrow++) {
                long nth = 1;
                while (fails_cleanly(&operations[k], nth, forever, narrow))
                    nth++;
                assert_true(nth > 1 || operations[k].run == check_derivatives);
            }
    assert_int_equal(allocator.live, live);
}

static void after_running_out_of_memory_a_trainer_has_no_report(void **state)
{
    (void)state;
    world it;
    double J;
    world_create(&it, false);
    assert_status(train_sgd(&it), HILLOCK_STEP_LIMIT);
    allocator.calls = 0;
    assert_status(train_sgd(&it), HILLOCK_STEP_LIMIT);
    allocator.fail_at = allocator.calls; /* the last one belongs to the solver */
    allocator.calls = 0;
    assert_status(train_sgd(&it), HILLOCK_ERROR_MEMORY);
    allocator.fail_at = 0;
    assert_status(hillock_trainer_report(it.trainer, HILLOCK_REPORT_J, &J),
                  HILLOCK_ERROR_INCOMPLETE);
    assert_int_equal(hillock_trainer_history_length(it.trainer), 0);
    world_destroy(&it);
}

/* As many allocations for 10 epochs as for 1000: none belongs to an epoch. */
static void training_loops_allocate_nothing(void **state)
{
    (void)state;
    static const double epochs[] = {10, 1000};
    for (int solver = HILLOCK_GD; solver <= HILLOCK_AGD; solver += HILLOCK_SGD - HILLOCK_GD)
        for (int narrow = 0; narrow <= 1; narrow++)
            for (int standardize = 0; standardize <= 1; standardize++) {
                long calls[2];
                for (int k = 0; k < 2; k++) {
                    world it;
                    world_create(&it, narrow);
                    must(hillock_trainer_set_integer(it.trainer, HILLOCK_SOLVER, solver));
                    must(hillock_trainer_set_integer(it.trainer, HILLOCK_STANDARDIZE, standardize));
                    must(hillock_trainer_set_integer(it.trainer, HILLOCK_EPOCHS,
                                                     (int64_t)epochs[k]));
                    allocator.calls = 0;
                    assert_status(train(&it), HILLOCK_STEP_LIMIT);
                    calls[k] = allocator.calls;
                    world_destroy(&it);
                }
                assert_int_equal(calls[0], calls[1]);
                assert_true(calls[0] > 0);
            }
}

static void predictions_allocate_nothing(void **state)
{
    (void)state;
    world it;
    int classes[M];
    float narrow[M];
    world_create(&it, true);
    allocator.calls = 0;
    must(hillock_predict_f64(it.neuron, it.p.X, M, N, it.out));
    must(hillock_predict_f32(it.neuron, it.X, M, N, narrow));
    must(hillock_predict_z_f64(it.neuron, it.p.X, M, N, it.out));
    must(hillock_predict_z_f32(it.neuron, it.X, M, N, narrow));
    must(hillock_predict_class_f64(it.neuron, it.p.X, M, N, 0.5, classes));
    must(hillock_predict_class_f32(it.neuron, it.X, M, N, 0.5, classes));
    must(hillock_predict_row_f64(it.neuron, it.p.X, it.out));
    must(hillock_predict_row_f32(it.neuron, it.X, narrow));
    assert_int_equal(allocator.calls, 0);
    world_destroy(&it);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_failing_allocation_is_reported_and_changes_nothing),
        cmocka_unit_test(after_running_out_of_memory_a_trainer_has_no_report),
        cmocka_unit_test(training_loops_allocate_nothing),
        cmocka_unit_test(predictions_allocate_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
