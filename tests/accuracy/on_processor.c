/* Runs the tests of test_vector_math.c, which are built for INSTRUCTION_SET, where the processor
 * has it; else ends with ctest's SKIP_RETURN_CODE. */
#include "core/processor.h"

#include <stdio.h>

int vector_math_tests(int argc, char **argv);

int main(int argc, char **argv)
{
    enum { SKIPPED = 77 };
    if (hk_processor() >= INSTRUCTION_SET)
        return vector_math_tests(argc, argv);
    printf("skipped: this processor's best is %s\n", hk_instruction_set_name(hk_processor()));
    return SKIPPED;
}
