#include "data/moments.h"

hk_panel_moments hk_panel_moments_portable;
#ifdef HK_X86_KERNELS
hk_panel_moments hk_panel_moments_avx2;
hk_panel_moments hk_panel_moments_avx512;
#endif

hk_panel_moments *hk_panel_moments_for(hk_instruction_set set)
{
#ifdef HK_X86_KERNELS
    if (set == HK_AVX512)
        return hk_panel_moments_avx512;
    if (set == HK_AVX2)
        return hk_panel_moments_avx2;
#endif
    (void)set;
    return hk_panel_moments_portable;
}
