/* What a model keeps since version 3: the offset of its training, and the references of text. */
#include "files/damage.h"
#include "files/tables.h"

#include <stdio.h>

enum { CAPACITY = 4096 };

/* A model as version 3 has written it, to be read forever; docs/format.md. */
static const char golden[] = "hillock model 3\n"
                             "activation exp\n"
                             "loss poisson\n"
                             "target \"deaths\"\n"
                             "offset \"log \\x22years\\x22\"\n"
                             "features 3\n"
                             "bias -0x1p+0\n"
                             "weight 0x1p-1 0x1p-2 0x1p-1 \"c=green\" \"\"\n"
                             "weight 0x1p+1 0x1p-2 0x1p-1 \"c=red\" \"\"\n"
                             "weight 0x1p+0 0x1.8p+1 0x1p+0\n"
                             "checksum 3958f22db9794012\n";

/* A covariance follows the weights as in version 2. */
static const char covariance[] = "covariance sandwich held\n"
                                 "centre 0x0p+0\ncentre 0x0p+0 omitted\ncentre 0x0p+0\n"
                                 "factor 0x1p+0\nfactor 0x0p+0\nfactor 0x0p+0\nfactor 0x1p-1\n"
                                 "factor 0x0p+0\nfactor 0x1p+0\nfactor 0x0p+0\nfactor 0x0p+0\n"
                                 "factor 0x0p+0\nfactor 0x0p+0\n";

static hillock_model *model_of(const char *text)
{
    char message[400];
    hillock_model *model = NULL;
    const hillock_status status =
        hillock_model_read_memory(&model, text, strlen(text), sizeof message, message);
    if (status != HILLOCK_OK)
        fail_msg("%s: %s", message, text);
    return model;
}

static void expect_text(hillock_model *model, const char *text)
{
    char written[CAPACITY];
    size_t length;
    assert_status(hillock_model_write_memory(model, CAPACITY - 1, written, &length), HILLOCK_OK);
    written[length] = '\0';
    assert_string_equal(written, text);
}

/* The text with its checksum made right again. */
static void stamp(char *text)
{
    uint64_t checksum = UINT64_C(0xcbf29ce484222325);
    char *const last = strstr(text, "checksum ");
    for (const char *c = text; c < last; c++)
        checksum = (checksum ^ (unsigned char)*c) * UINT64_C(0x100000001b3);
    (void)sprintf(last, "checksum %016llx\n", (unsigned long long)checksum);
}

/* golden with `from` replaced. */
static void change(char changed[CAPACITY], const char *from, const char *to)
{
    const char *const at = strstr(golden, from);
    assert_non_null(at);
    (void)snprintf(changed, CAPACITY, "%.*s%s%s", (int)(at - golden), golden, to,
                   at + strlen(from));
    stamp(changed);
}

static void version_3_is_read(void **state)
{
    char with[CAPACITY], end[CAPACITY];
    (void)state;
    hillock_model *model = model_of(golden);
    assert_string_equal(hillock_model_offset_name(model), "log \"years\"");
    assert_string_equal(hillock_model_reference(model, 0), "");
    assert_string_equal(hillock_model_reference(model, 1), "");
    assert_null(hillock_model_reference(model, 2));
    assert_null(hillock_model_reference(model, 3));
    assert_null(hillock_model_inference(model));
    expect_text(model, golden);
    hillock_model_destroy(model);
    (void)snprintf(end, sizeof end, "%schecksum", covariance);
    change(with, "checksum", end);
    model = model_of(with);
    assert_non_null(hillock_model_inference(model));
    expect_text(model, with);
    hillock_model_destroy(model);
}

static void the_lowest_version_that_can_say_it_is_written(void **state)
{
    char text[CAPACITY];
    (void)state;
    hillock_model *const model = model_of(golden);
    assert_status(hillock_model_set_offset_name(model, NULL), HILLOCK_OK);
    assert_null(hillock_model_offset_name(model));
    change(text, "offset \"log \\x22years\\x22\"\n", "");
    expect_text(model, text);
    assert_status(hillock_model_set_reference(model, 0, NULL), HILLOCK_OK);
    assert_status(hillock_model_set_feature_name(model, 1, "c=red"), HILLOCK_OK);
    assert_null(hillock_model_reference(model, 1));
    assert_status(hillock_model_write_memory(model, CAPACITY, text, &(size_t){0}), HILLOCK_OK);
    assert_memory_equal(text, "hillock model 1\n", 16);
    assert_status(hillock_model_set_offset_name(model, ""), HILLOCK_OK);
    assert_status(hillock_model_write_memory(model, CAPACITY, text, &(size_t){0}), HILLOCK_OK);
    assert_memory_equal(text, "hillock model 3\n", 16);
    assert_non_null(strstr(text, "\noffset \"\"\n"));
    hillock_model_destroy(model);
}

