#define HK_PRODUCTS hk_products_avx2
#include "pass/products_template.h"
