#define _DEFAULT_SOURCE /* struct winsize */

#include "terminal.h"

#include <sys/ioctl.h>

int terminal_columns(int descriptor)
{
    struct winsize size = {0};
    return ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}
