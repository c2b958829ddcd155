#define HK_PANEL_MOMENTS hk_panel_moments_portable
#include "data/moments_template.h"
