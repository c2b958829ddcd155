#include "derivative_formulas.h"

#include <stddef.h>

const char *activation_derivative(hillock_activation activation)
{
    switch (activation) {
    case HILLOCK_IDENTITY:
        return "1";
    case HILLOCK_LOGISTIC:
        return "a (1 - a)";
    case HILLOCK_TANH:
        return "1 - a^2";
    case HILLOCK_RELU:
        return "1 where z > 0, else 0";
    case HILLOCK_LEAKY_RELU:
        return "1 where z > 0, else alpha";
    case HILLOCK_ELU:
        return "1 where z > 0, else a + alpha";
    case HILLOCK_SOFTPLUS:
        return "1 / (1 + exp(-z))";
    case HILLOCK_SOFTSIGN:
        return "1 / (1 + |z|)^2";
    case HILLOCK_SILU:
        return "s + a (1 - s), s = 1 / (1 + exp(-z))";
    case HILLOCK_GELU:
        return "Phi(z) + z phi(z), phi the normal density";
    case HILLOCK_EXP:
        return "a";
    case HILLOCK_NORMAL_CDF:
        return "phi(z), the normal density";
    case HILLOCK_CLOGLOG:
        return "exp(z - exp z)";
    case HILLOCK_RECIPROCAL:
        return "-a^2";
    case HILLOCK_STEP:
        return "0, and none where it jumps";
    case HILLOCK_USER_ACTIVATION:
        break;
    }
    return "";
}

const char *loss_derivative(hillock_loss loss)
{
    switch (loss) {
    case HILLOCK_SQUARED:
        return "2 (a - y)";
    case HILLOCK_ABSOLUTE:
        return "the sign of a - y";
    case HILLOCK_HUBER:
        return "a - y, but not beyond -delta and delta";
    case HILLOCK_LOG_COSH:
        return "tanh(a - y)";
    case HILLOCK_QUANTILE:
        return "-tau where a < y, else 1 - tau";
    case HILLOCK_CROSS_ENTROPY:
        return "(1 - y) / (1 - a) - y / a";
    case HILLOCK_HINGE:
        return "-y where y a < 1, else 0";
    case HILLOCK_SQUARED_HINGE:
        return "-2 y max(0, 1 - y a)";
    case HILLOCK_PERCEPTRON:
        return "-y where y a < 0, else 0";
    case HILLOCK_POISSON:
        return "1 - y / a";
    case HILLOCK_GAMMA:
        return "(a - y) / a^2";
    case HILLOCK_USER_LOSS:
        break;
    }
    return "";
}

const char *pair_derivative(hillock_activation activation, hillock_loss loss)
{
    if ((activation == HILLOCK_LOGISTIC && loss == HILLOCK_CROSS_ENTROPY) ||
        (activation == HILLOCK_EXP && loss == HILLOCK_POISSON))
        return "a - y";
    if (activation == HILLOCK_EXP && loss == HILLOCK_GAMMA)
        return "1 - y / a";
    if (activation == HILLOCK_RECIPROCAL && loss == HILLOCK_GAMMA)
        return "y - a";
    if (activation == HILLOCK_STEP && loss == HILLOCK_PERCEPTRON)
        return "-y where y z < 0, else 0: the perceptron's rule";
    return NULL;
}
