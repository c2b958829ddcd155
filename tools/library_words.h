/* What the library says, in the words of the command line. */
#ifndef TOOLS_LIBRARY_WORDS_H
#define TOOLS_LIBRARY_WORDS_H

#include <stdbool.h>
#include <stddef.h>

#include "fault.h"
#include "hillock/hillock.h"

/* Fails with what the table says; where that names an option of the table, it is the command's.
 * for_model: the columns are those of a model. */
bool refuse_table(const hillock_table *table, bool for_model, struct fault *fault);

/* Of "the target of row 3 is 7" copies "the target is 7": the command says in which line. */
void without_row(const char *said, char *text, size_t capacity);

/* Of "feature 3" and "(columns 0, 2)", which count from 0, copies the names of these features in
 * place of the numbers: the library knows no names where it trains. */
void with_names(const char *said, char *const *names, size_t n_features, char *text,
                size_t capacity);

#endif
