#define HK_KERNELS hk_kernels_portable
#include "neuron/kernels_template.h"
