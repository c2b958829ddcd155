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

hk_following hk_processor_follows(void)
{
#ifdef HK_X86_KERNELS
    if (hk_processor() == HK_AVX512 && !__builtin_cpu_is("amdfam19h"))
        return __builtin_cpu_is("amd") ? HK_FOLLOWS_NOTHING : HK_FOLLOWS_ROWS;
#endif
    return HK_FOLLOWS_COLUMNS;
}

const char *hk_instruction_set_name(hk_instruction_set set)
{
    static const char *const names[] = {"portable", "avx2", "avx512"};
    return names[set];
}
