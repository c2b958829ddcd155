#include "neuron/catalogue.h"
#include "persist/export.h"
#include "persist/export_source.h"
#include "persist/export_text.h"
#include "pass/products.h"

#include <string.h>

/* a = f(z) alone, of the functions that neuron/activation_points.h makes its points of. */
static const struct {
    hillock_activation activation;
    const char *value;
} values[] = {
    {HILLOCK_IDENTITY, "z"},
    {HILLOCK_LOGISTIC, "hk_logistic(z)"},
    {HILLOCK_TANH, "hk_tanh(z)"},
    {HILLOCK_RELU, "z < 0.0 ? 0.0 : z"},
    {HILLOCK_LEAKY_RELU, "z > 0.0 ? z : hk_alpha * z"},
    {HILLOCK_ELU, "z > 0.0 ? z : hk_alpha * hk_expm1(hk_min(z, 0.0))"},
    {HILLOCK_SOFTPLUS, "hk_softplus(z)"},
    {HILLOCK_SOFTSIGN, "hk_abs(z) > 0x1p60 ? hk_with_sign(1.0, z) : z / (1.0 + hk_abs(z))"},
    {HILLOCK_SILU, "hk_silu_value(z, hk_logistic(z))"},
    {HILLOCK_GELU, "hk_gelu_value(z)"},
    {HILLOCK_EXP, "hk_exp(z)"},
    {HILLOCK_NORMAL_CDF, "hk_normal_cdf(z)"},
    {HILLOCK_CLOGLOG, "-hk_expm1(-hk_exp(z))"},
    {HILLOCK_RECIPROCAL, "1.0 / z"},
    {HILLOCK_STEP, "z < 0.0 ? -1.0 : z >= 0.0 ? 1.0 : z"},
};

static const char *value_of(hillock_activation activation)
{
    size_t k = 0;
    while (values[k].activation != activation)
        k++;
    return values[k].value;
}

/* The features that a sum of two lanes takes: as pass/eights_template.h does with vectors of two
 * numbers, and pass/rows_template.h with few features. */
static const char narrow_sum[] = "static inline double hk_z(const double *x)\n"
                                 "{\n"
                                 "    double sum = hk_b;\n"
                                 "    for (int i = 0; i < hk_N; i++)\n"
                                 "        sum += hk_w[i] * x[i];\n"
                                 "    return sum;\n"
                                 "}\n\n";
static const char wide_sum[] = "static inline double hk_z(const double *x)\n"
                               "{\n"
                               "    double even = 0.0, odd = 0.0;\n"
                               "    long i = 0;\n"
                               "    for (; i + 2 <= hk_N; i += 2) {\n"
                               "        even += hk_w[i] * x[i];\n"
                               "        odd += hk_w[i + 1] * x[i + 1];\n"
                               "    }\n"
                               "    if (i < hk_N)\n"
                               "        odd += hk_w[i] * x[i];\n"
                               "    return hk_b + (even + odd);\n"
                               "}\n\n";
static const char bias_alone[] = "static inline double hk_z(const double *x)\n"
                                 "{\n"
                                 "    (void)x;\n"
                                 "    return hk_b;\n"
                                 "}\n\n";

/* Fused multiply-adds would change bits, and -ffast-math does away with what the polynomials are
 * built on. */
static const char exact_begin[] = "#ifdef __FAST_MATH__\n"
                                  "#error \"hk_predict cannot be compiled with -ffast-math\"\n"
                                  "#endif\n"
                                  "#if defined(__GNUC__) && !defined(__clang__)\n"
                                  "#pragma GCC push_options\n"
                                  "#pragma GCC optimize(\"fp-contract=off\")\n"
                                  "#else\n"
                                  "#pragma STDC FP_CONTRACT OFF\n"
                                  "#endif\n\n";
static const char exact_end[] = "#if defined(__GNUC__) && !defined(__clang__)\n"
                                "#pragma GCC pop_options\n"
                                "#else\n"
                                "#pragma STDC FP_CONTRACT DEFAULT\n"
                                "#endif\n\n";

/* What is being written. */
typedef struct header {
    const hillock_model *model;
    const char *prefix;
    hk_sink *sink;
} header;

static void put_code(const header *h, const char *code)
{
    hk_sink_renamed(h->sink, code, strlen(code), h->prefix);
}

static void put_name(const header *h, const char *before, const char *name, const char *behind)
{
    hk_sink_text(h->sink, before);
    hk_sink_comment_name(h->sink, name);
    hk_sink_text(h->sink, behind);
}

