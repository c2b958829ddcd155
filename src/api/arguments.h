/* What every exported function does first. */
#ifndef HK_API_ARGUMENTS_H
#define HK_API_ARGUMENTS_H

#include "core/message.h"

/* For a NULL argument beside a handle that can say so. */
static inline hillock_status hk_null(hk_message *message, const char *name)
{
    return hk_say(message, HILLOCK_ERROR_NULL, "%s is NULL", name);
}

#endif
