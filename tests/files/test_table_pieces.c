#define _XOPEN_SOURCE 700 /* mkstemp */
/* A table read piece by piece is the table read whole, however its bytes arrive. */
#include "files/tables.h"
#include "support/random_numbers.h"

#include <stdio.h>
#include <unistd.h>

/* Bytes that come `step` at a time, at most. */
typedef struct source {
    const char *bytes;
    size_t left;
    size_t step;
} source;

static size_t give(char *bytes, size_t capacity, void *payload)
{
    source *const s = payload;
    size_t count = s->left < capacity ? s->left : capacity;
    count = count < s->step ? count : s->step;
    memcpy(bytes, s->bytes, count);
    s->bytes += count;
    s->left -= count;
    return count;
}

static size_t give_nothing_but_failure(char *bytes, size_t capacity, void *payload)
{
    (void)bytes;
    (void)capacity;
    (void)payload;
    return SIZE_MAX;
}

/* 6 MiB and more: several pieces. */
enum { ROWS = 200000, ROW_BYTES = 48 };

static char *make_text(const char *head, const char *tail, const char *text)
{
    random_numbers random = {3};
    char *const bytes = malloc(ROWS * ROW_BYTES + 1000);
    assert_non_null(bytes);
    size_t length = (size_t)sprintf(bytes, "%s", head);
    for (size_t j = 0; j < ROWS; j++)
        length += (size_t)sprintf(bytes + length, "%zu,%s,%.17g\n", j, text,
                                  random_uniform(&random, -1, 1));
    sprintf(bytes + length, "%s", tail);
    return bytes;
}

/* Both tables have the options; `whole` has been read. The rest of the pieces is that. */
static void expect_pieces(hillock_table *pieces, const hillock_table *whole, size_t least_pieces)
{
    const hk_view *const all = hk_view_of(whole);
    size_t row = 0, count, n_pieces = 0;
    for (;; n_pieces++) {
        if (hillock_table_next(pieces, &count) != HILLOCK_OK)
            fail_msg("%s", hillock_table_message(pieces));
        if (count == 0)
            break;
        const hk_view *const view = hk_view_of(pieces);
        assert_int_equal(view->n_samples, count);
        assert_int_equal(view->n_features, all->n_features);
        assert_true(row + count <= all->n_samples);
        for (size_t j = 0; j < count; j++, row++) {
            for (size_t i = 0; i < view->n_features; i++)
                if (hk_view_value(view, j, i) != hk_view_value(all, row, i))
                    fail_msg("sample %zu, feature %zu", row, i);
            if (hillock_table_line(pieces, j) != hillock_table_line(whole, row))
                fail_msg("sample %zu: line %zu, not %zu", row, hillock_table_line(pieces, j),
                         hillock_table_line(whole, row));
            if (hk_column_value(&view->targets, j, 0) != hk_column_value(&all->targets, row, 0))
                fail_msg("target %zu", row);
        }
    }
    assert_int_equal(row, all->n_samples);
    assert_in_range(n_pieces, least_pieces, 1000);
    assert_int_equal(hillock_table_n_dropped(pieces), hillock_table_n_dropped(whole));
}

static void compare(const char *text, size_t length, size_t step, const char *option,
                    const char *value, size_t least_pieces)
{
    hillock_table *whole = NULL, *pieces = NULL;
    source s = {text, length, step};
    assert_status(hillock_table_create(&whole), HILLOCK_OK);
    assert_status(hillock_table_create(&pieces), HILLOCK_OK);
    set(whole, option, value);
    set(pieces, option, value);
    if (hillock_table_read_memory(whole, text, length) != HILLOCK_OK)
        fail_msg("%s", hillock_table_message(whole));
    assert_status(hillock_table_open(pieces, give, &s), HILLOCK_OK);
    expect_pieces(pieces, whole, least_pieces);
    if (hk_view_of(whole)->n_features == 2)
        assert_string_equal(hillock_table_feature_name(pieces, 1), "x");
    hillock_table_destroy(whole);
    hillock_table_destroy(pieces);
}

static void pieces_are_the_table(void **state)
{
    (void)state;
    static const char *const texts[] = {"7", "\"7\"", "\"a\n,\"\"b\""};
    for (size_t k = 0; k < 3; k++) {
        char *const text = make_text("\xEF\xBB\xBF\"n\n\",t,x\n", "\r\n\n\n", texts[k]);
        const size_t length = strlen(text);
        compare(text, length, SIZE_MAX, "ignore", "t", 2);
        compare(text, length, 4099, "ignore", "t", 2);
        compare(text, length - 5, 1 << 20, "ignore", "t", 2); /* the last line without its end */
        free(text);
    }
    char *const text = make_text("n,t,x\n,,\n", "1,2,\n", "7");
    compare(text, strlen(text), SIZE_MAX, "missing", "drop", 2);
    free(text);
    compare("1\n2\n", 4, 1, "ignore", "", 1);
}

