#define HK_KERNELS hk_kernels_avx512
#include "neuron/kernels_template.h"
