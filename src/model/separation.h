/* Whether a hyperplane parts the two classes of a cross-entropy problem. */
#ifndef HK_MODEL_SEPARATION_H
#define HK_MODEL_SEPARATION_H

#include "pass/pass.h"

/* true when the plane w x + b = 0 has every sample of target 1 strictly on its positive side
 * and every one of target 0 strictly on the other. Such a (w, b), scaled up, lowers J without
 * end: proof that J has no minimum. */
bool hk_separates(hk_pass *pass, const hk_view *view, const double *w, double b);

#endif
