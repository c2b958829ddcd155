/* A model as text for others: data for programs, and a function in C. */
#ifndef HK_PERSIST_EXPORT_H
#define HK_PERSIST_EXPORT_H

#include "persist/model.h"

/* One JSON object (RFC 8259) of ASCII and what the names hold; docs/format.md. false: the sink
 * failed. */
bool hk_export_json(const hillock_model *model, hk_sink *sink);

/* A header of C99 that predicts, whose names begin with `prefix`: a letter, then letters, digits
 * and underscores. */
bool hk_export_c(const hillock_model *model, const char *prefix, hk_sink *sink);

#endif
