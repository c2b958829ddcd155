#define HK_PRODUCTS hk_products_portable
#include "pass/products_template.h"
