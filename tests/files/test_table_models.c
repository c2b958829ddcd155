/* Tables that are read for a model: its features by name, text coded as it was trained. */
#include "files/tables.h"

#include <math.h>

#include <stdio.h>

static hillock_model *make_model(size_t n, const char *const *names, hillock_loss loss)
{
    hillock_neuron *neuron = NULL;
    hillock_model *model = NULL;
    const hillock_activation f = loss == HILLOCK_HINGE ? HILLOCK_IDENTITY : HILLOCK_LOGISTIC;
    assert_status(hillock_neuron_create(&neuron, n, f, loss), HILLOCK_OK);
    assert_status(hillock_model_create(&model, neuron), HILLOCK_OK);
    hillock_neuron_destroy(neuron);
    for (size_t i = 0; i < n; i++)
        assert_status(hillock_model_set_feature_name(model, i, names[i]), HILLOCK_OK);
    return model;
}

static const char *const colours[] = {"colour=red", "x", "colour=a \"b\"", "d=e=f"};

static void features_are_found_by_name_and_text_by_value(void **state)
{
    hillock_table *const table = *state;
    hillock_model *const model = make_model(4, colours, HILLOCK_CROSS_ENTROPY);
    assert_status(hillock_table_set_model(table, model), HILLOCK_OK);
    must_read(table,
              "d=e,more,x,colour\nf,?,1,red\ng,?,2,\"a \"\"b\"\"\"\ng,?,3,blue\nf,?,4,\"red\"\n",
              NULL);
    expect_features(table, 4, 4, (const double[]){1, 1, 0, 1, 0, 2, 1, 0, 0, 3, 0, 0, 1, 4, 0, 1});
    assert_string_equal(hillock_table_feature_name(table, 2), "colour=a \"b\"");
    assert_null(hillock_table_target_name(table));
    must_read(table, "d=e=f,colour=red,x,\"colour=a \"\"b\"\"\"\n5,6,7,8\n", NULL);
    expect_features(table, 1, 4, (const double[]){6, 7, 8, 5});
    refused(table, "colour,d=e,X\nred,f,1\n", HILLOCK_ERROR_VALUE,
            "no column is named \"x\" (did you mean \"X\"?)");
    refused(table, "colour,d=e,x\nred,f,one\n", HILLOCK_ERROR_FORMAT, "line 2, column 3 (x)");
    refused(table, "colour,d=e,x\nred,f,1\nblue,f,1\ngreen,f,1\n", HILLOCK_ERROR_FORMAT,
            "line 4, column 1 (colour): \"green\" is no text that the model has a feature for, nor "
            "is \"blue\" in line 3");
    set(table, "ignore", "x");
    refused(table, "colour,d=e,x\nred,f,1\n", HILLOCK_ERROR_VALUE, "without features, ignore");
    set(table, "ignore", "");
    assert_status(hillock_table_set_model(table, NULL), HILLOCK_OK);
    must_read(table, "a\n1\n", NULL);
    expect_features(table, 1, 1, (const double[]){1});
    hillock_model_destroy(model);
}

/* A name has blanks where the text of the cells has control characters. */
static void texts_whose_names_were_cleaned_are_known(void **state)
{
    hillock_table *const table = *state;
    static const char *const names[] = {"c=q [31m", "c=a b"};
    hillock_model *const model = make_model(2, names, HILLOCK_CROSS_ENTROPY);
    assert_status(hillock_table_set_model(table, model), HILLOCK_OK);
    must_read(table,
              "c\nq\x1b[31m\na\x01"
              "b\na b\nq  [31m\n",
              NULL);
    expect_features(table, 4, 2, (const double[]){1, 0, 0, 1, 0, 1, 0, 0});
    hillock_model_destroy(model);
}

