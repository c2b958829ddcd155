#include "core/blas.h"
#include "core/processor.h"
#include "core/status.h"
#include "core/threads.h"
#include "hillock/hillock.h"

#include <stdint.h>

#define TEXT_OF(number) #number
#define TEXT(number) TEXT_OF(number)

const char *hillock_status_name(hillock_status status)
{
    return hk_status_name(status);
}

const char *hillock_status_text(hillock_status status)
{
    return hk_status_text(status);
}

const char *hillock_version(void)
{
    return TEXT(HILLOCK_VERSION_MAJOR) "." TEXT(HILLOCK_VERSION_MINOR) "." TEXT(
        HILLOCK_VERSION_PATCH);
}

const char *hillock_kernels(void)
{
    return hk_instruction_set_name(hk_processor());
}

const char *hillock_blas(void)
{
    return hk_blas_name();
}

int hillock_most_threads(void)
{
    return hk_threads(0, SIZE_MAX);
}
