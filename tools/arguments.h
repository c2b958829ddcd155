/* The command line of `hillock fit`. */
#ifndef TOOLS_ARGUMENTS_H
#define TOOLS_ARGUMENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "coefficients.h"
#include "fault.h"
#include "folds.h"
#include "hillock/hillock.h"
#include "roles.h"

enum { SHAPES_CAPACITY = 8, OPTIONS_CAPACITY = 64 };

enum fit_picture_kind { PICTURE_LEFT_OPEN, PICTURE_TRAINING, PICTURE_WEIGHTS, PICTURE_FIT };

struct arguments {
    const char *file;              /* "-": the standard input */
    struct roles roles;            /* of the columns */
    hillock_activation activation; /* 0: chosen from the targets */
    hillock_loss loss;             /* 0: chosen from the targets */
    double test_fraction;          /* in [0, 1) */
    double validate;               /* likewise, of those not held out */
    size_t top;                    /* weights to print */
    const char *checkpoint;        /* file to save the training in; NULL: none */
    double checkpoint_every;       /* seconds; 0: not said */
    bool resume;
    const char *model;             /* file to save the neuron in; NULL: none */
    bool covariance;               /* kept in it, however many features there are */
    const char *plot;              /* file to draw a picture in, "-": as text; NULL: none */
    enum fit_picture_kind picture; /* which */
    struct asked asked;            /* of the coefficients */
    struct folds folds;
    bool no_bias;
    bool json;
    bool quiet;
    bool check_gradient;
    bool help;
    bool given[OPTIONS_CAPACITY]; /* the library's options, by their position in its table */
    size_t n_shapes;              /* shape parameters, which are the neuron's: alpha, delta, tau */
    struct shape {
        int key;
        double value;
    } shapes[SHAPES_CAPACITY];
};

/* An option of the command itself. The trainer's and the neuron's come from the library's table. */
struct own_option {
    const char *name;
    const char *value; /* what stands for it in --help; NULL when it takes none */
    const char *help;
    bool (*take)(struct arguments *arguments, const struct own_option *option, const char *value,
                 struct fault *fault);
    size_t place; /* of the member of struct arguments that it sets */
};

/* The option at position index; NULL past the last. */
const struct own_option *own_option_at(size_t index);

/* Reads the words behind `hillock fit`; settings of the training go straight to the trainer, which
 * checks them. With --help nothing else is asked for. */
bool arguments_read(struct arguments *arguments, hillock_trainer *trainer, int count, char **words,
                    struct fault *fault);

#endif