/* A second text without a feature is one too many, in whichever blocks the two stand. */
static void texts_without_a_feature_in_different_blocks(void **state)
{
    hillock_table *const table = *state;
    enum { ROWS = 100000 };
    static const char *const names[] = {"c=red"};
    char *const text = malloc(8 * ROWS);
    assert_non_null(text);
    size_t length = (size_t)sprintf(text, "c\n");
    for (size_t j = 0; j < ROWS; j++)
        length += (size_t)sprintf(text + length, j == 10          ? "blue\n"
                                                 : j == ROWS - 10 ? "gray\n"
                                                                  : "red\n");
    hillock_model *const model = make_model(1, names, HILLOCK_CROSS_ENTROPY);
    assert_status(hillock_table_set_model(table, model), HILLOCK_OK);
    set(table, "threads", "3");
    refused(table, text, HILLOCK_ERROR_FORMAT,
            "line 99992: \"gray\" is no text that the model has a feature for, nor is \"blue\" in "
            "line 12");
    memcpy(strstr(text, "gray"), "blue", 4);
    must_read(table, text, NULL);
    free(text);
    hillock_model_destroy(model);
}

/* With its reference a column of the model has no other text, in whichever row and piece. */
static void a_text_beside_the_reference_is_refused(void **state)
{
    hillock_table *const table = *state;
    hillock_model *const model = make_model(4, colours, HILLOCK_CROSS_ENTROPY);
    static const double mean[] = {0.25, 7, 0.5, 0.125}, deviation[] = {1, 1, 1, 1};
    assert_status(hillock_model_set_reference(model, 0, "the \"blue\""), HILLOCK_OK);
    assert_status(hillock_model_set_reference(model, 2, "the \"blue\""), HILLOCK_OK);
    assert_status(hillock_model_set_spread(model, mean, deviation), HILLOCK_OK);
    assert_status(hillock_table_set_model(table, model), HILLOCK_OK);
    must_read(table, "colour,x,d=e\n\"the \"\"blue\"\"\",1,f\nred,2,g\n\"a \"\"b\"\"\",3,g\n,4,f\n",
              "missing", "mean", NULL);
    expect_features(table, 4, 4,
                    (const double[]){0, 1, 0, 1, 1, 2, 0, 0, 0, 3, 1, 0, 0.25, 4, 0.5, 1});
    assert_null(hillock_table_reference(table, 0));
    refused(table, "colour,x,d=e\ngreen,1,f\n", HILLOCK_ERROR_FORMAT,
            "input, line 2, column 1 (colour): \"green\" is no text that the model was trained "
            "with: \"the \"\"blue\"\"\", \"red\", \"a \"\"b\"\"\"; correct it, or remove the row");
    refused(table, "colour,x,d=e\nred,1,g\nred,1,h\n", HILLOCK_ERROR_FORMAT,
            "\"h\" is no text that the model has a feature for, nor is \"g\" in line 2");
    assert_status(hillock_model_set_reference(model, 2, "blue"), HILLOCK_OK);
    refused(table, "colour,x,d=e\nred,1,g\n", HILLOCK_ERROR_VALUE,
            "the model has two references for the column \"colour\"");
    assert_status(hillock_model_set_reference(model, 0, "red"), HILLOCK_OK);
    assert_status(hillock_model_set_reference(model, 2, "red"), HILLOCK_OK);
    refused(table, "colour,x,d=e\nred,1,g\n", HILLOCK_ERROR_VALUE, "two features of the same name");
    hillock_model_destroy(model);
}

/* A long list is cut where the sentence has no more room. */
static void many_known_texts_are_counted(void **state)
{
    enum { TEXTS = 40 };
    hillock_table *const table = *state;
    char texts[TEXTS][24];
    const char *names[TEXTS];
    for (size_t k = 0; k < TEXTS; k++) {
        (void)sprintf(texts[k], "c=a long text %zu", k + 10);
        names[k] = texts[k];
    }
    hillock_model *const model = make_model(TEXTS, names, HILLOCK_CROSS_ENTROPY);
    assert_status(hillock_model_set_reference(model, TEXTS - 1, "none"), HILLOCK_OK);
    assert_status(hillock_table_set_model(table, model), HILLOCK_OK);
    refused(table, "c\na long text 10\nnone\na long text 9\n", HILLOCK_ERROR_FORMAT,
            "line 4, column 1 (c): \"a long text 9\" is no text that the model was trained with: "
            "\"none\", \"a long text 10\", ");
    const char *const message = hillock_table_message(table);
    size_t listed = 0, left = 0;
    for (const char *at = message; (at = strstr(at, "\"a long text 1")); at++)
        listed++;
    for (const char *at = message; (at = strstr(at, "\"a long text 2")); at++)
        listed++;
    assert_int_equal(sscanf(strstr(message, " and "), " and %zu more; correct it", &left), 1);
    assert_int_equal(listed + left, TEXTS);
    hillock_model_destroy(model);
}

