/* Which of the compiled kernels this processor can run. */
#ifndef HK_CORE_PROCESSOR_H
#define HK_CORE_PROCESSOR_H

typedef enum hk_instruction_set { HK_PORTABLE, HK_AVX2, HK_AVX512 } hk_instruction_set;

hk_instruction_set hk_processor(void);
const char *hk_instruction_set_name(hk_instruction_set set);

#endif
