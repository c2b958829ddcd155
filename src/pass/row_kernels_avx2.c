#define HK_ROWS hk_rows_avx2
#include "pass/row_kernels_template.h"