static void what_makes_no_sense_is_refused(void **state)
{
    static const struct {
        const char *from, *to, *says;
    } changes[] = {
        {"model 3", "model 1", "line 5: \"features\""},
        {"model 3", "model 2", "line 5: \"features\""},
        {"model 3", "model 4",
         "line 1: this version of the library reads models of version 1 to 3"},
        {"offset \"log", "offset log", "line 5"},
        {"\"c=green\" \"\"", "\"c green\" \"\"", "line 8: a second name"},
        {"\"c=green\" \"\"", "\"c=green\" \"\" \"\"", "line 8"},
        {"\"c=green\" \"\"", "\"\" \"c=green\"", "line 8: a second name"},
        {"offset \"log \\x22years\\x22\"\n", "offset \"a\"\noffset \"b\"\n",
         "line 6: \"features\""},
    };
    static const char bare[] = "hillock model 3\nactivation exp\nloss poisson\nfeatures 1\n"
                               "bias 0x0p+0\nweight 0x0p+0 \"c=a\"\nchecksum 0123456789abcdef\n";
    static const char old[] = "hillock model 1\nactivation exp\nloss poisson\nfeatures 1\n"
                              "bias 0x0p+0\nweight 0x0p+0 \"c=a\" \"b\"\nchecksum "
                              "0123456789abcdef\n";
    char changed[CAPACITY], message[400];
    hillock_model *model = NULL;
    (void)state;
    for (size_t k = 0; k < sizeof changes / sizeof *changes; k++) {
        change(changed, changes[k].from, changes[k].to);
        const hillock_status status =
            hillock_model_read_memory(&model, changed, strlen(changed), sizeof message, message);
        if (status != HILLOCK_ERROR_FORMAT || !strstr(message, changes[k].says))
            fail_msg("%s -> %s: %s", changes[k].from, changes[k].to, message);
    }
    (void)strcpy(changed, bare);
    stamp(changed);
    assert_status(hillock_model_read_memory(&model, changed, strlen(changed), 400, message),
                  HILLOCK_ERROR_FORMAT);
    assert_string_equal(message, "line 7: neither an offset nor a reference makes this version 3");
    (void)strcpy(changed, old);
    stamp(changed);
    assert_status(hillock_model_read_memory(&model, changed, strlen(changed), 400, message),
                  HILLOCK_ERROR_FORMAT);
    assert_non_null(strstr(message, "line 6: a second name"));
    assert_null(model);
}

static void damage_is_seen(void **state)
{
    char text[sizeof golden];
    (void)state;
    memcpy(text, golden, sizeof golden);
    assert_damage_is_seen(text, sizeof golden - 1);
}

static void misuse_is_refused(void **state)
{
    (void)state;
    hillock_model *const model = model_of(golden);
    assert_status(hillock_model_set_reference(NULL, 0, "a"), HILLOCK_ERROR_NULL);
    assert_status(hillock_model_set_offset_name(NULL, "a"), HILLOCK_ERROR_NULL);
    assert_status(hillock_model_set_reference(model, 3, "a"), HILLOCK_ERROR_SIZE);
    assert_status(hillock_model_set_reference(model, 2, "a"), HILLOCK_ERROR_VALUE);
    assert_string_equal(hillock_model_message(model),
                        "feature 2 is not named \"column=text\", and so has no reference");
    assert_null(hillock_model_reference(NULL, 0));
    assert_null(hillock_model_offset_name(NULL));
    assert_null(hillock_table_reference(NULL, 0));
    expect_text(model, golden);
    hillock_model_destroy(model);
}

typedef struct text {
    char bytes[1 << 18];
    size_t length, read;
} text;

