/* The library's own source as text: the functions that an exported neuron needs, under other
 * names. */
#ifndef HK_PERSIST_EXPORT_SOURCE_H
#define HK_PERSIST_EXPORT_SOURCE_H

#include "persist/sink.h"

/* `code` with `prefix` and an underscore in place of every hk_ and HK_ that begins a name. */
void hk_sink_renamed(hk_sink *sink, const char *code, size_t length, const char *prefix);

/* The functions and constants that `code` names, and those that these name, as they stand in
 * neuron/vector_exp_log.h, vector_math.h, vector_normal.h, points.h and activation_points.h. */
void hk_sink_needed(hk_sink *sink, const char *code, const char *prefix);

#endif
