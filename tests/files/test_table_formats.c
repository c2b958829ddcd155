#define _XOPEN_SOURCE 700 /* mkstemp, mkdtemp */
/* LIBSVM and NPY: what is right is read, what is wrong is refused with its place. */
#include "files/tables.h"

#include <math.h>
#include <stdio.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CAPACITY = 4096 };

static void libsvm_is_dense_and_its_label_the_target(void **state)
{
    hillock_table *const table = *state;
    must_read(table, "-1 1:0.5 3:2e1\n# a comment\n+1 2:1 # another\n\n0\r\n1 3:4\t \r\n", NULL);
    expect_features(table, 4, 3, (const double[]){0.5, 0, 20, 0, 1, 0, 0, 0, 0, 0, 0, 4});
    expect_column(table, hk_view_of(table)->targets, (const double[]){-1, 1, 0, 1});
    assert_int_equal(hillock_table_line(table, 0), 1);
    assert_int_equal(hillock_table_line(table, 1), 3);
    assert_int_equal(hillock_table_line(table, 3), 6);
    assert_null(hillock_table_feature_name(table, 0));
    must_read(table, "1\n2 2:1", "format", "libsvm", NULL);
    expect_features(table, 2, 2, (const double[]){0, 0, 0, 1});
}

static void libsvm_is_known_behind_labels_and_comments(void **state)
{
    static const char *const texts[] = {"1\n0 2:4\n", "# c\n1\n0 2:4\n", "1\n0\t2:4\n",
                                        "\xEF\xBB\xBF"
                                        "1 \n0 2:4\n"};
    hillock_table *const table = *state;
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        must_read(table, texts[k], NULL);
        expect_features(table, 2, 2, (const double[]){0, 0, 0, 4});
    }
    set(table, "format", "csv");
    refused(table, texts[0], HILLOCK_ERROR_FORMAT, "format libsvm");
}

/* Opened once: who writes into it has gone when it would be opened again. */
static void a_pipe_with_a_name_is_read(void **state)
{
    hillock_table *const table = *state;
    char folder[] = "/tmp/hillock-table-XXXXXX", path[64];
    assert_non_null(mkdtemp(folder));
    sprintf(path, "%s/p", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    const pid_t child = fork();
    if (child == 0) {
        FILE *const pipe = fopen(path, "w");
        _exit(!pipe || fputs("a,b\n1,2\n3,4\n", pipe) < 0 || fclose(pipe) != 0);
    }
    alarm(20);
    const hillock_status status = hillock_table_read_file(table, path);
    alarm(0);
    (void)waitpid(child, NULL, 0);
    assert_int_equal(remove(path) + remove(folder), 0);
    assert_status(status, HILLOCK_OK);
    expect_features(table, 2, 2, (const double[]){1, 2, 3, 4});
}

static void libsvm_that_is_malformed(void **state)
{
    hillock_table *const table = *state;
    set(table, "format", "libsvm");
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"", "line 1"},
        {"1\n", "no index:value"},
        {"1 1:2\nx 1:2\n", "line 2, column 1: a line begins with its label"},
        {"1 0:2\n", "line 1, column 2: an index before the first"},
        {"1 2:2 2:3\n", "line 1, column 3: the indices of a line must rise"},
        {"1 2:2 1:3\n", "line 1, column 3: the indices of a line must rise"},
        {"1 2:\n", "line 1, column 2: the value"},
        {"1 2:3x\n", "line 1, column 2: the value"},
        {"1 2:nan\n", "line 1, column 2: the value"},
        {"1 2:1e999\n", "line 1, column 2: the value"},
        {"1 2\n", "line 1, column 2: this is no index:value"},
        {"1 -2:1\n", "line 1, column 2: this is no index:value"},
        {"1 qid:2 1:1\n", "line 1, column 2: qid"},
        {"1 1:1\n1 4294967296:1\n", "more than 1024 times"},
        {"1 99999999999999999999999999999:1\n", "more than 1024 times"},
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++)
        refused(table, cases[k].text, HILLOCK_ERROR_FORMAT, cases[k].words);
    set(table, "weight", "y");
    refused(table, "1 1:1\n", HILLOCK_ERROR_VALUE, "is its label");
    must_read(table, "1 1:1\n", "weight", "", "target", "y", NULL);
    assert_string_equal(hillock_table_target_name(table), "y");
}

