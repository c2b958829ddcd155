/* Tables of text: what is right is read to the bit, what is wrong is refused with its place. */
#include "files/tables.h"

#include <stdio.h>

static const double one_two[] = {1, 2, 3, 4};

static void numbers_below_a_header(void **state)
{
    hillock_table *const table = *state;
    must_read(table, "x,y,z\n1,2,-3.5e1\n4,5,0.1\n", "target", "y", NULL);
    expect_features(table, 2, 2, (const double[]){1, -35, 4, 0.1});
    expect_column(table, hk_view_of(table)->targets, (const double[]){2, 5});
    assert_string_equal(hillock_table_feature_name(table, 0), "x");
    assert_string_equal(hillock_table_feature_name(table, 1), "z");
    assert_null(hillock_table_feature_name(table, 2));
    assert_string_equal(hillock_table_target_name(table), "y");
    assert_null(hillock_table_class_name(table, 0));
    assert_int_equal(hillock_table_line(table, 0), 2);
    assert_int_equal(hillock_table_line(table, 1), 3);
    assert_int_equal(hillock_table_line(table, 2), 0);
}

static void many_spellings_of_one_table(void **state)
{
    hillock_table *const table = *state;
    static const char *const texts[] = {
        "a,b\n1,2\n3,4",
        "a,b\n1,2\n3,4\n\n\n",
        "\xef\xbb\xbf"
        "a,b\r\n1,2\r\n3,4\r\n\r\n",
        "\"a\",\"b\"\n\"1\",2\n3,\"4\"\n",
        "a;b\n1;2\n3;4\n",
        "a\tb\n1\t2\n3\t4\n",
        "a|b\n1|2\n3|4\n",
        " a , b \n 1 ,2.0\n+3, 4e0 \n",
        "a,b\n1,\"2\"\r\n3,4\r",
    };
    for (size_t k = 0; k < sizeof texts / sizeof texts[0]; k++) {
        must_read(table, texts[k], NULL);
        expect_features(table, 2, 2, one_two);
        assert_string_equal(hillock_table_feature_name(table, 0), "a");
        assert_string_equal(hillock_table_feature_name(table, 1), "b");
    }
}

static void without_a_header_columns_are_numbered(void **state)
{
    hillock_table *const table = *state;
    must_read(table, "9,1,2\n8,3,4\n", "target", "1", NULL);
    expect_features(table, 2, 2, one_two);
    assert_string_equal(hillock_table_feature_name(table, 1), "3");
    assert_int_equal(hillock_table_line(table, 1), 2);
    must_read(table, "1 2\n3 4\n", "delimiter", " ", "header", "no", "target", "", NULL);
    expect_features(table, 2, 2, one_two);
    must_read(table, "9,8\n1,2\n3,4\n", "header", "yes", "delimiter", "", NULL);
}

static void columns_by_name(void **state)
{
    hillock_table *const table = *state;
    const char *const text = "w,x,name,o,y,z\n2,1,ann,-1,0,2\n0.5,3,\"b, \"\"ob\"\"\",-2,1,4\n";
    must_read(table, text, "weight", "w", "offset", "o", "target", "y", "ignore", "name", NULL);
    expect_features(table, 2, 2, one_two);
    expect_column(table, hk_view_of(table)->weights, (const double[]){2, 0.5});
    expect_column(table, hk_view_of(table)->offset, (const double[]){-1, -2});
    must_read(table, text, "weight", "", "offset", "", "ignore", "", "features", " z , x", NULL);
    expect_features(table, 2, 2, one_two);
}

