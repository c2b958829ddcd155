#include "write_table.h"

#include <math.h>
#include <string.h>

#include "number.h"

const char *const table_format_names[TABLE_FORMATS] = {"csv", "tsv", "libsvm", "npy"};

/* In quotes where a reader would else see something other than this one cell, or take what is in it
 * for what separates cells. */
static void print_name(FILE *file, const char *name)
{
    const size_t length = strlen(name);
    const bool is_plain = !strpbrk(name, ",;\t|\"\r\n") && length > 0 && !strchr(" \t", name[0]) &&
                          !strchr(" \t", name[length - 1]);
    if (!is_plain)
        (void)putc('"', file);
    for (; *name; name++) {
        if (*name == '"')
            (void)putc('"', file);
        (void)putc(*name, file);
    }
    if (!is_plain)
        (void)putc('"', file);
}

static void print_header(FILE *file, const struct table *table, const char *target, char delimiter)
{
    if (table->targets)
        print_name(file, target);
    for (size_t i = 0; i < table->n_features; i++) {
        if (i > 0 || table->targets)
            (void)putc(delimiter, file);
        print_name(file, table->names[i]);
    }
    (void)putc('\n', file);
}

static void print_row(FILE *file, const struct table *table, size_t j, char delimiter)
{
    const double *const x = table->features + j * table->n_features;
    if (table->targets)
        number_print(file, table->targets[j]);
    for (size_t i = 0; i < table->n_features; i++) {
        if (i > 0 || table->targets)
            (void)putc(delimiter, file);
        number_print(file, x[i]);
    }
    (void)putc('\n', file);
}

/* Zeros are left out, but for the last one of the first line, which says how many features there
 * are. */
static void print_sparse_row(FILE *file, const struct table *table, size_t j)
{
    const double *const x = table->features + j * table->n_features;
    number_print(file, table->targets[j]);
    for (size_t i = 0; i < table->n_features; i++)
        if (x[i] != 0 || signbit(x[i]) || (j == 0 && i + 1 == table->n_features)) {
            (void)fprintf(file, " %zu:", i + 1);
            number_print(file, x[i]);
        }
    (void)putc('\n', file);
}

/* Little-endian, whatever this machine is. */
static void put_double(FILE *file, double value)
{
    uint64_t bits;
    unsigned char bytes[sizeof bits];
    memcpy(&bits, &value, sizeof bits);
    for (size_t k = 0; k < sizeof bits; k++)
        bytes[k] = (unsigned char)(bits >> 8 * k);
    (void)fwrite(bytes, 1, sizeof bytes, file);
}

/* Version 1; the numbers begin at a multiple of 64 bytes. */
static void write_npy(FILE *file, const struct table *table)
{
    char head[128];
    const size_t n = table->n_features;
    const int length = snprintf(head, sizeof head,
                                "{'descr': '<f8', 'fortran_order': False, 'shape': (%zu, %zu), }",
                                table->n_samples, n + (table->targets != NULL));
    const size_t padded = ((size_t)length + 11 + 63) / 64 * 64 - 10;
    (void)fwrite("\x93NUMPY\1\0", 1, 8, file);
    (void)putc((int)(padded & 0xff), file);
    (void)putc((int)(padded >> 8), file);
    (void)fprintf(file, "%-*s\n", (int)padded - 1, head);
    for (size_t j = 0; j < table->n_samples; j++) {
        if (table->targets)
            put_double(file, table->targets[j]);
        for (size_t i = 0; i < n; i++)
            put_double(file, table->features[j * n + i]);
    }
}

/* Text has finite numbers only. */
static bool is_finite(const struct table *table, const char *target, const char *path,
                      struct fault *fault)
{
    for (size_t j = 0; j < table->n_samples; j++) {
        const double *const x = table->features + j * table->n_features;
        size_t i = 0;
        while (i < table->n_features && isfinite(x[i]))
            i++;
        const bool blames_target = i == table->n_features;
        const double value = !blames_target ? x[i] : table->targets ? table->targets[j] : 0;
        if (!isfinite(value))
            return fail(fault,
                        "%s, line %zu, column %.80s: %g is not finite, and only NPY holds such "
                        "numbers; remove the row, or convert to .npy",
                        path, table->lines[j], blames_target ? target : table->names[i], value);
    }
    return true;
}

bool write_table(FILE *file, const struct table *table, enum table_format format,
                 const char *target, bool names, const char *path, struct fault *fault)
{
    const char delimiter = format == TABLE_TSV ? '\t' : ',';
    if (format != TABLE_NPY && !is_finite(table, target, path, fault))
        return false;
    if (format == TABLE_NPY)
        write_npy(file, table);
    else if (format != TABLE_LIBSVM && names)
        print_header(file, table, target, delimiter);
    for (size_t j = 0; format != TABLE_NPY && j < table->n_samples; j++) {
        if (format == TABLE_LIBSVM)
            print_sparse_row(file, table, j);
        else
            print_row(file, table, j, delimiter);
    }
    return true;
}
