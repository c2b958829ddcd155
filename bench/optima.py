"""scikit-learn's way to the optimum: one solver, with the loosest tolerance that reaches a given J.

J = mean loss + l1 sum |w_i| + l2/2 |w|^2, the bias free. What scikit-learn minimises is a multiple
of it: for m samples C = 1 / (m l2) or 1 / (m l1) of LogisticRegression, alpha = m l2/2 of Ridge,
alpha = l2 of PoissonRegressor, whose half deviance is the loss up to terms without w.
"""
import time
import warnings

TOLERANCES = [1e-4, 1e-6, 1e-8, 1e-10, 1e-12]
LONG = 30.0  # seconds: nothing tighter is tried after a fit of that length
MOST_STEPS = 100000
BIAS_SCALE = 1000.0  # liblinear penalises the bias: with l2 b / 1000, with l1 the best bias is 0


def make_logistic(solver, m, l1, l2, tolerance):
    from sklearn.linear_model import LogisticRegression

    penalty = "l1" if l1 > 0 else "l2" if l2 > 0 else None
    strength = l1 if l1 > 0 else l2
    return LogisticRegression(solver=solver, penalty=penalty, tol=tolerance, max_iter=MOST_STEPS,
                              C=1 / (m * strength) if strength > 0 else 1.0, random_state=0,
                              intercept_scaling=BIAS_SCALE if l2 > 0 else 1.0)


def make_ridge(solver, m, l1, l2, tolerance):
    from sklearn.linear_model import Ridge

    return Ridge(solver=solver, alpha=m * l2 / 2, tol=tolerance)


def make_poisson(solver, m, l1, l2, tolerance):
    from sklearn.linear_model import PoissonRegressor

    return PoissonRegressor(solver=solver, alpha=l2, tol=tolerance, max_iter=MOST_STEPS)


def mean_loss(loss, z, y):
    import numpy as np

    if loss == "squared":
        return np.mean((y - z) ** 2)
    if loss == "poisson":
        return np.mean(np.exp(z) - y * z)
    return np.mean(np.logaddexp(0, z) - y * z)


class ScikitLearnOptimum:
    MAKERS = {"cross-entropy": make_logistic, "squared": make_ridge, "poisson": make_poisson}

    def __init__(self, X, y, w, b, solver, loss, l1, l2, goal):
        warnings.simplefilter("ignore")  # of a tolerance that is not reached: J is what counts
        self.X, self.y, self.loss = X, y, loss
        self.l1, self.l2 = float(l1), float(l2)
        for tolerance in TOLERANCES:
            print("trying", tolerance, flush=True)
            self.neuron = self.MAKERS[loss](solver, len(y), self.l1, self.l2, tolerance)
            start = time.perf_counter()
            self.call()
            if self.J() <= float(goal) or time.perf_counter() - start > LONG:
                break

    def call(self):
        self.neuron.fit(self.X, self.y)

    def parameters(self):
        import numpy as np

        return np.ravel(self.neuron.coef_), float(np.ravel(self.neuron.intercept_)[0])

    def J(self):
        w, b = self.parameters()
        penalty = self.l1 * abs(w).sum() + self.l2 / 2 * (w @ w)
        return mean_loss(self.loss, self.X @ w + b, self.y) + penalty

    def result(self):
        w, b = self.parameters()
        return [*w, b]