/* Cells and a header longer than a piece. */
static void rows_longer_than_a_piece(void **state)
{
    (void)state;
    enum { LONG = 5 << 20 };
    char *const text = malloc(2 * LONG + 100);
    assert_non_null(text);
    size_t length = (size_t)sprintf(text, "t,n,x");
    memset(text + length, ' ', LONG);
    length += LONG;
    length += (size_t)sprintf(text + length, "\n\"");
    memset(text + length, '\n', LONG);
    length += LONG;
    length += (size_t)sprintf(text + length, "\",1,2\nu,3,4\n");
    compare(text, length, SIZE_MAX, "ignore", "t", 1);
    free(text);
}

/* The samples before a fault, however many pieces they are, then the fault, then nothing. */
static void samples_before_a_fault_come_first(void **state)
{
    hillock_table *const table = *state;
    char *const text = make_text("n,t,x\n", "1,7,two\n3,7,4\n", "7");
    source s = {text, strlen(text), SIZE_MAX};
    size_t count = 0, rows = 0;
    hillock_status status = hillock_table_open(table, give, &s);
    for (; status == HILLOCK_OK && (rows == 0 || count > 0); rows += count)
        status = hillock_table_next(table, &count);
    assert_status(status, HILLOCK_ERROR_FORMAT);
    assert_int_equal(rows - count, ROWS);
    assert_non_null(strstr(hillock_table_message(table), "line 200002, column 3 (x): \"two\""));
    assert_status(hillock_table_next(table, &count), HILLOCK_ERROR_INCOMPLETE);
    free(text);
}

/* Reads all pieces of the text; the last status. */
static hillock_status read_pieces(hillock_table *table, const char *text)
{
    source s = {text, strlen(text), 7};
    size_t count = 1;
    hillock_status status = hillock_table_open(table, give, &s);
    while (status == HILLOCK_OK && count > 0)
        status = hillock_table_next(table, &count);
    return status;
}

static void expect_fault(hillock_table *table, const char *text, hillock_status expected,
                         const char *words)
{
    assert_status(read_pieces(table, text), expected);
    if (!strstr(hillock_table_message(table), words))
        fail_msg("\"%s\" is not in: %s", words, hillock_table_message(table));
}

static void what_cannot_be_read_piece_by_piece(void **state)
{
    hillock_table *const table = *state;
    size_t count;
    assert_status(hillock_table_next(table, &count), HILLOCK_ERROR_INCOMPLETE);
    expect_fault(table, "", HILLOCK_ERROR_FORMAT, "line 1, column 1: the file is empty");
    expect_fault(table, "x,y\n", HILLOCK_ERROR_FORMAT, "line 2, column 1: there is a header");
    expect_fault(table, "x,y\n1,\"2\n", HILLOCK_ERROR_FORMAT, "line 2, column 2 (y): the quote");
    expect_fault(table, "x,y\n1,2\n\n1,2\n", HILLOCK_ERROR_FORMAT,
                 "line 3, column 1 (x): the line");
    expect_fault(table, "1 1:2\n", HILLOCK_ERROR_VALUE, "only for a model");
    set(table, "missing", "mean");
    expect_fault(table, "x,y\n1,2\n", HILLOCK_ERROR_VALUE, "want the whole table");
    set(table, "missing", "drop");
    assert_status(read_pieces(table, "x,y\n,2\n"), HILLOCK_OK);
    assert_int_equal(hillock_table_n_dropped(table), 1);
    assert_status(hillock_table_open(table, give_nothing_but_failure, NULL), HILLOCK_OK);
    assert_status(hillock_table_next(table, &count), HILLOCK_ERROR_FILE);
    assert_status(hillock_table_open_file(table, "/nowhere/at.all"), HILLOCK_ERROR_FILE);
    assert_status(hillock_table_open_file(table, "/"), HILLOCK_ERROR_FILE);
    assert_status(hillock_table_open_file(table, NULL), HILLOCK_ERROR_NULL);
    assert_status(hillock_table_open(table, NULL, NULL), HILLOCK_ERROR_NULL);
    assert_status(hillock_table_open(NULL, give, NULL), HILLOCK_ERROR_NULL);
    source s = {"x\n1\n", 4, 1};
    assert_status(hillock_table_open(table, give, &s), HILLOCK_OK);
    set(table, "missing", "");
    assert_status(hillock_table_next(table, &count), HILLOCK_ERROR_INCOMPLETE);
}

