#include "pass/residuals.h"

hk_residuals hk_residuals_portable;
#ifdef HK_X86_KERNELS
hk_residuals hk_residuals_avx2;
hk_residuals hk_residuals_avx512;
#endif

hk_residuals *hk_residuals_for(hk_instruction_set set)
{
#ifdef HK_X86_KERNELS
    if (set == HK_AVX512)
        return hk_residuals_avx512;
    if (set == HK_AVX2)
        return hk_residuals_avx2;
#endif
    (void)set;
    return hk_residuals_portable;
}
