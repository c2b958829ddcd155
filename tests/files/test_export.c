/* A model as C: compiled as its users do, and compared bit for bit with the portable kernels; and
 * as JSON, letter for letter. */
#define _XOPEN_SOURCE 700 /* mkdtemp */
#include "support/random_numbers.h"
#include "support/testing.h"

#include "core/processor.h"
#include "hillock/hillock.h"
#include "neuron/kernels.h"
#include "pass/products.h"

#include <dlfcn.h>
#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MOST = 33, ROWS = 2000, MODELS = 140, CAPACITY = 4096 };

static const size_t sizes[] = {0, 1, 2, 3, 7, 8, 9, MOST};

typedef double predict_function(const double *x);

static void must(hillock_status status)
{
    assert_string_equal(hillock_status_name(status), "HILLOCK_OK");
}

static hillock_loss loss_of(hillock_activation activation)
{
    size_t k = 0;
    while (hillock_pair_check(activation, (hillock_loss)hillock_loss_at(k), 0, NULL) != HILLOCK_OK)
        k++;
    return (hillock_loss)hillock_loss_at(k);
}

static hillock_model *model_of(hillock_activation activation, size_t n, random_numbers *random)
{
    double w[MOST];
    hillock_neuron *neuron;
    hillock_model *model;
    for (size_t i = 0; i < n; i++)
        w[i] = random_uniform(random, -2.0, 2.0);
    must(hillock_neuron_create(&neuron, n, activation, loss_of(activation)));
    must(hillock_neuron_set_parameters(neuron, w, random_uniform(random, -1.0, 1.0)));
    (void)hillock_neuron_set_real(neuron, HILLOCK_ALPHA, 0.3);
    must(hillock_model_create(&model, neuron));
    hillock_neuron_destroy(neuron);
    return model;
}

static int to_file(const char *bytes, size_t count, void *file)
{
    return fwrite(bytes, 1, count, file) != count;
}

/* The models, their headers, and one C file that includes them all. */
typedef struct fixture {
    char folder[64];
    size_t count;
    hillock_model *models[MODELS];
} fixture;

static FILE *open_in(const fixture *f, const char *name)
{
    char path[128];
    (void)snprintf(path, sizeof path, "%s/%s", f->folder, name);
    FILE *const file = fopen(path, "w");
    assert_non_null(file);
    return file;
}

static void export(fixture *f, hillock_model *model)
{
    char name[32], prefix[32];
    (void)snprintf(prefix, sizeof prefix, "m%zu_hk", f->count);
    (void)snprintf(name, sizeof name, "m%zu.h", f->count);
    FILE *const file = open_in(f, name);
    must(hillock_model_export(model, HILLOCK_LANGUAGE_C, prefix, to_file, file));
    assert_int_equal(fclose(file), 0);
    assert_true(f->count < MODELS);
    f->models[f->count++] = model;
}

static void write_program(const fixture *f)
{
    FILE *const file = open_in(f, "all.c");
    for (size_t k = 0; k < f->count; k++)
        (void)fprintf(file, "#include \"m%zu.h\"\n#include \"m%zu.h\"\n", k, k);
    for (size_t k = 0; k < f->count; k++) /* where they may be inlined */
        (void)fprintf(file,
                      "static double c%zu(const double *x) { return m%zu_hk_predict(x%s); }\n", k,
                      k, hillock_model_offset_name(f->models[k]) ? ", -0.0" : "");
    (void)fputs("typedef double predict(const double *x);\npredict *const all[] = {", file);
    for (size_t k = 0; k < f->count; k++)
        (void)fprintf(file, "c%zu,\n", k);
    (void)fputs("};\n", file);
    assert_int_equal(fclose(file), 0);
}

static int setup(void **state)
{
    random_numbers random = {1};
    fixture *const f = calloc(1, sizeof *f);
    strcpy(f->folder, "/tmp/hillock-export-XXXXXX");
    assert_non_null(mkdtemp(f->folder));
    for (size_t k = 0; hillock_activation_at(k); k++)
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++)
            if (hillock_activation_at(k) != HILLOCK_USER_ACTIVATION)
                export(f,
                       model_of((hillock_activation)hillock_activation_at(k), sizes[s], &random));
    write_program(f);
    *state = f;
    return 0;
}