static void a_target_of_two_texts(void **state)
{
    hillock_table *const table = *state;
    must_read(table, "y,x\n\"no, \"\"I\"\"\",1\nMaybe,2\nMaybe,3\n\"no, \"\"I\"\"\",4\n", "target",
              "y", NULL);
    expect_column(table, hk_view_of(table)->targets, (const double[]){1, 0, 0, 1});
    assert_string_equal(hillock_table_class_name(table, 0), "Maybe");
    assert_string_equal(hillock_table_class_name(table, 1), "no, \"I\"");
    assert_null(hillock_table_class_name(table, 2));
    refused(table, "y,x\na,1\nb,2\nc,3\n", HILLOCK_ERROR_TARGET,
            "line 4, column 1 (y): \"c\" is a third class, beside \"a\" and \"b\"");
    refused(table, "y,x\na,1\na,2\n", HILLOCK_ERROR_TARGET, "1 different value");
    refused(table, "y,x\n1,1\nb,2\n", HILLOCK_ERROR_FORMAT, "line 3, column 1 (y): \"b\"");
    assert_string_equal(hillock_table_class_name(table, 0), "Maybe"); /* as it was */
    assert_int_equal(hillock_dataset_n_samples(hillock_table_dataset(table)), 4);
}

static void the_upper_class_can_be_chosen(void **state)
{
    hillock_table *const table = *state;
    must_read(table, "y,x\nno,1\nyes,2\nyes,3\n", "target", "y", "positive", "no", NULL);
    expect_column(table, hk_view_of(table)->targets, (const double[]){1, 0, 0});
    assert_string_equal(hillock_table_class_name(table, 0), "yes");
    assert_string_equal(hillock_table_class_name(table, 1), "no");
    must_read(table, "y,x\nno,1\nyes,2\nyes,3\n", "positive", "yes", NULL);
    expect_column(table, hk_view_of(table)->targets, (const double[]){0, 1, 1});
    must_read(table, "y,x\n1,1\n2,2\n,4\n1,3\n", "positive", "1", "missing", "drop", NULL);
    expect_column(table, hk_view_of(table)->targets, (const double[]){1, 0, 1});
    assert_string_equal(hillock_table_class_name(table, 0), "2");
    set(table, "positive", "3");
    refused(table, "y,x\n1,1\n2,2\n", HILLOCK_ERROR_VALUE, "(positive) cannot be \"3\"");
    refused(table, "1 1:2\n", HILLOCK_ERROR_VALUE, "only of a CSV file");
}

static void missing_cells(void **state)
{
    hillock_table *const table = *state;
    const char *const text = "x,y,z\n1,1,2\nNA,1,5\n3,1,\n5,,7\n3,1,4\n";
    refused(table, text, HILLOCK_ERROR_FORMAT, "line 3, column 1 (x): \"NA\" is a missing value");
    must_read(table, text, "missing", "drop", "target", "y", NULL);
    expect_features(table, 2, 2, one_two);
    assert_int_equal(hillock_table_line(table, 1), 6);
    refused(table, "x,y\nNaN,1\n", HILLOCK_ERROR_FORMAT, "none is left");
    set(table, "missing", "mean");
    refused(table, text, HILLOCK_ERROR_FORMAT, "line 5, column 2 (y)");
    must_read(table, "x,y,z\n1,1,2\nNA,1,5\n4,1,\n", NULL);
    expect_features(table, 3, 2, (const double[]){1, 2, 2.5, 5, 4, 3.5});
    refused(table, "x,y\nNaN,1\n", HILLOCK_ERROR_FORMAT, "\"x\"");
}

static void categories_become_features(void **state)
{
    hillock_table *const table = *state;
    const char *const text = "c,x,d\nred,1,b\n\"gr\"\"een\",2,a\nblue,3,a\nred,4,b\n";
    must_read(table, text, "categorical", "c,d", NULL);
    expect_features(table, 4, 4, (const double[]){0, 1, 1, 1, 1, 0, 2, 0, 0, 0, 3, 0, 0, 1, 4, 1});
    assert_string_equal(hillock_table_feature_name(table, 0), "c=gr\"een");
    assert_string_equal(hillock_table_feature_name(table, 1), "c=red");
    assert_string_equal(hillock_table_feature_name(table, 2), "x");
    assert_string_equal(hillock_table_feature_name(table, 3), "d=b");
    const char *const holes = "c,x,d\nred,1,b\nNA,2,a\ngreen,,a\nblue,4,a\nred,5,b\n";
    must_read(table, holes, "missing", "drop", NULL); /* a value of dropped rows is none */
    expect_features(table, 3, 3, (const double[]){1, 1, 1, 0, 4, 0, 1, 5, 1});
    must_read(table, holes, "missing", "mean", NULL);
    expect_features(table, 5, 4, (const double[]){0, 1, 1, 1, 0.25, 0.5, 2, 0, 1, 0,
                                                  3, 0, 0, 0, 4,    0,   0, 1, 5, 1});
}

