#define HK_PANEL_MOMENTS hk_panel_moments_avx2
#include "data/moments_template.h"