static int teardown(void **state)
{
    fixture *const f = *state;
    char command[128];
    for (size_t k = 0; k < f->count; k++)
        hillock_model_destroy(f->models[k]);
    (void)snprintf(command, sizeof command, "rm -r '%s'", f->folder);
    const int left = system(command);
    free(f);
    return left;
}

/* From 1e-6 to 1e6, and at times something that is no ordinary number. */
static void draw_row(random_numbers *random, size_t row, size_t n, double x[MOST])
{
    static const double special[] = {0.0, -0.0, INFINITY, -INFINITY, NAN, 5e-324, 1e308, -40.0};
    const double size = pow(10.0, random_uniform(random, -6.0, 6.0));
    for (size_t i = 0; i < n; i++)
        x[i] = random_uniform(random, -size, size);
    if (row % 16 == 0 && n > 0)
        x[random_index(random, n)] =
            special[random_index(random, sizeof special / sizeof *special)];
}

static double portable(const hillock_neuron *neuron, const double *x, double *z)
{
    const hk_products *const products = hk_products_for(HK_PORTABLE);
    const size_t n = hillock_neuron_n_features(neuron);
    double w[MOST], packed[MOST + 8], b, a, alpha = 0.0;
    hk_ahead nothing = {0};
    must(hillock_neuron_get_parameters(neuron, w, &b));
    (void)hillock_neuron_get_real(neuron, HILLOCK_ALPHA, &alpha);
    hk_pack(products, n, w, packed);
    products->f64.forward_rows(n, 1, x, 0, &nothing, packed, b, z);
    hk_kernels_for(HK_PORTABLE)
        ->value(hillock_neuron_activation(neuron), (hk_shape){.alpha = alpha}, 1, z, &a);
    return a;
}

static double activation_at(const hillock_neuron *neuron, double z)
{
    double a, alpha = 0.0;
    (void)hillock_neuron_get_real(neuron, HILLOCK_ALPHA, &alpha);
    hk_kernels_for(HK_PORTABLE)
        ->value(hillock_neuron_activation(neuron), (hk_shape){.alpha = alpha}, 1, &z, &a);
    return a;
}

/* Within what another order of the sums may change, in whatever instruction set runs here. */
static void assert_near_library(const hillock_neuron *neuron, const double *x, double z, double got)
{
    const size_t n = hillock_neuron_n_features(neuron);
    double w[MOST], b, a, sizes_added;
    must(hillock_neuron_get_parameters(neuron, w, &b));
    must(hillock_predict_row_f64(neuron, x, &a));
    sizes_added = fabs(b);
    for (size_t i = 0; i < n; i++)
        sizes_added += fabs(w[i] * x[i]);
    if (!isfinite(sizes_added))
        return;
    const double error = (double)(n + 2) * DBL_EPSILON * sizes_added;
    const double spread = fabs(activation_at(neuron, z + error) - activation_at(neuron, z - error));
    assert_within(got, a, spread + 16 * DBL_EPSILON * fabs(a) + DBL_TRUE_MIN, "%s of %zu features",
                  hillock_activation_name(hillock_neuron_activation(neuron)), n);
}

static void compare(const hillock_neuron *neuron, predict_function *predict, random_numbers *random)
{
    const size_t n = hillock_neuron_n_features(neuron);
    const char *const name = hillock_activation_name(hillock_neuron_activation(neuron));
    for (size_t row = 0; row < ROWS; row++) {
        double x[MOST], z;
        draw_row(random, row, n, x);
        const double expected = portable(neuron, x, &z), got = predict(x);
#ifdef HK_X86_KERNELS /* elsewhere the portable kernels have fused multiply-adds */
        if (!isnan(got) || !isnan(expected))
            assert_same_bits(1, &got, &expected, name);
#else
        (void)expected;
        (void)name;
#endif
        assert_near_library(neuron, x, z, got);
    }
}

