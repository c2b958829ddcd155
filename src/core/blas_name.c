#include "core/blas.h"

/* Not there in others, and declared here, as not every cblas.h knows it. */
extern char *openblas_get_config(void) __attribute__((weak));

const char *hk_blas_name(void)
{
    return openblas_get_config ? openblas_get_config() : "a CBLAS that does not say which";
}
