#include "pass/products.h"

#include <string.h>

extern const hk_products hk_products_portable;
#ifdef HK_X86_KERNELS
extern const hk_products hk_products_avx2;
extern const hk_products hk_products_avx512;
#endif

const hk_products *hk_products_for(hk_instruction_set set)
{
#ifdef HK_X86_KERNELS
    if (set == HK_AVX512)
        return &hk_products_avx512;
    if (set == HK_AVX2)
        return &hk_products_avx2;
#endif
    (void)set;
    return &hk_products_portable;
}

/* Features in full vectors; narrow rows are not packed at all. */
static size_t full(const hk_products *products, size_t n)
{
    return n < HK_NARROW_ROWS ? n : n - n % products->lanes;
}

/* Where in the last vector the features are that fill no vector of their own. */
static size_t place_of_rest(const hk_products *products, size_t n)
{
    return n < products->lanes ? 0 : products->lanes - n % products->lanes;
}

size_t hk_packed_length(const hk_products *products, size_t n)
{
    return full(products, n) == n ? n : full(products, n) + products->lanes;
}

void hk_pack(const hk_products *products, size_t n, const double *w, double *packed)
{
    const size_t begin = full(products, n);
    if (n > 0)
        memcpy(packed, w, begin * sizeof *w);
    if (begin == n)
        return;
    double *const last = packed + begin;
    memset(last, 0, products->lanes * sizeof *last);
    memcpy(last + place_of_rest(products, n), w + begin, (n - begin) * sizeof *w);
}

void hk_unpack(const hk_products *products, size_t n, const double *packed, double *dJ_dw)
{
    const size_t begin = full(products, n);
    if (n > 0)
        memcpy(dJ_dw, packed, begin * sizeof *packed);
    if (begin < n)
        memcpy(dJ_dw + begin, packed + begin + place_of_rest(products, n),
               (n - begin) * sizeof *packed);
}

size_t hk_whole_length(size_t n)
{
    enum { MOST_LANES = 8 };
    return (n + MOST_LANES - 1) / MOST_LANES * MOST_LANES;
}
