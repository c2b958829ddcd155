#include "fault.h"

#include <stdarg.h>
#include <stdio.h>

bool fail(struct fault *fault, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    (void)vsnprintf(fault->text, sizeof fault->text, format, arguments);
    va_end(arguments);
    return false;
}
