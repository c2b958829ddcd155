#define HK_RESIDUALS hk_residuals_avx512
#include "pass/residuals_template.h"