static int text_write(const char *bytes, size_t count, void *payload)
{
    text *const t = payload;
    assert_true(t->length + count <= sizeof t->bytes);
    memcpy(t->bytes + t->length, bytes, count);
    t->length += count;
    return 0;
}

static size_t text_read(char *bytes, size_t capacity, void *payload)
{
    text *const t = payload;
    const size_t left = t->length - t->read, count = left < capacity ? left : capacity;
    memcpy(bytes, t->bytes + t->read, count);
    t->read += count;
    return count;
}

static const char *offset_after(const hillock_neuron *neuron, char name[CAPACITY])
{
    hillock_model *model = NULL;
    assert_status(hillock_model_create(&model, neuron), HILLOCK_OK);
    const char *const kept = hillock_model_offset_name(model);
    if (kept)
        (void)strcpy(name, kept);
    hillock_model_destroy(model);
    return kept ? name : NULL;
}

/* A training tells the neuron, and the neuron the model. */
static void a_model_knows_that_training_had_an_offset(void **state)
{
    static const double X[] = {1, 2, 3, 4, 5}, y[] = {1, 3, 2, 5, 4}, offset[] = {0, 1, 0, 1, 0};
    char name[CAPACITY];
    static text checkpoint;
    hillock_dataset *data = NULL;
    hillock_neuron *neuron = NULL, *other = NULL;
    hillock_trainer *trainer = NULL;
    (void)state;
    assert_status(hillock_dataset_create(&data, 5, 1), HILLOCK_OK);
    assert_status(hillock_dataset_set_features_f64(data, X, HILLOCK_SAMPLE_MAJOR, 1), HILLOCK_OK);
    assert_status(hillock_dataset_set_targets_f64(data, y), HILLOCK_OK);
    assert_status(hillock_neuron_create(&neuron, 1, HILLOCK_EXP, HILLOCK_POISSON), HILLOCK_OK);
    assert_status(hillock_neuron_create(&other, 1, HILLOCK_EXP, HILLOCK_POISSON), HILLOCK_OK);
    assert_status(hillock_trainer_create(&trainer), HILLOCK_OK);
    assert_status(hillock_fit(neuron, data), HILLOCK_OK);
    assert_null(offset_after(neuron, name));
    assert_status(hillock_dataset_set_offset_f64(data, offset), HILLOCK_OK);
    assert_status(hillock_trainer_set_integer(trainer, HILLOCK_KEEP_STATE, 1), HILLOCK_OK);
    assert_status(hillock_train(trainer, neuron, data), HILLOCK_OK);
    assert_string_equal(offset_after(neuron, name), "");
    assert_status(hillock_neuron_set_parameters(neuron, X, 0), HILLOCK_OK);
    assert_null(offset_after(neuron, name));
    assert_status(hillock_fit(neuron, data), HILLOCK_OK);
    assert_string_equal(offset_after(neuron, name), "");
    assert_null(offset_after(other, name));
    assert_status(hillock_trainer_write_checkpoint(trainer, text_write, &checkpoint), HILLOCK_OK);
    assert_status(hillock_trainer_read_checkpoint(trainer, other, data, text_read, &checkpoint),
                  HILLOCK_OK);
    assert_string_equal(offset_after(other, name), "");
    hillock_trainer_destroy(trainer);
    hillock_neuron_destroy(other);
    hillock_neuron_destroy(neuron);
    hillock_dataset_destroy(data);
}

/* A model read back passes it on, unless it was taken away. */
static void a_model_of_a_models_neuron_knows_it(void **state)
{
    char name[CAPACITY];
    (void)state;
    hillock_model *const model = model_of(golden);
    assert_string_equal(offset_after(hillock_model_neuron(model), name), "");
    assert_status(hillock_model_set_offset_name(model, NULL), HILLOCK_OK);
    assert_null(offset_after(hillock_model_neuron(model), name));
    hillock_model_destroy(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(version_3_is_read),
        cmocka_unit_test(the_lowest_version_that_can_say_it_is_written),
        cmocka_unit_test(what_makes_no_sense_is_refused),
        cmocka_unit_test(damage_is_seen),
        cmocka_unit_test(misuse_is_refused),
        cmocka_unit_test(a_model_knows_that_training_had_an_offset),
        cmocka_unit_test(a_model_of_a_models_neuron_knows_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
