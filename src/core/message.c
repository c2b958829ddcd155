#include "core/message.h"

#include <stdarg.h>
#include <stdio.h>

hillock_status hk_say(hk_message *message, hillock_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message->text, sizeof message->text, format, arguments);
    va_end(arguments);
    return status;
}

hillock_status hk_silent(hk_message *message)
{
    message->text[0] = '\0';
    return HILLOCK_OK;
}
