/* A table of numbers as the arrays a hillock_dataset views. */
#ifndef TOOLS_TABLE_H
#define TOOLS_TABLE_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"
#include "roles.h"

struct table {
    size_t n_samples;
    size_t n_features;
    double *features;  /* n_samples x n_features, sample-major */
    double *targets;   /* n_samples; NULL: none */
    double *weights;   /* n_samples; NULL: none */
    double *offsets;   /* n_samples; NULL: none is named, here or by the model */
    size_t *lines;     /* n_samples: the line of the file a sample begins on, from 1 */
    char **names;      /* n_features */
    char **references; /* n_features; of a category the one that has no feature, else NULL */
    char *classes[2];  /* what 0 (or -1) and 1 stand for; NULL: targets were numbers */
    size_t n_dropped;  /* rows that were left out */
};

/* Reads path ("-": the standard input) as `roles` say, for the model (NULL: for none), whose
 * features they then are. On failure *table is empty and *fault names file, line and column. Free
 * with table_free. */
bool table_read(struct table *table, const char *path, const struct roles *roles,
                const hillock_model *model, struct fault *fault);

/* The targets become those of the loss: two texts, which are 0 and 1, become -1 and 1 where it
 * takes margins, and -1 and 1 become classes of these names where it takes 0 and 1. false: no
 * memory. */
bool table_code(struct table *table, hillock_loss loss);
void table_free(struct table *table);

#endif
