#include "core/processor.h"

hk_instruction_set hk_processor(void)
{
#ifdef HK_X86_KERNELS
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq") &&
        __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("fma"))
        return HK_AVX512;
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma"))
        return HK_AVX2;
#endif
    return HK_PORTABLE;
}

bool hk_follows_streams(void)
{
#ifdef HK_X86_KERNELS
    return hk_processor() != HK_AVX512 || !__builtin_cpu_is("amd");
#else
    return true;
#endif
}

const char *hk_instruction_set_name(hk_instruction_set set)
{
    static const char *const names[] = {"portable", "avx2", "avx512"};
    return names[set];
}
