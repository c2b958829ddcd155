/* Which of the readers. */
#include "table/content.h"
#include "table/decimal.h"
#include "table/libsvm.h"
#include "table/npy.h"
#include "table/wanted.h"

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

/* Formats without text: a model may know its classes by numbers still. */
static hillock_status code_targets(const hk_table_content *content, const hk_source *source)
{
    const hk_wanted *const wanted = &source->options->wanted;
    const hk_array *const targets = &content->extras[HK_TARGET];
    if (source->options->positive && targets->at)
        return hk_say(source->message, HILLOCK_ERROR_VALUE,
                      "positive: only of a CSV file can it be said which class is the upper one; "
                      "recode the target of %s",
                      source->name);
    for (size_t j = 0; targets->at && wanted->names && j < targets->count; j++)
        hk_wanted_code(wanted, &targets->at[j]);
    return HILLOCK_OK;
}

hillock_status hk_read_table(hk_table_content *content, const hk_source *source)
{
    const hk_table_format format = hk_table_format_of(source->bytes, source->options);
    if (format == HK_CSV)
        return hk_read_csv(content, source);
    const hillock_status status =
        format == HK_LIBSVM ? hk_read_libsvm(content, source) : hk_read_npy(content, source);
    return status == HILLOCK_OK ? code_targets(content, source) : status;
}
