#include "model/separation.h"

typedef struct sides {
    const hk_view *view;
    bool apart;
} sides;

/* The offset is not scaled along with (w, b), so it is taken off z. */
static bool look(const hk_panel *panel, void *payload)
{
    sides *const seen = payload;
    for (size_t j = 0; j < panel->count; j++) {
        if (hk_panel_weight(panel, j) == 0.0)
            continue;
        const double offset = hk_column_value(&seen->view->offset, panel->first + j, 0.0);
        const double wx_b = panel->z[j] - offset;
        const double y = panel->y[j];
        if (!((y == 1.0 && wx_b > 0.0) || (y == 0.0 && wx_b < 0.0))) {
            seen->apart = false;
            return false;
        }
    }
    return true;
}

bool hk_separates(hk_pass *pass, const hk_view *view, const double *w, double b)
{
    sides seen = {.view = view, .apart = true};
    hk_pass_visit(pass, w, b, look, &seen);
    return seen.apart;
}