/* LIBSVM and text for a model; the text that has no feature is one in all pieces. */
static void pieces_for_a_model(void **state)
{
    hillock_table *const table = *state;
    hillock_neuron *neuron = NULL;
    hillock_model *model = NULL;
    assert_status(hillock_neuron_create(&neuron, 1, HILLOCK_LOGISTIC, HILLOCK_CROSS_ENTROPY),
                  HILLOCK_OK);
    assert_status(hillock_model_create(&model, neuron), HILLOCK_OK);
    assert_status(hillock_model_set_feature_name(model, 0, "t=a"), HILLOCK_OK);
    assert_status(hillock_table_set_model(table, model), HILLOCK_OK);
    assert_status(read_pieces(table, "1 1:3 2:5 # some\n\n# none\n0 1:7 # the last"), HILLOCK_OK);
    expect_features(table, 2, 1, (const double[]){3, 7});
    assert_int_equal(hillock_table_line(table, 1), 4);
    char *const text = make_text("n,t,x\n1,b,2\n", "3,c,4\n", "a");
    expect_fault(table, text, HILLOCK_ERROR_FORMAT,
                 "line 200003: \"c\" is no text that the model has a feature for, nor is \"b\" in "
                 "line 2");
    free(text);
    hillock_model_destroy(model);
    hillock_neuron_destroy(neuron);
}

static void npy_is_given_in_slices(void **state)
{
    hillock_table *const table = *state;
    enum { HEAD = 128, SAMPLES = 10000 };
    const size_t bytes = HEAD + 2 * SAMPLES * sizeof(double);
    char *const file = malloc(bytes);
    assert_non_null(file);
    memset(file, ' ', HEAD);
    memcpy(file, "\x93NUMPY\1\0\x76\0", 10);
    const char *const head = "{'descr': '<f8', 'fortran_order': False, 'shape': (10000, 2), }";
    memcpy(file + 10, head, strlen(head));
    file[HEAD - 1] = '\n';
    for (size_t k = 0; k < 2 * SAMPLES; k++)
        memcpy(file + HEAD + k * sizeof(double), &(double){(double)k}, sizeof(double));
    hillock_table *whole = NULL;
    assert_status(hillock_table_create(&whole), HILLOCK_OK);
    set(whole, "target", "1");
    set(table, "target", "1");
    assert_status(hillock_table_read_memory(whole, file, bytes), HILLOCK_OK);
    source s = {file, bytes, 5000};
    assert_status(hillock_table_open(table, give, &s), HILLOCK_OK);
    expect_pieces(table, whole, 3);
    char path[] = "/tmp/hillock_table_XXXXXX";
    const int handle = mkstemp(path);
    assert_true(handle >= 0);
    assert_int_equal(write(handle, file, bytes), bytes);
    close(handle);
    const hillock_status status = hillock_table_open_file(table, path);
    unlink(path);
    assert_status(status, HILLOCK_OK);
    expect_pieces(table, whole, 3);
    set(table, "target", "");
    assert_null(hillock_table_dataset(table)); /* it lay in the file */
    hillock_table_destroy(whole);
    free(file);
}

static void a_file_is_read_piece_by_piece(void **state)
{
    hillock_table *const table = *state;
    char *const text = make_text("n,t,x\n", "", "7"), path[] = "/tmp/hillock_table_XXXXXX";
    const size_t length = strlen(text);
    hillock_table *whole = NULL;
    const int handle = mkstemp(path);
    assert_true(handle >= 0);
    assert_int_equal(write(handle, text, length), length);
    close(handle);
    assert_status(hillock_table_create(&whole), HILLOCK_OK);
    hillock_status status = hillock_table_read_file(whole, path);
    assert_status(status, HILLOCK_OK);
    status = hillock_table_open_file(table, path);
    unlink(path);
    assert_status(status, HILLOCK_OK);
    expect_pieces(table, whole, 2);
    hillock_table_destroy(whole);
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_the_table),
        cmocka_unit_test(rows_longer_than_a_piece),
        cmocka_unit_test_setup_teardown(samples_before_a_fault_come_first, make_table,
                                        destroy_table),
        cmocka_unit_test_setup_teardown(what_cannot_be_read_piece_by_piece, make_table,
                                        destroy_table),
        cmocka_unit_test_setup_teardown(pieces_for_a_model, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(npy_is_given_in_slices, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(a_file_is_read_piece_by_piece, make_table, destroy_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
