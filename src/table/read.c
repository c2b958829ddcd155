/* Which of the readers. */
#include "table/content.h"
#include "table/decimal.h"
#include "table/libsvm.h"
#include "table/npy.h"

#include <string.h>

enum { LINES_LOOKED_AT = 1000 };

typedef enum look { LABEL_ALONE, LIBSVM, OTHER } look;

/* A number, blanks, digits and a colon; of a label alone or a comment it is not known yet. */
static look look_at_line(const char *at)
{
    double value;
    at = hk_skip_blanks(at);
    const char *const label = *at == '#' || *at == '\n' ? at : hk_decimal_read(at, &value);
    at = label ? hk_skip_blanks(label) : NULL;
    if (at && (*at == '#' || *at == '\n'))
        return LABEL_ALONE;
    return at && at > label && hk_is_index(at) ? LIBSVM : OTHER;
}

static bool looks_like_libsvm(const hk_bytes *bytes)
{
    const char *at = bytes->at + hk_byte_order_mark(bytes);
    const char *const end = bytes->at + bytes->count;
    look found = LABEL_ALONE;
    for (int k = 0; k < LINES_LOOKED_AT && at < end && found == LABEL_ALONE; k++) {
        found = look_at_line(at);
        const char *const feed = memchr(at, '\n', (size_t)(end - at));
        at = feed ? feed + 1 : end;
    }
    return found == LIBSVM;
}

hk_table_format hk_table_format_of(const hk_bytes *bytes, const hk_table_options *options)
{
    if (options->format != HK_FORMAT_AUTO)
        return options->format;
    if (hk_npy_has_mark(bytes->at, bytes->count))
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