static void put_meaning(const header *h)
{
    const hk_mathematics *const mathematics = &h->model->neuron->mathematics;
    hk_sink_text(h->sink, " *\n * activation ");
    hk_sink_text(h->sink, hk_activation_find(mathematics->activation)->name);
    hk_sink_text(h->sink, ", trained with the loss ");
    hk_sink_text(h->sink, hk_loss_find(mathematics->loss)->name);
    hk_sink_text(h->sink, "\n");
    if (h->model->target)
        put_name(h, " * target ", h->model->target, "\n");
    if (h->model->offset && *h->model->offset)
        put_name(h, " * offset ", h->model->offset, "\n");
    if (h->model->classes[0]) {
        put_name(h, " * class ", h->model->classes[0],
                 hk_is_classifier(mathematics->loss) ? " where a < " : "");
        if (hk_is_classifier(mathematics->loss))
            hk_sink_text(h->sink, hk_class_threshold(mathematics->loss) > 0.0 ? "0.5" : "0");
        put_name(h, ", else class ", h->model->classes[1], "\n");
    }
}

static void put_comment(const header *h)
{
    put_code(h, "/* A trained neuron, written by hillock_model_export. It needs no library.\n"
                " *\n"
                " *     hk_z(x)          z = w x + b\n");
    put_code(h, h->model->offset ? " *     hk_predict(x, offset)    a = f(z + offset)\n"
                                 : " *     hk_predict(x)    a = f(z)\n");
    put_code(h, " *\n"
                " * x: the features as they were measured, in the order of hk_w; how they were\n"
                " * scaled in training is part of the weights.\n");
    put_meaning(h);
    put_code(h, " *\n"
                " * Every operation is rounded by itself, in double, so the bits are the same\n"
                " * wherever double is IEEE 754's; they are those of the library's portable\n"
                " * kernels without fused multiply-adds. */\n");
}

static void put_number(const header *h, const char *definition, double number)
{
    put_code(h, definition);
    hk_sink_hex(h->sink, number);
    hk_sink_text(h->sink, ";\n");
}

static void put_parameters(const header *h)
{
    const hillock_neuron *const neuron = h->model->neuron;
    const hillock_activation activation = neuron->mathematics.activation;
    put_code(h, "enum { hk_N = ");
    hk_sink_size(h->sink, neuron->n_features);
    hk_sink_text(h->sink, " }; /* features */\n\n");
    put_number(h, "static const double hk_b = ", neuron->b);
    if (activation == HILLOCK_LEAKY_RELU || activation == HILLOCK_ELU)
        put_number(h, "static const double hk_alpha = ", neuron->mathematics.shape.alpha);
    if (neuron->n_features > 0)
        put_code(h, "static const double hk_w[] = {\n");
    for (size_t i = 0; i < neuron->n_features; i++) {
        hk_sink_text(h->sink, "    ");
        hk_sink_hex(h->sink, neuron->w[i]);
        hk_sink_text(h->sink, ", /* ");
        hk_sink_size(h->sink, i);
        if (h->model->names[i])
            put_name(h, " ", h->model->names[i], "");
        if (h->model->references[i])
            put_name(h, ", beside ", h->model->references[i], "");
        hk_sink_text(h->sink, " */\n");
    }
    hk_sink_text(h->sink, neuron->n_features > 0 ? "};\n\n" : "\n");
}

static void put_predict(const header *h, const char *value)
{
    const size_t n = h->model->neuron->n_features;
    put_code(h, n == 0 ? bias_alone : n < HK_NARROW_ROWS ? narrow_sum : wide_sum);
    put_code(h, n == 0 ? "static inline double hk_predict(const double *x"
                       : "static inline double hk_predict(const double x[hk_N]");
    put_code(h, h->model->offset ? ", double offset)\n{\n    const double z = hk_z(x) + offset;\n"
                                 : ")\n{\n    const double z = hk_z(x);\n");
    hk_sink_text(h->sink, "    return ");
    put_code(h, value);
    hk_sink_text(h->sink, ";\n}\n\n");
}

bool hk_export_c(const hillock_model *model, const char *prefix, hk_sink *sink)
{
    const header h = {model, prefix, sink};
    const char *const value = value_of(model->neuron->mathematics.activation);
    put_comment(&h);
    put_code(&h, "#ifndef hk_PREDICT_H\n"
                 "#define hk_PREDICT_H\n\n"
                 "#include <stdint.h>\n"
                 "#include <string.h>\n\n");
    put_code(&h, exact_begin);
    put_parameters(&h);
    hk_sink_needed(sink, value, prefix);
    put_predict(&h, value);
    put_code(&h, exact_end);
    hk_sink_text(sink, "#endif\n");
    return hk_sink_close(sink);
}
