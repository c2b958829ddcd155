#include "pass/rows.h"

extern const hk_rows hk_rows_portable;
#ifdef HK_X86_KERNELS
extern const hk_rows hk_rows_avx2;
extern const hk_rows hk_rows_avx512;
#endif

const hk_rows *hk_rows_for(hk_instruction_set set)
{
#ifdef HK_X86_KERNELS
    if (set == HK_AVX512)
        return &hk_rows_avx512;
    if (set == HK_AVX2)
        return &hk_rows_avx2;
#endif
    (void)set;
    return &hk_rows_portable;
}
