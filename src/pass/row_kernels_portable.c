#define HK_ROWS hk_rows_portable
#include "pass/row_kernels_template.h"
