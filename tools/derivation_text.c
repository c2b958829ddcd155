#include "derivation_text.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "derivative_formulas.h"
#include "formulas.h"
#include "wrap.h"

/* A line is a label, a margin for a shape or a weight, and up to SIDE_BY_SIDE samples. */
enum { LABEL = 27, MARGIN = 11, NUMBER = 12, SIDE_BY_SIDE = 5 };

/* Text in so many columns: what is longer is cut, between characters. */
static void print_label(const char *text, int width)
{
    int columns = 0;
    for (; *text; text++) {
        const bool begins = ((unsigned char)*text & 0xC0) != 0x80;
        if (begins && columns == width - 1)
            break;
        columns += begins;
        (void)putchar(*text);
    }
    (void)printf("%*s", width - columns, "");
}

static void print_numbers(const double *values, size_t stride, size_t first, size_t last)
{
    for (size_t j = first; j < last; j++)
        (void)printf("%*.6g", NUMBER, values[j * stride]);
    (void)putchar('\n');
}

/* The numbers follow, or the line ends. */
static void print_shape(size_t rows, size_t columns, bool ends)
{
    char text[48];
    (void)snprintf(text, sizeof text, "%zu x %zu", rows, columns);
    (void)printf("%-*s%s", ends ? 0 : MARGIN, text, ends ? "\n" : "");
}

/* Above the samples from first to last; margin: what stands over the margin. */
static void print_head(const struct derivation *d, const char *margin, size_t first, size_t last)
{
    (void)printf("%s%*s%*s", first > 0 ? "\n" : "", LABEL, "", MARGIN, margin);
    for (size_t j = first; j < last; j++) {
        char text[32];
        (void)snprintf(text, sizeof text, "sample %zu", d->first + j + 1);
        (void)printf("%*s", NUMBER, text);
    }
    (void)putchar('\n');
}

static size_t chunk_end(const struct derivation *d, size_t first)
{
    return first + SIDE_BY_SIDE < d->m ? first + SIDE_BY_SIDE : d->m;
}

/* One thing of m numbers, or what it is by differences: then without a shape. */
struct line {
    const char *rule;
    const double *values;
    size_t rows; /* of its shape; 0: none is printed */
};

static void print_lines(const struct derivation *d, const struct line *lines, size_t count)
{
    for (size_t first = 0; first < d->m; first = chunk_end(d, first)) {
        const size_t last = chunk_end(d, first);
        print_head(d, "", first, last);
        for (size_t i = 0; i < count; i++) {
            print_label(lines[i].rule, LABEL);
            if (lines[i].rows > 0)
                print_shape(lines[i].rows, d->m, false);
            else
                (void)printf("%*s", MARGIN, "");
            print_numbers(lines[i].values, 1, first, last);
        }
    }
}

static void print_left_out(const struct derivation *d, size_t top)
{
    if (top < d->n)
        (void)printf("  ... and %zu more feature%s: --all prints %s\n", d->n - top,
                     d->n - top == 1 ? "" : "s", d->n - top == 1 ? "it" : "them");
}

static void print_name(const char *name)
{
    (void)fputs("  ", stdout);
    print_label(name, LABEL - 2);
}

static void print_samples(const struct derivation *d, char *const *names, size_t top)
{
    (void)printf(
        "\n1  The samples.   X is %zu x %zu: a row is a feature, a column a sample. Beside "
        "it w, 1 x %zu, and b.\n\n",
        d->n, d->m, d->n);
    for (size_t first = 0; first < d->m; first = chunk_end(d, first)) {
        const size_t last = chunk_end(d, first);
        print_head(d, "w", first, last);
        for (size_t i = 0; i < top; i++) {
            print_name(names[i]);
            (void)printf("%*.5g", MARGIN, d->w[i]);
            print_numbers(d->X + i, d->n, first, last);
        }
        print_left_out(d, top);
        print_name("(bias)");
        (void)printf("%*.5g", MARGIN, d->b);
        for (size_t j = first; j < last; j++)
            (void)printf("%*d", NUMBER, 1);
        (void)putchar('\n');
    }
}

static void print_forward(const struct derivation *d, const hillock_neuron *neuron)
{
    const struct line lines[] = {
        {"y", d->y, 1}, {"z = w X + b", d->z, 1}, {"a = f(z)", d->a, 1}, {"l = l(y, a)", d->l, 1}};
    const char *const loss = loss_formula(hillock_neuron_loss(neuron));
    (void)printf("\n2  Forward: from the samples to J.   f(z) = %s\n%*sl(y, a) = %.*s\n\n",
                 activation_formula(hillock_neuron_activation(neuron)), 37, "",
                 (int)strcspn(loss, ";"), loss); /* behind it: the targets it takes */
    print_lines(d, lines, sizeof lines / sizeof *lines);
    print_label("J = (1/m) sum_j l_j", LABEL);
    print_shape(1, 1, false);
    print_numbers(&d->J, 1, 0, 1);
}

/* Where the product of the factors is not the gradient: 0 times infinity, or a step. */
static bool is_product(const struct derivation *d)
{
    for (size_t j = 0; j < d->m; j++) {
        const double product = d->dJ_da[j] * d->df_dz[j];
        if (!(fabs(product - d->dJ_dz[j]) <= 1e-6 * (fabs(product) + fabs(d->dJ_dz[j]))))
            return false;
    }
    return true;
}

