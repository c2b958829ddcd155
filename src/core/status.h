/* Names and sentences of the status numbers. */
#ifndef HK_CORE_STATUS_H
#define HK_CORE_STATUS_H

#include "hillock/hillock.h"

#include <stdbool.h>

const char *hk_status_name(hillock_status status);
const char *hk_status_text(hillock_status status);

/* false: there is none of that name. */
bool hk_status_named(const char *name, hillock_status *status);

#endif
