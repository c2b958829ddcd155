#define HK_PRODUCTS hk_products_avx512
#include "pass/products_template.h"
