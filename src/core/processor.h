/* Which of the compiled kernels this processor can run. */
#ifndef HK_CORE_PROCESSOR_H
#define HK_CORE_PROCESSOR_H

#include <stdbool.h>

typedef enum hk_instruction_set { HK_PORTABLE, HK_AVX2, HK_AVX512 } hk_instruction_set;

hk_instruction_set hk_processor(void);

/* Whether prefetching by the processor itself keeps up with eight long streams: all that were
 * measured do (docs/performance.md) but those of AMD with AVX-512. */
bool hk_follows_streams(void);

const char *hk_instruction_set_name(hk_instruction_set set);

#endif
