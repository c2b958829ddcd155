/* The first line of a CSV text: what separates cells, whether it names columns, their names. */
#include "core/memory.h"
#include "table/csv.h"

#include <string.h>

/* Of the line, outside quotes. */
static size_t count_of(const char *at, const char *end, char delimiter)
{
    size_t count = 0;
    bool inside = false;
    for (; at < end && (inside || *at != '\n'); at++) {
        inside = inside != (*at == '"');
        count += !inside && *at == delimiter;
    }
    return count;
}

static char most_frequent(const hk_csv *csv)
{
    static const char candidates[] = {',', ';', '\t', '|'};
    char best = ',';
    size_t most = 0;
    for (size_t k = 0; k < sizeof candidates; k++) {
        const size_t count = count_of(csv->begin, csv->end, candidates[k]);
        if (count > most) {
            most = count;
            best = candidates[k];
        }
    }
    return best;
}

static hillock_status fail(const hk_csv *csv, size_t column, const char *what)
{
    return hk_say(csv->source->message, HILLOCK_ERROR_FORMAT, "%s, line 1, column %zu: %s",
                  csv->source->name, column, what);
}

/* The cells of the first line: how many, whether all are numbers, its line feeds and end. */
static hillock_status measure(const hk_csv *csv, size_t *count, bool *numbers, size_t *lines,
                              const char **end)
{
    const char *at = csv->begin;
    *count = 0;
    *numbers = true;
    *lines = 1;
    for (;; at++) {
        const hk_cell cell = hk_cell_cut(at, csv->end, csv->delimiter);
        double value;
        ++*count;
        if (!cell.stop)
            return fail(csv, *count, cell.fault);
        *numbers = *numbers && (hk_cell_number(&cell, &value) || hk_cell_is_missing(&cell));
        *lines += cell.line_feeds;
        at = cell.stop;
        if (*at == '\n')
            break;
    }
    *end = at + 1;
    return HILLOCK_OK;
}

void hk_csv_clean(char *name)
{
    for (; *name; name++)
        if ((unsigned char)*name < 0x20 || *name == 0x7f)
            *name = ' ';
}

static hillock_status take_names(hk_csv *csv, const char *end)
{
    hk_columns *const columns = &csv->columns;
    const char *at = csv->begin;
    columns->names = hk_allocate(columns->count, sizeof *columns->names);
    columns->name_text = hk_allocate((size_t)(end - at) + columns->count, 1);
    if (!columns->names || !columns->name_text)
        return hk_no_memory(csv->source);
    char *text = columns->name_text;
    for (size_t i = 0; i < columns->count; i++) {
        const hk_cell cell = hk_cell_cut(at, csv->end, csv->delimiter);
        const hk_level level = {.text = cell.text, .length = cell.length};
        columns->names[i] = text;
        text += hk_level_write(&level, text);
        hk_csv_clean(columns->names[i]);
        at = cell.stop + 1;
    }
    csv->begin = end;
    return hk_columns_sort_names(columns, csv->source);
}

static hillock_status begin(hk_csv *csv)
{
    const hk_table_options *const options = csv->source->options;
    size_t count, lines;
    bool numbers;
    const char *end = csv->end;
    if (csv->begin == csv->end)
        return fail(csv, 1,
                    "the file is empty; the first row must name the columns, and those below it "
                    "hold numbers");
    csv->delimiter = options->delimiter ? options->delimiter : most_frequent(csv);
    hillock_status status = measure(csv, &count, &numbers, &lines, &end);
    if (status != HILLOCK_OK)
        return status;
    if (!hk_columns_create(&csv->columns, count))
        return hk_no_memory(csv->source);
    const bool named =
        options->header == HK_HEADER_YES || (options->header == HK_HEADER_AUTO && !numbers);
    if (named)
        status = take_names(csv, end);
    else if (!hk_columns_number(&csv->columns))
        status = hk_no_memory(csv->source);
    csv->first_line = named ? lines + 1 : 1;
    if (status == HILLOCK_OK)
        status = hk_columns_assign(&csv->columns, csv->source);
    if (status == HILLOCK_OK && csv->begin == csv->end)
        status = hk_say(csv->source->message, HILLOCK_ERROR_FORMAT,
                        "%s, line %zu, column 1: there is a header but no samples; add rows of "
                        "numbers below it",
                        csv->source->name, csv->first_line);
    return status;
}

/* What is no CSV and begins like that; NULL: not known. */
static const char *other_kind(const char *begin, size_t length)
{
    static const struct {
        const char *mark, *what;
    } kinds[] = {
        {"\x1f\x8b", "is packed by gzip: unpack it first (zcat)"},
        {"BZh", "is packed by bzip2: unpack it first (bzcat)"},
        {"\xfd"
         "7zXZ",
         "is packed by xz: unpack it first (xzcat)"},
        {"\x28\xb5\x2f\xfd", "is packed by zstd: unpack it first (zstdcat)"},
        {"PK\3\4", "is a zip archive, or a spreadsheet (xlsx, ods): unpack it, or save it as CSV"},
        {"PAR1", "is Parquet: write it as CSV or NPY"},
        {"\x89HDF", "is HDF5: write it as CSV or NPY"},
        {"hillock model ", "is a model of hillock, and no table"},
        {"hillock checkpoint ", "is a checkpoint of hillock, and no table"},
    };
    for (size_t k = 0; k < sizeof kinds / sizeof *kinds; k++)
        if (length >= strlen(kinds[k].mark) &&
            memcmp(begin, kinds[k].mark, strlen(kinds[k].mark)) == 0)
            return kinds[k].what;
    return NULL;
}

/* Of a picture or an archive it is of no use to know which column is missing. */
hillock_status hk_csv_begin(hk_csv *csv)
{
    enum { LOOKED_AT = 1024 };
    const hillock_status status = begin(csv);
    const size_t length = (size_t)(csv->end - csv->begin);
    if (status == HILLOCK_OK || status == HILLOCK_ERROR_MEMORY)
        return status;
    const char *kind = other_kind(csv->source->bytes->at, csv->source->bytes->count);
    if (!kind && memchr(csv->begin, '\0', length < LOOKED_AT ? length : LOOKED_AT))
        kind = "is no text, as there are NUL bytes in it, or it is UTF-16; give a table, as UTF-8 "
               "text";
    return kind ? hk_say(csv->source->message, HILLOCK_ERROR_FORMAT, "%s: this %s",
                         csv->source->name, kind)
                : status;
}
