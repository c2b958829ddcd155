#define HK_KERNELS hk_kernels_avx2
#include "neuron/kernels_template.h"
