/* What a training was asked to do, and the one table of options that describes it: key, name, type,
 * bounds, default, help and the place of the value. */
#ifndef HK_SOLVER_SETTINGS_H
#define HK_SOLVER_SETTINGS_H

#include "core/message.h"
#include "pass/pass.h"

#include <stdbool.h>
#include <stdint.h>

/* Integers, booleans and choices are int64_t, so that the table can reach every value in the
 * same way. */
typedef struct hk_settings {
    int64_t solver;
    double learning_rate;
    int64_t schedule;
    double decay;
    double period;
    int64_t batch_size;
    int64_t sampling;
    int64_t seed;
    int64_t epochs;
    int64_t horizon; /* epochs that the cosine schedule and averaging look ahead to */
    int64_t steps;
    double seconds;
    double tolerance;
    double l1;
    double l2;
    int64_t penalize_bias;
    int64_t penalize_raw;
    int64_t fit_bias;
    int64_t standardize;
    int64_t evaluate_every;
    int64_t class_weights;
    int64_t patience;
    int64_t keep_state;
    double momentum;
    double beta2;
    double epsilon;
    double average_from;           /* share of the horizon */
    const double *penalty_factors; /* n numbers; NULL: all 1. No option, but the trainer's own */
    hk_execution execution;
} hk_settings;

typedef struct hk_choice {
    int value;
    const char *name;
} hk_choice;

/* The struct that holds an option's value. */
typedef enum hk_owner {
    HK_OF_TRAINER,  /* hk_settings                           */
    HK_OF_NEURON,   /* hk_shape                              */
    HK_OF_EXECUTION /* hk_execution: trainer and neuron each */
} hk_owner;

typedef struct hk_option {
    int key;
    const char *name;
    hillock_option_type type;
    double lower; /* inclusive */
    double upper;
    double initial;
    hk_owner owner;
    size_t offset;            /* of the value in the owner's struct */
    const hk_choice *choices; /* ended by a NULL name; NULL unless a choice      */
    const char *help;
} hk_option;

/* NULL for a position past the end, or no such key or name. */
const hk_option *hk_option_listed(size_t index);
const hk_option *hk_option_find(int key);
const hk_option *hk_option_named(const char *name);

hk_settings hk_settings_default(void);

/* Epochs, steps, seconds, tolerance: how far a call goes. */
bool hk_option_is_limit(const hk_option *option);

/* All options but the limits (epochs, steps, seconds, tolerance) are the same. */
bool hk_settings_agree(const hk_settings *left, const hk_settings *right);

/* Checks the value against the table and writes it into `values` (the hk_settings or hk_shape
 * that the option belongs to). Errors: KEY (type differs), VALUE; the message names the option
 * and its bounds. */
hillock_status hk_option_set_real(const hk_option *option, void *values, double value,
                                  hk_message *message);
hillock_status hk_option_set_integer(const hk_option *option, void *values, int64_t value,
                                     hk_message *message);
hillock_status hk_option_set_text(const hk_option *option, void *values, const char *text,
                                  hk_message *message);

double hk_option_real(const hk_option *option, const void *values);
int64_t hk_option_integer(const hk_option *option, const void *values);

#endif
