#define HK_PANEL_MOMENTS hk_panel_moments_avx512
#include "data/moments_template.h"
