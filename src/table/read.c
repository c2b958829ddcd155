/* Which of the readers. */
#include "table/content.h"
#include "table/csv_cell.h"
#include "table/decimal.h"

#include <string.h>

static const char npy_mark[] = "\x93NUMPY";

/* A number, blanks, digits and a colon. */
static bool looks_like_libsvm(const hk_bytes *bytes)
{
    double value;
    const char *at = hk_decimal_read(bytes->at, &value);
    if (!at || *at != ' ')
        return false;
    while (*at == ' ')
        at++;
    if (*at < '0' || *at > '9')
        return false;
    while (*at >= '0' && *at <= '9')
        at++;
    return *at == ':';
}

hk_table_format hk_table_format_of(const hk_bytes *bytes, const hk_table_options *options)
{
    if (options->format != HK_FORMAT_AUTO)
        return options->format;
    if (bytes->count > sizeof npy_mark && memcmp(bytes->at, npy_mark, sizeof npy_mark - 1) == 0)
        return HK_NPY;
    return looks_like_libsvm(bytes) ? HK_LIBSVM : HK_CSV;
}

hillock_status hk_read_table(hk_table_content *content, const hk_source *source)
{
    switch (hk_table_format_of(source->bytes, source->options)) {
    case HK_LIBSVM:
        return hk_read_libsvm(content, source);
    case HK_NPY:
        return hk_read_npy(content, source);
    default:
        return hk_read_csv(content, source);
    }
}
