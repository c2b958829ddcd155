#include "table.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "choice.h"
#include "growth.h"
#include "library_words.h"

static bool copy_text(char **copy, const char *text)
{
    *copy = text ? malloc(strlen(text) + 1) : NULL;
    if (*copy)
        memcpy(*copy, text, strlen(text) + 1);
    return !text || *copy;
}

/* Where a feature has no name (LIBSVM), its index is one. */
static bool copy_names(struct table *table, const hillock_table *source)
{
    table->names = calloc(table->n_features + 1, sizeof *table->names);
    table->references = calloc(table->n_features + 1, sizeof *table->references);
    if (!table->names || !table->references)
        return false;
    for (size_t i = 0; i < table->n_features; i++) {
        const char *const name = hillock_table_feature_name(source, i);
        char index[24];
        (void)snprintf(index, sizeof index, "%zu", i + 1);
        if (!copy_text(&table->names[i], name ? name : index) ||
            !copy_text(&table->references[i], hillock_table_reference(source, i)))
            return false;
    }
    return copy_text(&table->classes[0], hillock_table_class_name(source, 0)) &&
           copy_text(&table->classes[1], hillock_table_class_name(source, 1));
}

static bool reserve(struct table *table, const struct roles *roles, bool has_targets,
                    bool has_offsets)
{
    const size_t m = table->n_samples, n = table->n_features;
    table->features = grown_array(NULL, m, n > 0 ? n : 1, sizeof *table->features);
    table->lines = grown_array(NULL, m, 1, sizeof *table->lines);
    if (has_targets)
        table->targets = grown_array(NULL, m, 1, sizeof *table->targets);
    if (roles->weight)
        table->weights = grown_array(NULL, m, 1, sizeof *table->weights);
    if (has_offsets)
        table->offsets = grown_array(NULL, m, 1, sizeof *table->offsets);
    return table->features && table->lines && (!has_targets || table->targets) &&
           (!roles->weight || table->weights) && (!has_offsets || table->offsets);
}

/* The samples get memory of their own, as some of them are to change places. */
static bool copy(struct table *table, const hillock_table *source, const struct roles *roles,
                 bool has_offsets)
{
    const hillock_dataset *const data = hillock_table_dataset(source);
    double target;
    const bool has_targets = !hillock_dataset_read_f64(data, 0, 1, NULL, &target, NULL, NULL);
    table->n_samples = hillock_dataset_n_samples(data);
    table->n_features = hillock_dataset_n_features(data);
    table->n_dropped = hillock_table_n_dropped(source);
    if (!reserve(table, roles, has_targets, has_offsets) || !copy_names(table, source) ||
        hillock_dataset_read_f64(data, 0, table->n_samples, table->features, table->targets,
                                 table->weights, table->offsets))
        return false;
    for (size_t j = 0; j < table->n_samples; j++)
        table->lines[j] = hillock_table_line(source, j);
    return true;
}

bool table_read(struct table *table, const char *path, const struct roles *roles,
                const hillock_model *model, struct fault *fault)
{
    *table = (struct table){0};
    hillock_table *const source = roles_table(roles, path, model, fault);
    if (!source)
        return false;
    bool done = !(strcmp(path, "-") == 0 ? hillock_table_read(source, read_input, NULL)
                                         : hillock_table_read_file(source, path)) ||
                refuse_table(source, model != NULL, fault);
    if (done)
        done = copy(table, source, roles, roles_have_offset(roles, model)) ||
               fail(fault, "%s: no memory for %zu samples of %zu features", source_name(path),
                    table->n_samples, table->n_features);
    if (done)
        note_order(source, path);
    else
        table_free(table);
    hillock_table_destroy(source);
    return done;
}

bool table_code(struct table *table, hillock_loss loss)
{
    const struct target_values values = target_values(table->n_samples, table->targets);
    const double lower = lower_class(loss);
    if (!has_classes(loss) || (lower == 0 ? !are_signs(&values) : !table->classes[0]))
        return true;
    for (size_t j = 0; j < table->n_samples; j++)
        table->targets[j] = table->targets[j] == 1 ? 1 : lower;
    return table->classes[0] ||
           (copy_text(&table->classes[0], "-1") && copy_text(&table->classes[1], "1"));
}

void table_free(struct table *table)
{
    for (size_t i = 0; table->names && i < table->n_features; i++)
        free(table->names[i]);
    for (size_t i = 0; table->references && i < table->n_features; i++)
        free(table->references[i]);
    free(table->names);
    free(table->references);
    free(table->classes[0]);
    free(table->classes[1]);
    free(table->features);
    free(table->targets);
    free(table->weights);
    free(table->offsets);
    free(table->lines);
    *table = (struct table){0};
}
