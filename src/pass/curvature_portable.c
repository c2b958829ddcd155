#define HK_CURVATURE_KERNEL hk_curvature_kernel_portable
#include "pass/curvature_kernel_template.h"
