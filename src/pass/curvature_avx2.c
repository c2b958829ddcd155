#define HK_CURVATURE_KERNEL hk_curvature_kernel_avx2
#include "pass/curvature_kernel_template.h"
