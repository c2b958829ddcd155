/* The derivation for programs: every number of it, with all digits. */
#include <math.h>
#include <stdio.h>

#include "derivation_text.h"
#include "json_text.h"

static void put_key(const char *key)
{
    (void)printf(",\n  \"%s\": ", key);
}

static void put_array(const char *key, const double *values, size_t count)
{
    put_key(key);
    json_numbers(values, count);
}

static void put_number(const char *key, double value)
{
    put_key(key);
    json_number(value);
}

static void put_features(const struct derivation *d, char *const *names)
{
    put_key("features");
    for (size_t i = 0; i < d->n; i++) {
        (void)fputs(i > 0 ? ", " : "[", stdout);
        json_string(names[i]);
    }
    (void)fputs("],\n  \"X\": [", stdout); /* a row each sample */
    for (size_t j = 0; j < d->m; j++) {
        (void)fputs(j > 0 ? ",\n    " : "\n    ", stdout);
        json_numbers(d->X + j * d->n, d->n);
    }
    (void)fputs("\n  ]", stdout);
}

void print_derivation_json(const struct derivation *d, const hillock_neuron *neuron,
                           const char *target, char *const *names)
{
    (void)fputs("{\n  \"target\": ", stdout);
    json_string(target);
    (void)printf(",\n  \"activation\": \"%s\",\n  \"loss\": \"%s\",\n  \"first_sample\": %zu",
                 hillock_activation_name(hillock_neuron_activation(neuron)),
                 hillock_loss_name(hillock_neuron_loss(neuron)), d->first + 1);
    put_features(d, names);
    put_array("y", d->y, d->m);
    put_array("w", d->w, d->n);
    put_number("b", d->b);
    put_array("z", d->z, d->m);
    put_array("a", d->a, d->m);
    put_array("l", d->l, d->m);
    put_number("J", d->J);
    put_array("dJ_da", d->dJ_da, d->m);
    put_array("da_dz", d->df_dz, d->m);
    put_array("da_dz_by_differences", d->df_dz_found, d->m);
    put_array("dJ_dz", d->dJ_dz, d->m);
    put_array("dJ_dz_by_differences", d->dJ_dz_found, d->m);
    put_array("dJ_dw", d->gradient, d->n);
    put_array("dJ_dw_by_differences", d->gradient_found, d->n);
    put_number("dJ_db", d->gradient[d->n]);
    put_number("dJ_db_by_differences", d->gradient_found[d->n]);
    put_number("gradient_check", d->error);
    (void)fputs("\n}\n", stdout);
}
