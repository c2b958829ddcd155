#include "names_elsewhere.h"

#include <stddef.h>
#include <string.h>

static const struct {
    const char *option, *elsewhere, *here;
} names[] = {
    {"", "lr", "learning-rate"},
    {"", "eta", "learning-rate"},
    {"", "iterations", "epochs"},
    {"", "max-iter", "epochs"},
    {"", "lambda", "l2"},
    {"", "ridge", "l2"},
    {"", "weight-decay", "l2"},
    {"", "optimizer", "solver"},
    {"", "normalize", "standardize"},
    {"", "scale", "standardize"},
    {"", "label", "target"},
    {"", "test-size", "test-fraction"},
    {"", "timeout", "seconds"},
    {"activation", "sigmoid", "logistic"},
    {"activation", "logit", "logistic"},
    {"activation", "linear", "identity"},
    {"activation", "swish", "silu"},
    {"activation", "probit", "normal-cdf"},
    {"activation", "heaviside", "step"},
    {"activation", "sign", "step"},
    {"activation", "inverse", "reciprocal"},
    {"loss", "mse", "squared"},
    {"loss", "l2", "squared"},
    {"loss", "mae", "absolute"},
    {"loss", "l1", "absolute"},
    {"loss", "log", "cross-entropy"},
    {"loss", "log-loss", "cross-entropy"},
    {"loss", "logloss", "cross-entropy"},
    {"loss", "bce", "cross-entropy"},
    {"loss", "logistic", "cross-entropy"},
    {"loss", "pinball", "quantile"},
    {"loss", "svm", "hinge"},
};

const char *name_here(const char *option, const char *name)
{
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        if (strcmp(names[i].option, option) == 0 && strcmp(names[i].elsewhere, name) == 0)
            return names[i].here;
    return NULL;
}
