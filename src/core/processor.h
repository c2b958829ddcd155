/* Which of the compiled kernels this processor can run. */
#ifndef HK_CORE_PROCESSOR_H
#define HK_CORE_PROCESSOR_H

#include <stdbool.h>

typedef enum hk_instruction_set { HK_PORTABLE, HK_AVX2, HK_AVX512 } hk_instruction_set;

hk_instruction_set hk_processor(void);

/* What the processor's own prefetching keeps up with, as docs/performance.md measured it. */
typedef enum hk_following {
    HK_FOLLOWS_NOTHING, /* AMD's with AVX-512 from Zen 5 on: every line is best asked for     */
    HK_FOLLOWS_ROWS,    /* others with AVX-512: eight long streams                            */
    HK_FOLLOWS_COLUMNS  /* AMD's Zen 4, and without AVX-512: as many as there are load
                         * instructions                                                       */
} hk_following;

hk_following hk_processor_follows(void);

const char *hk_instruction_set_name(hk_instruction_set set);

#endif
