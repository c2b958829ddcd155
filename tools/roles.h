/* How a table is read and what its columns are for, as the command line says it. */
#ifndef TOOLS_ROLES_H
#define TOOLS_ROLES_H

#include <stdbool.h>

#include "fault.h"
#include "hillock/hillock.h"

/* NULL: left open. Lists are names between commas, in double quotes where a name has a comma
 * itself. */
struct roles {
    const char *target;
    const char *positive; /* the upper class */
    const char *weight, *offset;
    bool no_offset;       /* not even that of the model */
    const char *features; /* list: these alone */
    const char *ignore;   /* list              */
    const char *categorical;
    const char *missing;
    const char *format, *delimiter, *header;
};

/* Which of the options a command takes. */
enum { ROLES_FORM = 1, ROLES_COLUMNS = 2, ROLES_OFFSET = 4, ROLES_CLASSES = 8, ROLES_WEIGHT = 16 };

/* What they are, for the usage of such a command. */
extern const char roles_form_usage[], roles_columns_usage[], roles_offset_usage[],
    roles_classes_usage[];

/* Takes "--missing drop" and the like: the words used, 0: it is another option, -1: refused. */
int roles_take(struct roles *roles, int parts, int count, char **words, struct fault *fault);

/* The library takes this value for the option, which is written without its dashes. */
bool roles_check(const char *option, const char *value, struct fault *fault);

/* There is an offset: one that is named, or the model's (NULL: there is none). */
bool roles_have_offset(const struct roles *roles, const hillock_model *model);

/* The target of a LIBSVM file, which is its label, needs no name. */
void roles_complete(struct roles *roles, const char *path);

/* A table that is to be read so, from path ("-": the standard input), for the model (NULL: for
 * none). NULL: *fault says why. */
hillock_table *roles_table(const struct roles *roles, const char *path, const hillock_model *model,
                           struct fault *fault);

/* "standard input", or the path. */
const char *source_name(const char *path);

/* The one table of a command line. false where there is one already: if one of the two is no file
 * that one is named, as it may have been meant as the value of an option that takes none. */
bool take_table(const char **file, const char *word, struct fault *fault);

/* The model, where there is none yet, and then the table; of three words any may be no file. */
bool take_model_and_table(const char **model, const char **file, const char *word,
                          struct fault *fault);

/* A hillock_read_function of the standard input. */
size_t read_input(char *bytes, size_t capacity, void *payload);

/* A note where the features of a model were taken by the order of the columns alone. */
void note_order(const hillock_table *table, const char *path);

/* A note where rows were left out. */
void note_dropped(size_t count, const char *path);

#endif