/* An NPY file of that version; how many bytes. */
static size_t make_npy(char *file, int version, const char *dictionary, const void *numbers,
                       size_t bytes)
{
    const size_t wide = version == 1 ? 2 : 4, begin = 8 + wide;
    const size_t padded = (begin + strlen(dictionary) + 1 + 63) / 64 * 64;
    memcpy(file, "\x93NUMPY", 6);
    file[6] = (char)version;
    file[7] = 0;
    for (size_t k = 0; k < wide; k++)
        file[8 + k] = (char)((padded - begin) >> 8 * k);
    memset(file + begin, ' ', padded - begin);
    memcpy(file + begin, dictionary, strlen(dictionary));
    file[padded - 1] = '\n';
    memcpy(file + padded, numbers, bytes);
    return padded + bytes;
}

static void read_npy(hillock_table *table, int version, const char *dictionary, const void *numbers,
                     size_t bytes)
{
    char file[CAPACITY];
    const size_t count = make_npy(file, version, dictionary, numbers, bytes);
    if (hillock_table_read_memory(table, file, count) != HILLOCK_OK)
        fail_msg("%s", hillock_table_message(table));
}

static void npy_of_every_type_and_order(void **state)
{
    hillock_table *const table = *state;
    static const double f8[] = {1, -2, 3, 4, 5, 6.5}, by_rows[] = {1, 4, -2, 5, 3, 6.5};
    static const float f4[] = {1, -2, 3, 4, 5, 6.5F};
    read_npy(table, 1, "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", f8, 48);
    expect_features(table, 2, 3, f8);
    read_npy(table, 2, "{'descr': '<f8', 'fortran_order': True, 'shape': (3, 2), }", f8, 48);
    expect_features(table, 3, 2, by_rows);
    assert_int_equal(hk_view_of(table)->layout, HILLOCK_FEATURE_MAJOR);
    read_npy(table, 3, "{'shape': (3,2), 'fortran_order': False, 'descr': '<f4'}", f4, 24);
    expect_features(table, 3, 2, f8);
    assert_int_equal(hk_view_of(table)->type, HK_F32);
    read_npy(table, 1, "{'descr': '<f4', 'fortran_order': False, 'shape': (6,), }", f4, 24);
    expect_features(table, 6, 1, f8);
    read_npy(table, 1, "{'descr': '|i1', 'fortran_order': False, 'shape': (1, 2), }", "\x01\xfe",
             2);
    expect_features(table, 1, 2, f8);
    read_npy(table, 1, "{'descr': '|u1', 'fortran_order': True, 'shape': (1, 2), }", "\x01\xfe", 2);
    expect_features(table, 1, 2, (const double[]){1, 254});
    static const int64_t i8[] = {INT64_MIN, -1};
    static const uint64_t u8[] = {UINT64_MAX, 1};
    static const int16_t i2[] = {-32768, 7};
    static const int32_t i4[] = {-5, 7};
    read_npy(table, 1, "{'descr': '<i4', 'fortran_order': True, 'shape': (1, 2), }", i4, 8);
    expect_features(table, 1, 2, (const double[]){-5, 7});
    static const uint32_t u4[] = {UINT32_MAX, 7};
    read_npy(table, 1, "{'descr': '<i8', 'fortran_order': True, 'shape': (1, 2), }", i8, 16);
    expect_features(table, 1, 2, (const double[]){-0x1p63, -1});
    read_npy(table, 1, "{'descr': '<u8', 'fortran_order': True, 'shape': (1, 2), }", u8, 16);
    expect_features(table, 1, 2, (const double[]){0x1p64, 1});
    read_npy(table, 1, "{'descr': '<i2', 'fortran_order': True, 'shape': (1, 2), }", i2, 4);
    expect_features(table, 1, 2, (const double[]){-32768, 7});
    read_npy(table, 1, "{'descr': '<u4', 'fortran_order': True, 'shape': (1, 2), }", u4, 8);
    expect_features(table, 1, 2, (const double[]){UINT32_MAX, 7});
}

