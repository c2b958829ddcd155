/* The vectorised products, included by products_<set>.c, which names the table HK_PRODUCTS and is
 * compiled with that set's flags. */
#include "core/inline.h"
#include "core/memory.h"
#include "pass/products.h"
#include "pass/vectors.h"

#include <stdbool.h>
#include <stdint.h>

_Static_assert(HK_NARROW_ROWS == 3, "dot_all_narrow and add_all_narrow take one or two features");

enum {
    WIDE = LANES < 8 ? 8 : 16, /* vectors of samples at once, as many as there are registers for */
    EIGHT = HK_STREAMS,        /* rows taken at once: independent sums hide the latency of each */
    /* In long runs, columns taken at once (streams to be followed), and vectors of each. */
    RUNS = LANES < 8 ? 8 : 16,
    RUN_VECTORS = LANES < 8 ? 1 : 2,
    WITHIN = 1 << 10, /* bytes that a stream of long rows is asked for ahead                   */
    NARROW = HK_NARROW_ROWS /* fewer features than this are not vectors                      */
};

#define REAL double
#define WIDENS false
#define LOAD load_f64
#define LOAD_FIRST load_first_f64
#define NAME(function) function##_f64
#include "pass/eights_template.h"
#include "pass/rows_template.h"
#include "pass/columns_template.h"
#include "pass/steps_template.h"
#include "pass/strips_template.h"
#undef REAL
#undef WIDENS
#undef LOAD
#undef LOAD_FIRST
#undef NAME

#define REAL float
#define WIDENS true
#define LOAD load_f32
#define LOAD_FIRST load_first_f32
#define NAME(function) function##_f32
#include "pass/eights_template.h"
#include "pass/rows_template.h"
#include "pass/columns_template.h"
#include "pass/steps_template.h"
#include "pass/strips_template.h"

const hk_products HK_PRODUCTS = {
    .lanes = LANES,
    .f64 = {dot_f64, forward_rows_f64, backward_rows_f64, forward_columns_f64, backward_columns_f64,
            forward_runs_f64, backward_runs_f64, step_f64, step_and_look_f64, forward_picked_f64,
            backward_picked_f64, run_strips_f64},
    .f32 = {dot_f32, forward_rows_f32, backward_rows_f32, forward_columns_f32, backward_columns_f32,
            forward_runs_f32, backward_runs_f32, step_f32, step_and_look_f32, forward_picked_f32,
            backward_picked_f32, run_strips_f32},
};