static void categories_have_a_reference(void **state)
{
    hillock_table *const table = *state;
    must_read(table, "c,x,d\nred,1,b\n\"gr\"\"een\",2,b\n\"\"\"a\",3,a\n", "categorical", "c,d",
              NULL);
    assert_string_equal(hillock_table_reference(table, 0), "\"a");
    assert_string_equal(hillock_table_feature_name(table, 1), "c=red");
    assert_string_equal(hillock_table_reference(table, 1), "\"a");
    assert_null(hillock_table_reference(table, 2));
    assert_string_equal(hillock_table_reference(table, 3), "a");
    assert_null(hillock_table_reference(table, 4));
    must_read(table, "c,x,d\n1,2,3\n", "categorical", "", NULL);
    assert_null(hillock_table_reference(table, 0));
}

static void the_offset_of_the_model_is_a_column(void **state)
{
    hillock_table *const table = *state;
    static const char *const names[] = {"x"}, *const numbers[] = {"2"}, *const none[] = {NULL};
    hillock_model *model = make_model(1, names, HILLOCK_CROSS_ENTROPY);
    assert_status(hillock_model_set_offset_name(model, "log t"), HILLOCK_OK);
    assert_status(hillock_table_set_model(table, model), HILLOCK_OK);
    must_read(table, "t,log t,x\n1,2,3\n4,5,6\n", NULL);
    expect_features(table, 2, 1, (const double[]){3, 6});
    expect_column(table, hk_view_of(table)->offset, (const double[]){2, 5});
    must_read(table, "t,log t,x\n1,2,3\n4,5,6\n", "offset", "t", NULL);
    expect_column(table, hk_view_of(table)->offset, (const double[]){1, 4});
    set(table, "offset", "");
    refused(
        table, "t,log_t,x\n1,2,3\n", HILLOCK_ERROR_INCOMPLETE,
        "input, line 1: no column is named \"log t\" (did you mean \"log_t\"?); the columns are: "
        "t, log_t, x; it is the offset that the model was trained with");
    refused(table, "1 1:2\n", HILLOCK_ERROR_INCOMPLETE, "a LIBSVM table has none");
    assert_status(hillock_model_set_offset_name(model, ""), HILLOCK_OK);
    assert_status(hillock_table_set_model(table, model), HILLOCK_OK);
    refused(table, "t,x\n1,2\n", HILLOCK_ERROR_INCOMPLETE,
            "input: the model was trained with an offset, and does not say in which column");
    must_read(table, "t,x\n1,2\n", "offset", "t", NULL);
    set(table, "offset", "");
    assert_status(hillock_model_set_offset_name(model, NULL), HILLOCK_OK);
    assert_status(hillock_table_set_model(table, model), HILLOCK_OK);
    must_read(table, "t,x\n1,2\n", NULL);
    assert_null(hk_view_of(table)->offset.values);
    hillock_model_destroy(model);
    for (size_t k = 0; k < 2; k++) {
        model = make_model(1, k == 0 ? numbers : none, HILLOCK_CROSS_ENTROPY);
        assert_status(hillock_model_set_offset_name(model, "1"), HILLOCK_OK);
        assert_status(hillock_table_set_model(table, model), HILLOCK_OK);
        must_read(table, "5,6\n7,8\n", NULL);
        expect_features(table, 2, 1, (const double[]){6, 8});
        expect_column(table, hk_view_of(table)->offset, (const double[]){5, 7});
        hillock_model_destroy(model);
    }
}