/* Else it would become no feature, and a model would not know which value it had. */
static void a_column_of_text_has_two_values(void **state)
{
    hillock_table *const table = *state;
    set(table, "categorical", "c,d");
    refused(table, "x,d,c\n1,a,b\n2,c,b\n", HILLOCK_ERROR_VALUE,
            "column 3 (c): it holds no two different texts");
    set(table, "missing", "drop");
    refused(table, "d,c\na,b\nNA,c\ne,b\n", HILLOCK_ERROR_VALUE, "column 2 (c)");
    set(table, "missing", "mean");
    refused(table, "c,d\nNA,a\nNA,b\n", HILLOCK_ERROR_VALUE, "column 1 (c)");
}

static void what_is_malformed_is_refused_with_its_place(void **state)
{
    hillock_table *const table = *state;
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"", "line 1, column 1: the file is empty"},
        {"\n", "the file is empty"},
        {"x,y\n", "line 2, column 1: there is a header but no samples"},
        {"x,x\n1,2\n", "line 1, column 2: the name \"x\" is already that of column 1"},
        {"x,,y\n1,2,3\n", "line 1, column 2: the column has no name"},
        {"x,y\n1,2\n3\n", "line 3, column 2 (y): the row ends here"},
        {"x,y\n1,2,3\n", "line 2, column 3: the row has more than 2 cells"},
        {"x,y\n1,2\n\n3,4\n", "line 3, column 1 (x): the line is empty"},
        {"x,y\n1,2\n,2\n", "line 3, column 1 (x): the cell is empty"},
        {"x,y\n1,2\n1,", "line 3, column 2 (y): the cell is empty"},
        {"x,y\nred,2\n", "line 2, column 1 (x): \"red\" is not a number"},
        {"x,y\n1.5kg,2\n", "line 2, column 1 (x): \"1.5kg\" is not a number"},
        {"x,y\n-Inf,2\n", "line 2, column 1 (x): \"-Inf\" is not finite"},
        {"x,y\n1,1e999\n", "line 2, column 2 (y): \"1e999\" is beyond the range"},
        {"x,y\n0x1p3,2\n", "line 2, column 1 (x): \"0x1p3\" is hexadecimal"},
        {"x,y\n\"1,5\",2\n", "line 2, column 1 (x): \"1,5\" has a comma"},
        {"x,y\n1,\"2\n3,4\n", "line 2, column 2 (y): the quote that opens"},
        {"x,y\n1,\"2\n3,4", "line 2, column 2 (y): the quote that opens"},
        {"x,y\n1,2\"3\n", "line 2, column 2 (y): a quote inside a cell"},
        {"x,y\n\"1\"2,3\n", "line 2, column 1 (x): text behind a closing quote"},
        {"x,y\r1,2\r", "line 1, column 2: a carriage return without"},
        {"\"x\nx\",y\n1,2\nred,3\n", "line 4, column 1 (x x): \"red\""},
        {"x,y\n\033[31mred,2\n", "\"?[31mred\""},
    };
    for (size_t k = 0; k < sizeof cases / sizeof cases[0]; k++)
        refused(table, cases[k].text, HILLOCK_ERROR_FORMAT, cases[k].words);
    assert_status(hillock_table_read_memory(table, "x,y\n1,\0002\n", 10), HILLOCK_ERROR_FORMAT);
    assert_non_null(strstr(hillock_table_message(table), "line 2, column 2 (y): a NUL byte"));
    assert_null(hillock_table_dataset(table));
    set(table, "ignore", "z");
    refused(table, "z,x\n\"1\n2\",1\n\"\n\",a\n", HILLOCK_ERROR_FORMAT,
            "line 5, column 2 (x): \"a\"");
}

