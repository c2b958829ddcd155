#define HK_RESIDUALS hk_residuals_portable
#include "pass/residuals_template.h"