static void compiles_and_agrees(const fixture *f, const char *flags)
{
    const char *const compiler = getenv("CC");
    char command[512], path[128];
    random_numbers random = {2};
    (void)snprintf(path, sizeof path, "%s/all.so", f->folder);
    (void)snprintf(command, sizeof command, "%s %s -shared -fPIC -o %s %s/all.c",
                   compiler ? compiler : "cc", flags, path, f->folder);
    assert_int_equal(system(command), 0);
    void *const library = dlopen(path, RTLD_NOW | RTLD_LOCAL);
    assert_non_null(library);
    predict_function *const *const all = (predict_function *const *)dlsym(library, "all");
    assert_non_null(all);
    for (size_t k = 0; k < f->count; k++)
        compare(hillock_model_neuron(f->models[k]), all[k], &random);
    assert_int_equal(dlclose(library), 0);
    assert_int_equal(remove(path), 0);
}

static void a_header_is_c99_without_a_warning_and_has_the_portable_bits(void **state)
{
    compiles_and_agrees(*state, "-std=c99 -O0 -Wall -Wextra -Wpedantic -Wconversion -Wshadow "
                                "-Wundef -Werror");
}

static void optimising_changes_no_bit(void **state)
{
    compiles_and_agrees(*state, "-O3");
}

static void a_processor_that_fuses_changes_no_bit(void **state)
{
    if (hk_processor() == HK_PORTABLE)
        skip();
    compiles_and_agrees(*state, "-O3 -mavx2 -mfma"); /* what may fuse is the compiler's default */
}

typedef struct text {
    char bytes[1 << 15];
    size_t length;
} text;

static int to_text(const char *bytes, size_t count, void *payload)
{
    text *const t = payload;
    assert_true(t->length + count < sizeof t->bytes);
    memcpy(t->bytes + t->length, bytes, count);
    t->length += count;
    t->bytes[t->length] = '\0';
    return 0;
}

static const char *exported(hillock_model *model, hillock_language language, text *t)
{
    t->length = 0;
    must(hillock_model_export(model, language, NULL, to_text, t));
    return t->bytes;
}

/* Names that would end a comment or a string, or turn the reading round. */
static hillock_model *badly_named(void)
{
    static const double w[3] = {0.1, -5e-324, 1e300}, mean[3] = {1.5, -2, 0}, sd[3] = {1, 0, 3e-9};
    hillock_neuron *neuron;
    hillock_model *model;
    must(hillock_neuron_create(&neuron, 3, HILLOCK_LEAKY_RELU, HILLOCK_HUBER));
    must(hillock_neuron_set_parameters(neuron, w, -1.0 / 3.0));
    must(hillock_model_create(&model, neuron));
    hillock_neuron_destroy(neuron);
    must(hillock_model_set_feature_name(model, 0, "a*/b /*\n\"c\\ \x01\x7f km/h"));
    must(hillock_model_set_feature_name(model, 2, "\xc3\xa9 \xff \xe2\x80\xae \xed\xa0\x80 \xf0"));
    must(hillock_model_set_target_name(model, "*/ int x; /*"));
    must(hillock_model_set_class_names(model, "no", ""));
    must(hillock_model_set_spread(model, mean, sd));
    return model;
}

static void json_has_all_digits_and_stays_json(void **state)
{
    (void)state;
    text t;
    hillock_model *const model = badly_named();
    assert_string_equal(
        exported(model, HILLOCK_LANGUAGE_JSON, &t),
        "{\n"
        "  \"hillock_model\": 1,\n"
        "  \"activation\": \"leaky-relu\",\n"
        "  \"loss\": \"huber\",\n"
        "  \"alpha\": 0.01,\n"
        "  \"delta\": 1,\n"
        "  \"target\": \"*/ int x; /*\",\n"
        "  \"classes\": [\"no\", \"\"],\n"
        "  \"training\": null,\n"
        "  \"bias\": -0.3333333333333333,\n"
        "  \"features\": [\n"
        "    {\"name\": \"a*/b /*\\u000a\\\"c\\\\ \\u0001\\u007f km/h\", \"weight\": 0.1, "
        "\"mean\": 1.5, \"deviation\": 1},\n"
        "    {\"name\": null, \"weight\": -4.94065645841247e-324, \"mean\": -2, \"deviation\": "
        "0},\n"
        "    {\"name\": \"\xc3\xa9 \\ufffd \xe2\x80\xae \\ufffd\\ufffd\\ufffd \\ufffd\", "
        "\"weight\": 1e+300, \"mean\": 0, \"deviation\": 3e-09}\n"
        "  ]\n"
        "}\n");
    hillock_model_destroy(model);
}

