/* Exactly what NumPy writes: a dictionary of descr, fortran_order and shape, each once. */
#include "core/memory.h"
#include "table/npy.h"

#include <stdint.h>
#include <string.h>

enum { MARK = HK_NPY_MARK, HAS_DESCR = 1, HAS_ORDER = 2, HAS_SHAPE = 4, HAS_ALL = 7 };

typedef struct reader {
    const hk_source *source;
    const char *at;
    const char *end;
} reader;

static hillock_status fail(const reader *r, const char *what)
{
    return hk_say(r->source->message, HILLOCK_ERROR_FORMAT, "%s, byte %zu of the NPY header: %s",
                  r->source->name, (size_t)(r->at - r->source->bytes->at), what);
}

/* Takes the word behind blanks; false: it is not there. */
static bool take(reader *r, const char *word)
{
    const size_t length = strlen(word);
    while (r->at < r->end && (*r->at == ' ' || *r->at == '\n'))
        r->at++;
    if ((size_t)(r->end - r->at) < length || memcmp(r->at, word, length) != 0)
        return false;
    r->at += length;
    return true;
}

/* '<f8' and the like. */
static hillock_status read_type(reader *r, hk_npy *npy)
{
    static const char advice[] = "the type is not one of <f4, <f8 and integers of 1 to 8 bytes, "
                                 "little-endian; convert the array with astype";
    if (!take(r, "'") || r->end - r->at < 4 || r->at[3] != '\'')
        return fail(r, advice);
    const char order = r->at[0], kind = r->at[1], size = r->at[2];
    const bool integer = kind == 'i' || kind == 'u';
    const bool sized = size == '4' || size == '8' || (integer && (size == '1' || size == '2'));
    if ((kind != 'f' && !integer) || !sized || (order != '<' && (order != '|' || size != '1')))
        return fail(r, advice);
    npy->kind = kind;
    npy->size = (size_t)(size - '0');
    r->at += 4;
    return HILLOCK_OK;
}

static bool take_number(reader *r, size_t *number)
{
    (void)take(r, "");
    const char *const begin = r->at;
    for (*number = 0; r->at < r->end && *r->at >= '0' && *r->at <= '9'; r->at++) {
        if (*number > SIZE_MAX / 16)
            return false;
        *number = 10 * *number + (size_t)(*r->at - '0');
    }
    return r->at > begin;
}

/* (m,) or (m, n) */
static hillock_status read_shape(reader *r, hk_npy *npy)
{
    npy->n_columns = 1;
    if (!take(r, "(") || !take_number(r, &npy->n_rows) || !take(r, ","))
        return fail(r, "the shape is not (rows,) or (rows, columns); reshape the array");
    if (take(r, ")"))
        return HILLOCK_OK;
    if (!take_number(r, &npy->n_columns))
        return fail(r, "the shape has no number of columns");
    (void)take(r, ",");
    return take(r, ")") ? HILLOCK_OK
                        : fail(r, "the array has more than two dimensions; reshape it");
}

static hillock_status read_entry(reader *r, hk_npy *npy, int *seen)
{
    int key = 0;
    hillock_status status = HILLOCK_OK;
    if (take(r, "'descr':")) {
        key = HAS_DESCR;
        status = read_type(r, npy);
    } else if (take(r, "'fortran_order':")) {
        key = HAS_ORDER;
        npy->columns = take(r, "True");
        if (!npy->columns && !take(r, "False"))
            status = fail(r, "fortran_order is neither True nor False");
    } else if (take(r, "'shape':")) {
        key = HAS_SHAPE;
        status = read_shape(r, npy);
    } else {
        return fail(r, "descr, fortran_order or shape is expected here");
    }
    if (status == HILLOCK_OK && (*seen & key))
        status = fail(r, "a key stands there twice");
    *seen |= key;
    return status;
}

static hillock_status read_dictionary(reader *r, hk_npy *npy)
{
    int seen = 0;
    if (!take(r, "{"))
        return fail(r, "a dictionary in braces is expected here");
    while (!take(r, "}")) {
        const hillock_status status = read_entry(r, npy, &seen);
        if (status != HILLOCK_OK)
            return status;
        if (!take(r, ",") && !(r->at < r->end && *r->at == '}'))
            return fail(r, "a comma or closing brace is expected here");
    }
    (void)take(r, "");
    if (seen != HAS_ALL || r->at != r->end)
        return fail(r, seen != HAS_ALL ? "descr, fortran_order and shape must all be there"
                                       : "nothing is expected behind the closing brace");
    return HILLOCK_OK;
}

bool hk_npy_has_mark(const char *at, size_t count)
{
    return count >= MARK && memcmp(at, "\x93NUMPY", MARK) == 0;
}

/* Where the dictionary begins and ends. */
static bool find_dictionary(reader *r)
{
    const hk_bytes *const bytes = r->source->bytes;
    const unsigned char *const at = (const unsigned char *)bytes->at;
    if (bytes->count < MARK + 6 || !hk_npy_has_mark(bytes->at, bytes->count) || at[MARK] < 1 ||
        at[MARK] > 3 || at[MARK + 1] != 0)
        return false;
    const size_t wide = at[MARK] == 1 ? 2 : 4, begin = MARK + 2 + wide;
    size_t length = 0;
    for (size_t k = 0; k < wide; k++)
        length |= (size_t)at[MARK + 2 + k] << 8 * k;
    if (length > bytes->count - begin)
        return false;
    r->at = bytes->at + begin;
    r->end = r->at + length;
    return true;
}

hillock_status hk_npy_header(hk_npy *npy, const hk_source *source)
{
    reader r = {source, source->bytes->at, source->bytes->at};
    size_t count, bytes;
    *npy = (hk_npy){0};
    if (!find_dictionary(&r))
        return fail(&r, "this is no NPY file of version 1 to 3, or it has been cut short");
    const hillock_status status = read_dictionary(&r, npy);
    if (status != HILLOCK_OK)
        return status;
    npy->data = r.end;
    const size_t left = source->bytes->count - (size_t)(r.end - source->bytes->at);
    if (npy->n_rows == 0 || npy->n_columns == 0)
        return fail(&r, "the array is empty");
    if (!hk_multiply(npy->n_rows, npy->n_columns, &count) ||
        !hk_multiply(count, npy->size, &bytes) || bytes != left)
        return hk_say(source->message, HILLOCK_ERROR_FORMAT,
                      "%s: %zu x %zu numbers of %zu bytes are not the %zu bytes behind the header; "
                      "the file has been cut short, or is damaged",
                      source->name, npy->n_rows, npy->n_columns, npy->size, left);
    return HILLOCK_OK;
}
