/* A text of many blocks is read as one of a single block, whatever the number of threads, and the
 * first thing wrong in it is what is told. */
#include "files/tables.h"
#include "support/random_numbers.h"

#include <stdio.h>

enum { ROWS = 40000, CAPACITY = 1 << 22 };

typedef struct text {
    char *bytes;
    size_t length;
    double numbers[2 * ROWS];
    size_t lines[ROWS];
} text;

/* Columns n, t (text, with delimiters, quotes and line feeds between quotes where `quotes`), x. */
static text *make_text(int quotes)
{
    static const char *const plain[] = {"ab", "b", "", "cde fgh"};
    static const char *const quoted[] = {"\"a,b\"", "\"a\nb\"", "\"\"\"\n\"\"\n,\"", "c"};
    random_numbers random = {7};
    text *const t = calloc(1, sizeof *t);
    assert_non_null(t);
    t->bytes = malloc(CAPACITY);
    assert_non_null(t->bytes);
    t->length = (size_t)sprintf(t->bytes, "n,t,x\n");
    for (size_t j = 0, line = 2; j < ROWS; j++) {
        const char *const word = (quotes ? quoted : plain)[random_index(&random, 4)];
        t->numbers[2 * j] = (double)j;
        t->numbers[2 * j + 1] = random_uniform(&random, -1, 1);
        t->lines[j] = line++;
        for (const char *c = word; *c; c++)
            line += *c == '\n';
        t->length +=
            (size_t)sprintf(t->bytes + t->length, "%zu,%s,%.17g\n", j, word, t->numbers[2 * j + 1]);
    }
    assert_in_range(t->length, 1 << 20, CAPACITY - 100);
    return t;
}

static void free_text(text *t)
{
    free(t->bytes);
    free(t);
}

static void any_number_of_threads(void **state)
{
    hillock_table *const table = *state;
    static const char *const threads[] = {"1", "2", "3", "7"};
    for (int quotes = 0; quotes < 2; quotes++) {
        text *const t = make_text(quotes);
        set(table, "ignore", "t");
        for (size_t k = 0; k < sizeof threads / sizeof threads[0]; k++) {
            set(table, "threads", threads[k]);
            if (hillock_table_read_memory(table, t->bytes, t->length) != HILLOCK_OK)
                fail_msg("%s", hillock_table_message(table));
            expect_features(table, ROWS, 2, t->numbers);
            for (size_t j = 0; j < ROWS; j++)
                assert_int_equal(hillock_table_line(table, j), t->lines[j]);
        }
        free_text(t);
    }
}

static void texts_of_all_blocks_are_put_together(void **state)
{
    hillock_table *const table = *state;
    text *const t = make_text(1);
    double sums[2][3] = {{0}};
    set(table, "categorical", "t");
    for (int k = 0; k < 2; k++) {
        set(table, "threads", k ? "5" : "1");
        assert_status(hillock_table_read_memory(table, t->bytes, t->length), HILLOCK_OK);
        assert_int_equal(hillock_dataset_n_features(hillock_table_dataset(table)), 5);
        assert_string_equal(hillock_table_feature_name(table, 1), "t=a b");
        for (size_t j = 0; j < ROWS; j++)
            for (size_t i = 0; i < 3; i++)
                sums[k][i] += (double)(j + 1) * hk_view_value(hk_view_of(table), j, 1 + i);
    }
    assert_memory_equal(sums[0], sums[1], sizeof sums[0]);
    assert_true(sums[0][0] > 0 && sums[0][1] > 0 && sums[0][2] > 0);
    free_text(t);
}

/* Lines longer than a block: some blocks are empty. */
static void lines_longer_than_blocks(void **state)
{
    hillock_table *const table = *state;
    enum { BLANKS = 100000 };
    char *const bytes = malloc(3 * BLANKS + 64);
    assert_non_null(bytes);
    size_t length = (size_t)sprintf(bytes, "a,b\n");
    for (int row = 0; row < 3; row++) {
        memset(bytes + length, ' ', BLANKS);
        length += BLANKS;
        length += (size_t)sprintf(bytes + length, "%d,1\n", row);
    }
    set(table, "threads", "4");
    assert_status(hillock_table_read_memory(table, bytes, length), HILLOCK_OK);
    expect_features(table, 3, 2, (const double[]){0, 1, 1, 1, 2, 1});
    free(bytes);
}

/* What is wrong early is told, though later blocks are wrong too: a stray quote turns what is
 * outside quotes inside out for all of them. */
static void the_first_fault_is_told(void **state)
{
    hillock_table *const table = *state;
    text *const t = make_text(1);
    char expected[64];
    set(table, "ignore", "t");
    set(table, "threads", "4");
    for (size_t row = 10; row < ROWS; row += 7919) {
        char cell[32];
        sprintf(cell, "\n%zu,", row);
        char *const place = strstr(t->bytes, cell);
        assert_non_null(place);
        const char before[2] = {place[1], place[2]};
        sprintf(expected, "line %zu, column 1 (n)", t->lines[row]);
        for (int quote = 0; quote < 2; quote++) {
            place[quote ? 2 : 1] = quote ? '"' : 'x';
            assert_status(hillock_table_read_memory(table, t->bytes, t->length),
                          HILLOCK_ERROR_FORMAT);
            if (!strstr(hillock_table_message(table), expected))
                fail_msg("%s, not %s", hillock_table_message(table), expected);
            memcpy(place + 1, before, 2);
        }
    }
    free_text(t);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(any_number_of_threads, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(texts_of_all_blocks_are_put_together, make_table,
                                        destroy_table),
        cmocka_unit_test_setup_teardown(lines_longer_than_blocks, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(the_first_fault_is_told, make_table, destroy_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