static void npy_columns_by_number(void **state)
{
    hillock_table *const table = *state;
    static const double f8[] = {9, 1, 2, 8, 3, 4};
    const char *const rows = "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }";
    set(table, "target", "1");
    read_npy(table, 1, rows, f8, 48);
    expect_features(table, 2, 2, (const double[]){1, 2, 3, 4});
    expect_column(table, hk_view_of(table)->targets, (const double[]){9, 8});
    assert_int_equal(hk_view_of(table)->stride, 3); /* as it lies in the file */
    set(table, "target", "2");
    read_npy(table, 1, rows, f8, 48);
    expect_features(table, 2, 2, (const double[]){9, 2, 8, 4});
    expect_column(table, hk_view_of(table)->targets, (const double[]){1, 3});
    set(table, "ignore", "1");
    read_npy(table, 1, "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }", f8, 48);
    expect_features(table, 2, 1, (const double[]){3, 4});
    expect_column(table, hk_view_of(table)->targets, (const double[]){2, 8});
    char file[CAPACITY];
    const size_t count = make_npy(file, 1, rows, f8, 48);
    set(table, "target", "4");
    assert_status(hillock_table_read_memory(table, file, count), HILLOCK_ERROR_VALUE);
}

static void npy_from_a_file_is_not_copied(void **state)
{
    hillock_table *const table = *state;
    static const double f8[] = {1, -2, 3, 4, 5, 6.5};
    char path[] = "/tmp/hillock_table_XXXXXX", file[CAPACITY];
    const size_t count =
        make_npy(file, 1, "{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", f8, 48);
    const int handle = mkstemp(path);
    assert_true(handle >= 0);
    assert_int_equal(write(handle, file, count), count);
    close(handle);
    const hillock_status status = hillock_table_read_file(table, path);
    unlink(path);
    assert_status(status, HILLOCK_OK);
    expect_features(table, 2, 3, f8);
    assert_int_equal((uintptr_t)hk_view_of(table)->X % 64, 0);
    assert_int_equal(hillock_table_line(table, 1), 2);
}

/* Floats, feature by feature, come out as doubles, sample by sample. */
static void samples_are_read_as_doubles(void **state)
{
    hillock_table *const table = *state;
    static const float f4[] = {1, -2, 3, 4, 5, 6.5F};
    double X[4] = {0}, y[2] = {0}, weights[2] = {0}, offset[2] = {9, 9};
    set(table, "target", "2");
    read_npy(table, 1, "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", f4, 24);
    const hillock_dataset *const data = hillock_table_dataset(table);
    assert_status(hillock_dataset_read_f64(data, 0, 2, X, y, weights, offset), HILLOCK_OK);
    assert_memory_equal(X, ((const double[]){1, 5, -2, 6.5}), sizeof X);
    assert_memory_equal(y, ((const double[]){3, 4}), sizeof y);
    assert_memory_equal(weights, ((const double[]){1, 1}), sizeof weights);
    assert_memory_equal(offset, ((const double[]){0, 0}), sizeof offset);
    assert_status(hillock_dataset_read_f64(data, 1, 1, X, NULL, NULL, NULL), HILLOCK_OK);
    assert_memory_equal(X, ((const double[]){-2, 6.5, -2, 6.5}), sizeof X);
    assert_status(hillock_dataset_read_f64(data, 1, 2, X, NULL, NULL, NULL), HILLOCK_ERROR_SIZE);
    assert_status(hillock_dataset_read_f64(data, 3, SIZE_MAX, X, NULL, NULL, NULL),
                  HILLOCK_ERROR_SIZE);
    assert_status(hillock_dataset_read_f64(NULL, 0, 0, X, NULL, NULL, NULL), HILLOCK_ERROR_NULL);
    set(table, "target", "");
    read_npy(table, 1, "{'descr': '<f4', 'fortran_order': True, 'shape': (2, 3), }", f4, 24);
    assert_status(hillock_dataset_read_f64(hillock_table_dataset(table), 0, 1, X, y, NULL, NULL),
                  HILLOCK_ERROR_INCOMPLETE);
}

