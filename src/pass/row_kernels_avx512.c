#define HK_ROWS hk_rows_avx512
#include "pass/row_kernels_template.h"