static void no_name_ends_a_comment(void **state)
{
    fixture *const f = *state;
    text t;
    hillock_model *const model = badly_named();
    const char *const bytes = exported(model, HILLOCK_LANGUAGE_C, &t);
    assert_non_null(strstr(bytes, "/* 0 \"a*\\x2fb \\x2f*\\x0a\\x22c\\x5c \\x01\\x7f km/h\" */\n"));
    assert_non_null(strstr(bytes, "\"\xc3\xa9 \\xff \\xe2\\x80\\xae \\xed\\xa0\\x80 \\xf0\""));
    assert_non_null(strstr(bytes, " * target \"*\\x2f int x; \\x2f*\"\n"));
    export(f, model); /* which the tests below compile */
    write_program(f);
}

static void what_is_added_and_compared_with_is_told(void **state)
{
    fixture *const f = *state;
    text t;
    hillock_model *const model = badly_named();
    must(hillock_model_set_feature_name(model, 1, "c=a"));
    must(hillock_model_set_reference(model, 1, "\"*/"));
    must(hillock_model_set_offset_name(model, "log */ t"));
    const char *const json = exported(model, HILLOCK_LANGUAGE_JSON, &t);
    assert_non_null(strstr(json, "\"classes\": [\"no\", \"\"],\n  \"offset\": \"log */ t\",\n"));
    assert_non_null(strstr(json, "\"deviation\": 0, \"reference\": \"\\\"*/\"},\n"));
    const char *const bytes = exported(model, HILLOCK_LANGUAGE_C, &t);
    assert_non_null(strstr(bytes, " *     neuron_predict(x, offset)    a = f(z + offset)\n"));
    assert_non_null(strstr(bytes, " * offset \"log *\\x2f t\"\n"));
    assert_non_null(strstr(bytes, "/* 1 \"c=a\", beside \"\\x22*\\x2f\" */\n"));
    assert_non_null(strstr(bytes, "const double x[neuron_N], double offset)\n{\n"
                                  "    const double z = neuron_z(x) + offset;\n"));
    export(f, model); /* which the tests below compile, with an offset of -0 */
    write_program(f);
}

static int refuse(const char *bytes, size_t count, void *payload)
{
    (void)bytes;
    (void)count;
    (void)payload;
    return 1;
}

static void wrong_arguments_are_refused(void **state)
{
    static const char *const bad[] = {"", "1a", "_a", "a-b", "a b", "\xc3\xa9", "a\n"};
    text t = {.length = 0};
    hillock_model *const model = ((fixture *)*state)->models[0];
    for (size_t k = 0; k < sizeof bad / sizeof *bad; k++)
        assert_int_equal(hillock_model_export(model, HILLOCK_LANGUAGE_C, bad[k], to_text, &t),
                         HILLOCK_ERROR_VALUE);
    assert_non_null(strstr(hillock_model_message(model), "cannot begin a name in C"));
    assert_int_equal(hillock_model_export(model, (hillock_language)15, NULL, to_text, &t),
                     HILLOCK_ERROR_KEY);
    assert_int_equal(hillock_model_export(model, HILLOCK_LANGUAGE_C, NULL, NULL, &t),
                     HILLOCK_ERROR_NULL);
    assert_int_equal(hillock_model_export(NULL, HILLOCK_LANGUAGE_C, NULL, to_text, &t),
                     HILLOCK_ERROR_NULL);
    assert_int_equal(t.length, 0);
    assert_int_equal(hillock_model_export(model, HILLOCK_LANGUAGE_JSON, NULL, refuse, NULL),
                     HILLOCK_ERROR_FILE);
    assert_int_equal(hillock_model_export(model, HILLOCK_LANGUAGE_C, NULL, refuse, NULL),
                     HILLOCK_ERROR_FILE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(json_has_all_digits_and_stays_json),
        cmocka_unit_test(no_name_ends_a_comment),
        cmocka_unit_test(what_is_added_and_compared_with_is_told),
        cmocka_unit_test(a_header_is_c99_without_a_warning_and_has_the_portable_bits),
        cmocka_unit_test(optimising_changes_no_bit),
        cmocka_unit_test(a_processor_that_fuses_changes_no_bit),
        cmocka_unit_test(wrong_arguments_are_refused),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
