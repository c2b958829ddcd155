#include "neuron/kernels.h"

const hk_kernels *hk_kernels_for(hk_instruction_set set)
{
#ifdef HK_X86_KERNELS
    if (set == HK_AVX512)
        return &hk_kernels_avx512;
    if (set == HK_AVX2)
        return &hk_kernels_avx2;
#endif
    (void)set;
    return &hk_kernels_portable;
}