static void targets_are_the_classes_of_the_model(void **state)
{
    hillock_table *const table = *state;
    static const char *const names[] = {"x"};
    static const double low[] = {0, -1};
    for (size_t k = 0; k < 2; k++) {
        hillock_model *const model =
            make_model(1, names, k == 0 ? HILLOCK_CROSS_ENTROPY : HILLOCK_HINGE);
        assert_status(hillock_model_set_class_names(model, "no", "yes, \"yes\""), HILLOCK_OK);
        assert_status(hillock_table_set_model(table, model), HILLOCK_OK);
        must_read(table, "y,x\nno,1\n\"yes, \"\"yes\"\"\",2\n0.5,3\n", "target", "y", NULL);
        expect_features(table, 3, 1, (const double[]){1, 2, 3});
        expect_column(table, hk_view_of(table)->targets, (const double[]){low[k], 1, 0.5});
        assert_string_equal(hillock_table_class_name(table, 1), "yes, \"yes\"");
        assert_string_equal(hillock_table_target_name(table), "y");
        refused(table, "y,x\nno,1\nmaybe,2\n", HILLOCK_ERROR_FORMAT,
                "line 3, column 1 (y): \"maybe\" is none of the model's classes, \"no\" and ");
        refused(table, "x,y\n1,\n", HILLOCK_ERROR_FORMAT, "line 2, column 2 (y)");
        hillock_model_destroy(model);
        expect_features(table, 3, 1, (const double[]){1, 2, 3}); /* it does not need the model */
        assert_string_equal(hillock_table_feature_name(table, 0), "x");
    }
}

static void missing_cells_take_the_means_of_the_model(void **state)
{
    hillock_table *const table = *state;
    hillock_model *const model = make_model(4, colours, HILLOCK_CROSS_ENTROPY);
    static const double mean[] = {0.25, 7, 0.5, 0.125}, deviation[] = {1, 1, 1, 1};
    const char *const text = "colour,d=e,x\nred,f,1\nNA,,NULL\nblue,g,3\n";
    assert_status(hillock_table_set_model(table, model), HILLOCK_OK);
    set(table, "missing", "mean");
    refused(table, text, HILLOCK_ERROR_VALUE, "does not know the means");
    assert_status(hillock_model_set_spread(model, mean, deviation), HILLOCK_OK);
    assert_status(hillock_table_set_model(table, model), HILLOCK_OK);
    must_read(table, text, NULL);
    expect_features(table, 3, 4, (const double[]){1, 1, 0, 1, 0.25, 7, 0.5, 0.125, 0, 3, 0, 0});
    must_read(table, text, "missing", "drop", NULL);
    expect_features(table, 2, 4, (const double[]){1, 1, 0, 1, 0, 3, 0, 0});
    assert_int_equal(hillock_table_line(table, 1), 4);
    set(table, "missing", "keep");
    assert_status(hillock_table_read_memory(table, text, strlen(text)), HILLOCK_OK);
    for (size_t i = 0; i < 4; i++)
        assert_true(isnan(hk_view_value(hk_view_of(table), 1, i)));
    assert_true(hk_view_value(hk_view_of(table), 2, 1) == 3);
    assert_int_equal(hillock_table_n_dropped(table), 0);
    set(table, "missing", "error");
    refused(table, text, HILLOCK_ERROR_FORMAT, "line 3, column 1 (colour): \"NA\"");
    hillock_model_destroy(model);
}

static void columns_or_features_without_names_go_by_order(void **state)
{
    hillock_table *const table = *state;
    static const char *const none[] = {NULL, NULL}, *const words[] = {"a", "b"},
                             *const numbers[] = {"3", "1"};
    hillock_model *model = make_model(2, none, HILLOCK_CROSS_ENTROPY);
    assert_status(hillock_table_set_model(table, model), HILLOCK_OK);
    must_read(table, "p,q,r\n1,2,3\n", "target", "q", NULL);
    expect_features(table, 1, 2, (const double[]){1, 3});
    refused(table, "p,q\n1,2\n", HILLOCK_ERROR_VALUE,
            "there is 1 column to be features, and the model has 2; the model has no names");
    hillock_model_destroy(model);
    set(table, "target", "");
    model = make_model(2, words, HILLOCK_CROSS_ENTROPY);
    assert_status(hillock_table_set_model(table, model), HILLOCK_OK);
    refused(table, "1,2,3\n", HILLOCK_ERROR_VALUE,
            "there are 3 columns to be features, and the model has 2; the table has no names");
    must_read(table, "1,2\n3,4\n", NULL);
    expect_features(table, 2, 2, (const double[]){1, 2, 3, 4});
    assert_int_equal(hillock_table_is_by_order(table), 1);
    must_read(table, "b,a\n1,2\n", NULL);
    assert_int_equal(hillock_table_is_by_order(table), 0);
    must_read(table, "1 1:3 3:5\n0 2:4\n", NULL);
    expect_features(table, 2, 2, (const double[]){3, 0, 0, 4});
    assert_string_equal(hillock_table_feature_name(table, 1), "b");
    hillock_model_destroy(model);
    model = make_model(2, numbers, HILLOCK_CROSS_ENTROPY);
    assert_status(hillock_table_set_model(table, model), HILLOCK_OK);
    must_read(table, "5,6,7\n8,9,10\n", NULL);
    expect_features(table, 2, 2, (const double[]){7, 5, 10, 8});
    assert_int_equal(hillock_table_is_by_order(table), 0);
    hillock_model_destroy(model);
}