static void options_and_columns_that_are_not_there(void **state)
{
    hillock_table *const table = *state;
    const char *const text = "x,y\n1,2\n";
    assert_status(hillock_table_set_text(table, "taget", "y"), HILLOCK_ERROR_KEY);
    assert_status(hillock_table_set_text(table, "missing", "no"), HILLOCK_ERROR_VALUE);
    assert_non_null(strstr(hillock_table_message(table), "\"error\", \"drop\", \"mean\""));
    assert_status(hillock_table_set_text(table, "threads", "-1"), HILLOCK_ERROR_VALUE);
    set(table, "target", "q");
    refused(table, text, HILLOCK_ERROR_VALUE, "no column is named \"q\"");
    refused(table, "1,2\n", HILLOCK_ERROR_VALUE, "the columns are: 1, 2");
    refused(table, "aq,by\n1,2\n", HILLOCK_ERROR_VALUE, "the columns are: aq, by");
    refused(table, "1.5,green\n2,red\n", HILLOCK_ERROR_VALUE,
            "if this row holds data, set header to no; the columns are: 1.5, green");
    set(table, "target", "wieght");
    refused(table, "x,weight\n", HILLOCK_ERROR_VALUE, "(did you mean \"weight\"?)");
    set(table, "target", "y");
    set(table, "features", "\"x");
    refused(table, text, HILLOCK_ERROR_VALUE, "is not closed");
    set(table, "features", "y");
    refused(table, text, HILLOCK_ERROR_VALUE, "cannot be the target and a feature as well");
    must_read(table, "\"a, \"\"b\"\"\",y,c,d\n1,3,2,x\n1,4,2,x\n", "features",
              "\"a, \"\"b\"\"\" ,c", NULL);
    expect_features(table, 2, 2, (const double[]){1, 2, 1, 2});
    set(table, "features", "");
    set(table, "weight", "y");
    refused(table, text, HILLOCK_ERROR_VALUE, "cannot be the target and the weight as well");
    set(table, "weight", "x");
    refused(table, text, HILLOCK_ERROR_VALUE, "no column is left");
    set(table, "weight", "");
    set(table, "categorical", "y");
    refused(table, text, HILLOCK_ERROR_VALUE,
            "\"y\" cannot be categorical, which only features are: it is the target");
    set(table, "categorical", "");
    set(table, "delimiter", "\t");
    set(table, "delimiter", "\\t");
    assert_status(hillock_table_read_file(table, "/nowhere/at.all"), HILLOCK_ERROR_FILE);
    assert_status(hillock_table_read_file(table, "/"), HILLOCK_ERROR_FILE);
}

/* More lines times columns than bytes: no memory is asked for what cannot be there. */
static void lines_too_short_for_their_header(void **state)
{
    hillock_table *const table = *state;
    enum { COUNT = 400000 };
    char *const text = malloc(3 * COUNT);
    assert_non_null(text);
    for (size_t k = 0; k < COUNT; k++) {
        text[2 * k] = 'x';
        text[2 * k + 1] = ',';
        text[2 * COUNT + k] = k % 2 ? '\n' : '1';
    }
    text[2 * COUNT - 1] = '\n';
    set(table, "header", "no");
    set(table, "ignore", "1");
    assert_status(hillock_table_read_memory(table, text, 3 * COUNT), HILLOCK_ERROR_FORMAT);
    text[0] = '1';
    free(text);
}

static void names_of_values_are_clean_and_no_others(void **state)
{
    hillock_table *const table = *state;
    must_read(table, "c,y\na,1\n\"q\x1b[31m\n\",2\n", "target", "y", "categorical", "c", NULL);
    assert_string_equal(hillock_table_feature_name(table, 0), "c=q [31m ");
    refused(table, "c,c=x,y\na,1,1\nx,2,2\n", HILLOCK_ERROR_FORMAT, "\"c=x\"");
    refused(table, "c,y\na,1\nq\x01,2\nq\x02,2\n", HILLOCK_ERROR_FORMAT, "\"c=q \"");
}

static void names_with_commas_in_a_list(void **state)
{
    hillock_table *const table = *state;
    const char *const text = "\"a,b\",b,c,y\n1,7,2,5\n3,8,4,6\n";
    must_read(table, text, "target", "y", "features", " \"a,b\" ,c", NULL);
    expect_features(table, 2, 2, one_two);
    must_read(table, text, "features", "", "ignore", "b,\"a,b\"", NULL);
    expect_features(table, 2, 1, (const double[]){2, 4});
}

