#define _POSIX_C_SOURCE 200809L /* sigaction */

#include "interrupt.h"

#include <signal.h>
#include <stddef.h>

static volatile sig_atomic_t is_noted;
static struct sigaction before;

static void note(int signal)
{
    (void)signal;
    is_noted = 1;
}

void interrupt_catch(void)
{
    struct sigaction action = {.sa_handler = note, .sa_flags = (int)SA_RESETHAND | SA_RESTART};
    (void)sigemptyset(&action.sa_mask);
    (void)sigaction(SIGINT, NULL, &before);
    if (before.sa_handler != SIG_IGN)
        (void)sigaction(SIGINT, &action, NULL);
}

void interrupt_release(void)
{
    (void)sigaction(SIGINT, &before, NULL);
}

bool was_interrupted(void)
{
    return is_noted != 0;
}
