/* Common to the tests of tables. */
#ifndef TESTS_FILES_TABLES_H
#define TESTS_FILES_TABLES_H

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "data/dataset.h"
#include "hillock/hillock.h"

#include <string.h>

/* Each test has a new table as its state. */
static inline int make_table(void **state)
{
    hillock_table *table = NULL;
    const int failed = hillock_table_create(&table) != HILLOCK_OK;
    *state = table;
    return failed;
}

static inline int destroy_table(void **state)
{
    hillock_table_destroy(*state);
    return 0;
}

static inline void assert_status(hillock_status status, hillock_status expected)
{
    assert_string_equal(hillock_status_name(status), hillock_status_name(expected));
}

static inline void set(hillock_table *table, const char *option, const char *value)
{
    assert_status(hillock_table_set_text(table, option, value), HILLOCK_OK);
    assert_string_equal(hillock_table_message(table), "");
}

/* Options and values in turn, up to a NULL. */
static inline void must_read(hillock_table *table, const char *text, ...)
{
    va_list options;
    va_start(options, text);
    for (const char *option; (option = va_arg(options, const char *));)
        set(table, option, va_arg(options, const char *));
    va_end(options);
    const hillock_status status = hillock_table_read_memory(table, text, strlen(text));
    if (status != HILLOCK_OK)
        fail_msg("%s", hillock_table_message(table));
    assert_string_equal(hillock_table_message(table), "");
}

static inline void refused(hillock_table *table, const char *text, hillock_status expected,
                           const char *words)
{
    assert_status(hillock_table_read_memory(table, text, strlen(text)), expected);
    if (!strstr(hillock_table_message(table), words))
        fail_msg("\"%s\" is not in: %s", words, hillock_table_message(table));
}

static inline const hk_view *hk_view_of(const hillock_table *table)
{
    assert_non_null(hillock_table_dataset(table));
    return &hillock_table_dataset(table)->view;
}

static inline void expect_features(const hillock_table *table, size_t n_samples, size_t n_features,
                                   const double *X)
{
    const hk_view *const view = hk_view_of(table);
    assert_int_equal(view->n_samples, n_samples);
    assert_int_equal(view->n_features, n_features);
    for (size_t j = 0; j < n_samples; j++)
        for (size_t i = 0; i < n_features; i++)
            if (hk_view_value(view, j, i) != X[j * n_features + i])
                fail_msg("sample %zu, feature %zu: %.17g, not %.17g", j, i,
                         hk_view_value(view, j, i), X[j * n_features + i]);
}

static inline void expect_column(const hillock_table *table, hk_column column, const double *values)
{
    assert_non_null(column.values);
    for (size_t j = 0; j < hk_view_of(table)->n_samples; j++)
        if (hk_column_value(&column, j, 0) != values[j])
            fail_msg("sample %zu: %.17g, not %.17g", j, hk_column_value(&column, j, 0), values[j]);
}

#endif