static void dropped_rows_are_counted(void **state)
{
    hillock_table *const table = *state;
    assert_int_equal(hillock_table_n_dropped(table) + hillock_table_n_dropped(NULL), 0);
    must_read(table, "a,b\n1,2\n,7\n3,4\nNA,\n", "missing", "drop", NULL);
    assert_int_equal(hillock_table_n_dropped(table), 2);
    must_read(table, "a,b\n1,2\n", NULL);
    assert_int_equal(hillock_table_n_dropped(table), 0);
}

/* More values than a list has room for at first, and than it may ever have. */
static void lists_of_values_grow(void **state)
{
    static char text[16384];
    hillock_table *const table = *state;
    size_t length = (size_t)sprintf(text, "c,y\n");
    set(table, "target", "y");
    set(table, "categorical", "c");
    for (int k = 0; k < 1000; k++)
        length += (size_t)sprintf(text + length, "v%03d,%d\n", k, k % 7);
    must_read(table, text, NULL);
    assert_int_equal(hk_view_of(table)->n_features, 999);
    for (size_t k = 0; k < 999; k++)
        assert_true(hk_view_value(hk_view_of(table), k + 1, k) == 1.0);
    assert_string_equal(hillock_table_feature_name(table, 998), "c=v999");
    sprintf(text + length, "w,1\n");
    refused(table, text, HILLOCK_ERROR_FORMAT, "1000 different texts");
}

static void null_handles(void **state)
{
    hillock_table *const table = *state;
    assert_status(hillock_table_create(NULL), HILLOCK_ERROR_NULL);
    hillock_table_destroy(NULL);
    assert_status(hillock_table_set_text(NULL, "target", "y"), HILLOCK_ERROR_NULL);
    assert_status(hillock_table_set_text(table, NULL, "y"), HILLOCK_ERROR_NULL);
    assert_status(hillock_table_set_text(table, "target", NULL), HILLOCK_ERROR_NULL);
    assert_status(hillock_table_read_file(NULL, "x"), HILLOCK_ERROR_NULL);
    assert_status(hillock_table_read_file(table, NULL), HILLOCK_ERROR_NULL);
    assert_status(hillock_table_read(NULL, NULL, NULL), HILLOCK_ERROR_NULL);
    assert_status(hillock_table_read(table, NULL, NULL), HILLOCK_ERROR_NULL);
    assert_status(hillock_table_read_memory(NULL, "x", 1), HILLOCK_ERROR_NULL);
    assert_status(hillock_table_read_memory(table, NULL, 1), HILLOCK_ERROR_NULL);
    assert_null(hillock_table_dataset(NULL));
    assert_null(hillock_table_feature_name(NULL, 0));
    assert_null(hillock_table_target_name(NULL));
    assert_null(hillock_table_class_name(NULL, 0));
    assert_int_equal(hillock_table_line(NULL, 0), 0);
    assert_int_equal(hillock_table_is_by_order(NULL), 0);
    assert_non_null(hillock_table_message(NULL));
    assert_null(hillock_table_dataset(table));
    assert_int_equal(hillock_table_line(table, 0), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(numbers_below_a_header, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(many_spellings_of_one_table, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(without_a_header_columns_are_numbered, make_table,
                                        destroy_table),
        cmocka_unit_test_setup_teardown(columns_by_name, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(a_target_of_two_texts, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(the_upper_class_can_be_chosen, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(missing_cells, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(categories_become_features, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(a_column_of_text_has_two_values, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(what_is_malformed_is_refused_with_its_place, make_table,
                                        destroy_table),
        cmocka_unit_test_setup_teardown(options_and_columns_that_are_not_there, make_table,
                                        destroy_table),
        cmocka_unit_test_setup_teardown(lines_too_short_for_their_header, make_table,
                                        destroy_table),
        cmocka_unit_test_setup_teardown(names_of_values_are_clean_and_no_others, make_table,
                                        destroy_table),
        cmocka_unit_test_setup_teardown(names_with_commas_in_a_list, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(dropped_rows_are_counted, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(lists_of_values_grow, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(null_handles, make_table, destroy_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
