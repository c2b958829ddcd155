/* The handle's memory, and a copy of it that a file can hold. */
#include "core/double_double.h"
#include "core/memory.h"
#include "model/inference.h"
#include "pass/triangle.h"

#include <math.h>
#include <string.h>

/* Square matrices of p + 1 can be asked for when their elements can be counted. */
hillock_inference *hk_inference_allocate(size_t n_features)
{
    const size_t n = n_features, p = n + 1;
    size_t elements;
    hillock_inference *const made = hk_allocate(1, sizeof *made);
    if (!made || !hk_multiply(p + 1, p, &elements))
        goto cleanup;
    made->n_features = n;
    made->estimate = hk_allocate(p, sizeof(double));
    made->error = hk_allocate(p, sizeof(double));
    made->centre = hk_allocate(n, sizeof(double));
    made->factor = hk_allocate(elements, sizeof(double));
    if (made->estimate && made->error && made->centre && made->factor)
        return made;
cleanup:
    hk_inference_destroy(made);
    return NULL;
}

void hk_inference_destroy(hillock_inference *inference)
{
    if (!inference)
        return;
    hk_free(inference->estimate);
    hk_free(inference->error);
    hk_free(inference->centre);
    hk_free(inference->factor);
    hk_free(inference);
}

double hk_inference_raw_bias(size_t n, const double *centre, double bias, const double *w,
                             size_t stride)
{
    hk_dd sum = hk_dd_from(bias);
    for (size_t i = 0; i < n; i++)
        sum = hk_dd_add(sum, hk_two_product(-centre[i], w[i * stride]));
    return hk_dd_value(sum);
}

bool hk_inference_estimates(const hillock_inference *inference, size_t i)
{
    return !isnan(inference->error[i]);
}

double *hk_inference_row(const hillock_inference *inference, size_t i)
{
    const size_t p = inference->n_features + 1;
    return inference->factor + (i < inference->n_features ? i : p) * p;
}

bool hk_inference_finish(hillock_inference *inference)
{
    const size_t n = inference->n_features, p = n + 1;
    double *const F = inference->factor;
    bool is_finite = true;
    for (size_t k = 0; k < p; k++)
        F[n * p + k] = hk_inference_raw_bias(n, inference->centre, F[p * p + k], F + k, p);
    for (size_t i = 0; i < p; i++) {
        if (hk_inference_estimates(inference, i))
            inference->error[i] = hk_norm(p, F + i * p);
        is_finite = is_finite && !isinf(inference->error[i]);
        for (size_t k = 0; is_finite && k < p; k++)
            is_finite = isfinite(F[i * p + k]);
    }
    return is_finite;
}

static size_t count_estimated(const hillock_inference *inference)
{
    size_t count = 0;
    for (size_t i = 0; i <= inference->n_features; i++)
        count += hk_inference_estimates(inference, i);
    return count;
}

/* From row a of L, the triangle's column a, to the row of the parameter estimated as number a. */
static void place_triangle(hillock_inference *copy, const hillock_inference *inference,
                           const hk_triangle *triangle)
{
    const size_t p = inference->n_features + 1, n = triangle->n;
    for (size_t i = 0, a = 0; i < p; a += hk_inference_estimates(inference, i), i++)
        for (size_t k = 0, c = 0; k <= i && hk_inference_estimates(inference, i); k++) {
            if (!hk_inference_estimates(inference, k))
                continue;
            const double sign = triangle->R[c * n + c] < 0.0 ? -1.0 : 1.0;
            hk_inference_row(copy, i)[k] = sign * triangle->R[a * n + c];
            c++;
        }
}

/* F F^T = L L^T of the rows of F that are estimated: L^T is the triangle of their columns. */
static bool triangulate(hillock_inference *copy, const hillock_inference *inference)
{
    const size_t p = inference->n_features + 1;
    hk_triangle triangle;
    if (!hk_triangle_create(&triangle, count_estimated(inference)))
        return false;
    double *const column = copy->factor; /* not in use yet */
    for (size_t k = 0; k < p; k++) {
        for (size_t i = 0, a = 0; i < p; i++)
            if (hk_inference_estimates(inference, i))
                column[a++] = hk_inference_row(inference, i)[k];
        hk_triangle_add(&triangle, 1.0, column);
    }
    hk_triangle_finish(&triangle);
    memset(copy->factor, 0, (p + 1) * p * sizeof *copy->factor);
    place_triangle(copy, inference, &triangle);
    hk_triangle_destroy(&triangle);
    return true;
}

hk_inference_copying hk_inference_copy(hillock_inference **copy, const hillock_inference *inference)
{
    const size_t n = inference->n_features, p = n + 1;
    hillock_inference *const made = hk_inference_allocate(n);
    hk_inference_copying end = HK_INFERENCE_NO_MEMORY;
    if (!made || !triangulate(made, inference))
        goto cleanup;
    made->covariance = inference->covariance;
    made->likelihood = inference->likelihood;
    made->degrees = inference->degrees;
    memcpy(made->estimate, inference->estimate, p * sizeof *made->estimate);
    memcpy(made->error, inference->error, p * sizeof *made->error);
    if (n > 0)
        memcpy(made->centre, inference->centre, n * sizeof *made->centre);
    end = HK_INFERENCE_NOT_FINITE;
    if (!hk_inference_finish(made))
        goto cleanup;
    hk_inference_destroy(*copy);
    *copy = made;
    return HK_INFERENCE_COPIED;
cleanup:
    hk_inference_destroy(made);
    return end;
}
