# The compile options of the vectorised kernels. A file name ends in the instruction set it is
# compiled for; the processor is asked at run time which of them it can execute, so nothing
# depends on the machine that builds.
include(CheckSymbolExists)
check_symbol_exists(__x86_64__ stddef.h HILLOCK_TARGET_IS_X86_64)

if(HILLOCK_TARGET_IS_X86_64)
  set(HILLOCK_INSTRUCTION_SETS portable avx2 avx512)
else()
  set(HILLOCK_INSTRUCTION_SETS portable)
endif()

# Optimised whatever the build type: an unvectorised kernel is a different program to test. Fused
# multiply-add is wanted; errno and floating-point traps are never looked at.
set(kernel_options $<IF:$<CONFIG:Debug>,-O2,-O3> -ffp-contract=fast -fno-math-errno
                   -fno-trapping-math)
set(HILLOCK_portable_OPTIONS ${kernel_options})
set(HILLOCK_avx2_OPTIONS ${kernel_options} -mavx2 -mfma)
set(HILLOCK_avx512_OPTIONS ${kernel_options} -mavx512f -mavx512dq -mavx512vl -mavx512bw -mfma
                           -mprefer-vector-width=512)