static void print_backward(const struct derivation *d, const hillock_neuron *neuron)
{
    const hillock_activation activation = hillock_neuron_activation(neuron);
    const hillock_loss loss = hillock_neuron_loss(neuron);
    const char *const pair = pair_derivative(activation, loss);
    const struct line lines[] = {{"dJ/da = (1/m) dl/da", d->dJ_da, 1},
                                 {"da/dz = diag f'(z)", d->df_dz, d->m},
                                 {"    by differences", d->df_dz_found, 0},
                                 {"dJ/dz = dJ/da . f'(z)", d->dJ_dz, 1},
                                 {"    by differences", d->dJ_dz_found, 0}};
    (void)printf("\n3  Backward: from J to z.   dl/da = %s\n%*sf'(z) = %s\n", loss_derivative(loss),
                 28, "", activation_derivative(activation));
    if (pair)
        (void)printf("%*sdl/dz = %s\n", 28, "", pair);
    (void)putchar('\n');
    print_lines(d, lines, sizeof lines / sizeof *lines);
    (void)puts(
        "\n   da/dz is diagonal, as a_k depends on z_k alone: here is its diagonal, and dJ/da "
        "times it\n   is the product of elements.");
    if (!is_product(d))
        (void)puts("   The product is not dJ/dz everywhere here; dJ/dz is computed from z and y "
                   "without it.");
}

static void print_jacobian(const struct derivation *d)
{
    (void)printf("\n   The Jacobian da/dz in full, %zu x %zu; dJ/dz is the row dJ/da times this "
                 "matrix.\n\n",
                 d->m, d->m);
    for (size_t first = 0; first < d->m; first = chunk_end(d, first)) {
        const size_t last = chunk_end(d, first);
        (void)printf("%*s", LABEL + MARGIN, "");
        for (size_t j = first; j < last; j++) {
            char text[32];
            (void)snprintf(text, sizeof text, "/ dz_%zu", j + 1);
            (void)printf("%*s", NUMBER, text);
        }
        (void)putchar('\n');
        for (size_t k = 0; k < d->m; k++) {
            (void)printf("   da_%-*zu", LABEL + MARGIN - 6, k + 1);
            for (size_t j = first; j < last; j++)
                (void)printf("%*.6g", NUMBER, j == k ? d->df_dz[j] : 0.0);
            (void)putchar('\n');
        }
    }
}

static void print_comparison(const struct derivation *d, size_t i)
{
    (void)printf("%*.6g%*.6g%*.1e\n", 15, d->gradient[i], 18, d->gradient_found[i], 13,
                 d->gradient_found[i] - d->gradient[i]);
}

/* "(a)(b) + (c)(d) + ...", as it is done by hand. */
static void print_by_hand(const struct derivation *d)
{
    struct wrap wrap = {.file = stdout, .indent = 6};
    char text[96];
    if (d->m > SIDE_BY_SIDE)
        return;
    (void)fputs("\n   For the first feature:\n", stdout);
    for (size_t j = 0; j < d->m; j++) {
        (void)snprintf(text, sizeof text, "%s(%.4g)(%.4g)", j > 0 ? "+ " : "", d->dJ_dz[j],
                       d->X[j * d->n]);
        wrap_text(&wrap, text);
    }
    (void)snprintf(text, sizeof text, "= %.4g", d->gradient[0]);
    wrap_text(&wrap, text);
    wrap_end(&wrap);
}

static void print_parameters(const struct derivation *d, char *const *names, size_t top)
{
    (void)puts("\n4  And to the parameters.   dz/dw = X^T, dz/db = a column of ones\n");
    (void)printf("%*s%15s%18s%13s\n", LABEL + MARGIN, "", "by the rule", "by differences",
                 "apart by");
    print_label("dJ/dw = dJ/dz X^T", LABEL);
    print_shape(1, d->n, true);
    for (size_t i = 0; i < top; i++) {
        print_name(names[i]);
        (void)printf("%*s", MARGIN, "");
        print_comparison(d, i);
    }
    print_left_out(d, top);
    print_label("dJ/db = sum_j dJ/dz_j", LABEL);
    print_shape(1, 1, false);
    print_comparison(d, d->n);
    print_by_hand(d);
}

/* Differences of fourth order are far nearer where J is smooth and there are digits enough. */
static const double CONFIRMED = 1e-4;

/* What "by differences" means. */
static void print_differences(const struct derivation *d)
{
    (void)printf("\n   By differences: (J(p + h) - J(p - h)) / 2h for each parameter p, or z_j, h "
                 "such that z moves\n   by %.0e; of a likewise.",
                 d->step);
    if (d->error <= CONFIRMED)
        (void)printf(" With differences of fourth order dJ/dw and dJ/db are confirmed\n   to "
                     "%.1e of the largest.",
                     d->error);
    else if (!isnan(d->error))
        (void)printf(
            " Differences of fourth order are away\n   from dJ/dw and dJ/db by %.1e of the "
            "largest: they do not confirm it. They cannot at a kink\n   of J, or where "
            "numbers of very different sizes meet.",
            d->error);
    (void)putchar('\n');
}

void print_derivation(const struct derivation *derivation, const hillock_neuron *neuron,
                      char *const *names, size_t top, bool full)
{
    const size_t shown = top < derivation->n ? top : derivation->n;
    print_samples(derivation, names, shown);
    print_forward(derivation, neuron);
    print_backward(derivation, neuron);
    if (full)
        print_jacobian(derivation);
    print_parameters(derivation, names, shown);
    print_differences(derivation);
}
