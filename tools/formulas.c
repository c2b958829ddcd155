#include "formulas.h"

const char *activation_formula(hillock_activation activation)
{
    switch (activation) {
    case HILLOCK_IDENTITY:
        return "z";
    case HILLOCK_LOGISTIC:
        return "1 / (1 + exp(-z)), a probability";
    case HILLOCK_TANH:
        return "tanh z, between -1 and 1";
    case HILLOCK_RELU:
        return "max(z, 0)";
    case HILLOCK_LEAKY_RELU:
        return "z > 0: z, else alpha z";
    case HILLOCK_ELU:
        return "z > 0: z, else alpha (exp z - 1)";
    case HILLOCK_SOFTPLUS:
        return "log(1 + exp z), positive";
    case HILLOCK_SOFTSIGN:
        return "z / (1 + |z|), between -1 and 1";
    case HILLOCK_SILU:
        return "z / (1 + exp(-z)), also called swish";
    case HILLOCK_GELU:
        return "z Phi(z), Phi the normal distribution function";
    case HILLOCK_EXP:
        return "exp z, positive; the log link of statistics";
    case HILLOCK_NORMAL_CDF:
        return "Phi(z), a probability; the probit link";
    case HILLOCK_CLOGLOG:
        return "1 - exp(-exp z), a probability";
    case HILLOCK_RECIPROCAL:
        return "1 / z; the inverse link";
    case HILLOCK_STEP:
        return "z >= 0: +1, else -1; Rosenblatt's neuron";
    case HILLOCK_USER_ACTIVATION:
        break;
    }
    return "";
}

const char *loss_formula(hillock_loss loss)
{
    switch (loss) {
    case HILLOCK_SQUARED:
        return "(a - y)^2; any target";
    case HILLOCK_ABSOLUTE:
        return "|a - y|; any target";
    case HILLOCK_HUBER:
        return "(a - y)^2 / 2, linear from |a - y| = delta on; any target";
    case HILLOCK_LOG_COSH:
        return "log cosh(a - y); any target";
    case HILLOCK_QUANTILE:
        return "a < y: tau (y - a), else (1 - tau) (a - y); any target";
    case HILLOCK_CROSS_ENTROPY:
        return "-y log a - (1 - y) log(1 - a); targets 0 and 1, or between";
    case HILLOCK_HINGE:
        return "max(0, 1 - y a); targets -1 and +1";
    case HILLOCK_SQUARED_HINGE:
        return "max(0, 1 - y a)^2; targets -1 and +1";
    case HILLOCK_PERCEPTRON:
        return "max(0, -y a), with step max(0, -y z); targets -1 and +1";
    case HILLOCK_POISSON:
        return "a - y log a; counts: targets >= 0";
    case HILLOCK_GAMMA:
        return "y / a + log a; amounts: targets > 0";
    case HILLOCK_USER_LOSS:
        break;
    }
    return "";
}
