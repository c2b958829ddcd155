#define HK_RESIDUALS hk_residuals_avx2
#include "pass/residuals_template.h"