static void npy_that_is_malformed(void **state)
{
    hillock_table *const table = *state;
    static const double numbers[8] = {0};
    static const struct {
        const char *dictionary;
        size_t bytes;
        const char *words;
    } cases[] = {
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", 40, "cut short"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (2, 3), }", 56, "cut short"},
        {"{'descr': '>f8', 'fortran_order': False, 'shape': (2, 3), }", 48, "the type"},
        {"{'descr': '<f2', 'fortran_order': False, 'shape': (2, 3), }", 12, "the type"},
        {"{'descr': '|O', 'fortran_order': False, 'shape': (2, 3), }", 12, "the type"},
        {"{'descr': [('a', '<f8')], 'fortran_order': False, 'shape': (2,), }", 16, "the type"},
        {"{'descr': '<f8', 'fortran_order': 0, 'shape': (2, 3), }", 48, "neither True nor"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (1, 2, 3), }", 48, "two dimensions"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (), }", 8, "the shape"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (-2,), }", 8, "the shape"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (0, 3), }", 0, "empty"},
        {"{'descr': '<f8', 'fortran_order': False, }", 48, "must all be there"},
        {"{'descr': '<f8', 'descr': '<f8', 'fortran_order': False, 'shape': (6,)}", 48, "twice"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (6,), 'x': 1}", 48, "expected here"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (6,)} 1", 48, "behind the closing"},
        {"{'descr': '<f8' 'fortran_order': False, 'shape': (6,)}", 48, "a comma"},
        {"'descr'", 48, "in braces"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (4611686018427387904, 2), }", 0,
         "not the 0 bytes"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (2305843009213693953,), }", 8,
         "not the 8 bytes"},
        {"{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999999,), }", 8,
         "the shape"},
    };
    char file[CAPACITY];
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++) {
        const size_t count = make_npy(file, 1, cases[k].dictionary, numbers, cases[k].bytes);
        assert_status(hillock_table_read_memory(table, file, count), HILLOCK_ERROR_FORMAT);
        if (!strstr(hillock_table_message(table), cases[k].words))
            fail_msg("\"%s\" is not in: %s", cases[k].words, hillock_table_message(table));
    }
    set(table, "format", "npy");
    const size_t count = make_npy(file, 1, cases[0].dictionary, numbers, 48);
    for (size_t cut = 0; cut < count; cut++)
        assert_status(hillock_table_read_memory(table, file, cut), HILLOCK_ERROR_FORMAT);
    file[6] = 4;
    assert_status(hillock_table_read_memory(table, file, count), HILLOCK_ERROR_FORMAT);
    file[6] = 1;
    file[9] = 127;
    assert_status(hillock_table_read_memory(table, file, count), HILLOCK_ERROR_FORMAT);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(libsvm_is_dense_and_its_label_the_target, make_table,
                                        destroy_table),
        cmocka_unit_test_setup_teardown(libsvm_is_known_behind_labels_and_comments, make_table,
                                        destroy_table),
        cmocka_unit_test_setup_teardown(a_pipe_with_a_name_is_read, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(libsvm_that_is_malformed, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(npy_of_every_type_and_order, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(npy_columns_by_number, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(npy_from_a_file_is_not_copied, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(samples_are_read_as_doubles, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(npy_that_is_malformed, make_table, destroy_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