static void classes_that_are_numbers_are_known_however_they_are_written(void **state)
{
    hillock_table *const table = *state;
    static const char *const names[] = {"1"};
    hillock_model *const model = make_model(1, names, HILLOCK_CROSS_ENTROPY);
    assert_status(hillock_model_set_class_names(model, "-1", "1"), HILLOCK_OK);
    assert_status(hillock_table_set_model(table, model), HILLOCK_OK);
    must_read(table, "y,1\n-1,5\n+1,6\n-1.0,7\n1e0,8\n0.5,9\n", "target", "y", NULL);
    static const double wanted[] = {0, 1, 0, 1, 0.5};
    const double *const targets = hk_view_of(table)->targets.values;
    for (size_t j = 0; j < 5; j++)
        assert_true(targets[j] == wanted[j]);
    must_read(table, "-1 1:3\n+1 1:4\n", NULL);
    const double *const labels = hk_view_of(table)->targets.values;
    assert_true(labels[0] == 0 && labels[1] == 1);
    set(table, "positive", "-1");
    refused(table, "y,1\n-1,5\n", HILLOCK_ERROR_VALUE, "without features, ignore, categorical and");
    hillock_model_destroy(model);
}

static void what_is_no_table_for_a_model(void **state)
{
    hillock_table *const table = *state;
    static const char *const twice[] = {"c=a", "c=a"}, *const both[] = {"c", "c=a"};
    assert_status(hillock_table_set_model(NULL, NULL), HILLOCK_ERROR_NULL);
    hillock_model *model = make_model(2, twice, HILLOCK_CROSS_ENTROPY);
    assert_status(hillock_table_set_model(table, model), HILLOCK_OK);
    refused(table, "c\na\n", HILLOCK_ERROR_VALUE, "two features of the same name");
    hillock_model_destroy(model);
    model = make_model(2, both, HILLOCK_CROSS_ENTROPY);
    assert_status(hillock_table_set_model(table, model), HILLOCK_OK);
    refused(table, "c\na\n", HILLOCK_ERROR_VALUE, "has another use");
    set(table, "target", "c");
    refused(table, "c\na\n", HILLOCK_ERROR_VALUE, "has another use");
    hillock_model_destroy(model);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(features_are_found_by_name_and_text_by_value, make_table,
                                        destroy_table),
        cmocka_unit_test_setup_teardown(texts_whose_names_were_cleaned_are_known, make_table,
                                        destroy_table),
        cmocka_unit_test_setup_teardown(texts_without_a_feature_in_different_blocks, make_table,
                                        destroy_table),
        cmocka_unit_test_setup_teardown(targets_are_the_classes_of_the_model, make_table,
                                        destroy_table),
        cmocka_unit_test_setup_teardown(missing_cells_take_the_means_of_the_model, make_table,
                                        destroy_table),
        cmocka_unit_test_setup_teardown(columns_or_features_without_names_go_by_order, make_table,
                                        destroy_table),
        cmocka_unit_test_setup_teardown(classes_that_are_numbers_are_known_however_they_are_written,
                                        make_table, destroy_table),
        cmocka_unit_test_setup_teardown(what_is_no_table_for_a_model, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(a_text_beside_the_reference_is_refused, make_table,
                                        destroy_table),
        cmocka_unit_test_setup_teardown(many_known_texts_are_counted, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(categories_have_a_reference, make_table, destroy_table),
        cmocka_unit_test_setup_teardown(the_offset_of_the_model_is_a_column, make_table,
                                        destroy_table),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
