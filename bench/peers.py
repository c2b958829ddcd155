"""What others do on the data of hillock_bench, which starts this program and talks to it (peer.c):

    peers.py                                         which peers there are
    peers.py PEER TASK TYPE LAYOUT M N B             X, y and w come through file 3

TASK may go on with words of its own after colons. It says "ready", after any number of other lines,
and from then on answers "time K" with the seconds of K calls and "result C" with C numbers to be checked.
"""
import importlib
import os
import sys
import time

from optima import ScikitLearnOptimum

PEERS = {"NumPy": "numpy", "PyTorch": "torch", "scikit-learn": "sklearn", "pandas": "pandas"}
DATA = 3
EPOCHS_AT_ONCE = 10  # scikit-learn checks X in every fit, and is not to be measured by that


def blas_in_use():
    """Kernels and threads of each BLAS that this process has loaded."""
    try:
        from threadpoolctl import threadpool_info
    except ImportError:
        return "BLAS unknown: no threadpoolctl"
    used = [f"{pool['internal_api']} {pool['version']} {pool.get('architecture', '')}, "
            f"{pool['num_threads']} threads"
            for pool in threadpool_info() if pool["user_api"] == "blas"]
    return "; ".join(used) or "BLAS unknown to threadpoolctl"


def describe(name, module):
    loaded = importlib.import_module(module)
    text = f"{name} {loaded.__version__}"
    if name == "NumPy":
        text += f" ({blas_in_use()})"
    if name == "PyTorch":
        text += f" (by default {loaded.get_num_threads()} threads; {blas_in_use()})"
    return f"{text}, {sys.executable}"


def list_peers():
    for name, module in PEERS.items():
        try:
            print(describe(name, module), flush=True)
        except ImportError:
            print(f"{name} is missing (bench/run --peers --install; apt-get install python3-{module})")


def read_problem(kind, layout, m, n):
    import numpy as np

    data = os.fdopen(DATA, "rb")
    dtype = np.float64 if kind == "f64" else np.float32
    X, y, w = (np.fromfile(data, dtype, count) for count in (m * n, m, n))
    return (X.reshape(m, n) if layout == "sample" else X.reshape(n, m).T), y, w


class NumPyGradient:
    """dJ/da (.) f'(z) is a - y for this pair: written so, which favours NumPy."""

    def __init__(self, X, y, w, b):
        self.X, self.y, self.w, self.b = X, y, w, X.dtype.type(b)

    def call(self):
        import numpy as np

        z = self.X @ self.w + self.b
        a = 1 / (1 + np.exp(-z))
        self.J = -np.mean(self.y * np.log(a) + (1 - self.y) * np.log(1 - a))
        dJ_dz = (a - self.y) / len(z)
        self.dJ_dw = dJ_dz @ self.X
        self.dJ_db = dJ_dz.sum()

    def result(self):
        return [self.J, self.dJ_db, *self.dJ_dw]


class PyTorchGradient:
    """One step of learning rate 0, so that every step starts from the same neuron."""

    def __init__(self, X, y, w, b):
        import torch

        self.X, self.y = torch.from_numpy(X), torch.from_numpy(y).reshape(-1, 1)
        self.neuron = torch.nn.Linear(len(w), 1, dtype=self.X.dtype)
        with torch.no_grad():
            self.neuron.weight[:] = torch.from_numpy(w)
            self.neuron.bias[:] = b
        self.loss = torch.nn.BCEWithLogitsLoss()
        self.optimizer = torch.optim.SGD(self.neuron.parameters(), lr=0.0)

    def call(self):
        self.optimizer.zero_grad()
        self.J = self.loss(self.neuron(self.X), self.y)
        self.J.backward()
        self.optimizer.step()

    def result(self):
        weight, bias = self.neuron.weight.grad, self.neuron.bias.grad
        return [self.J.item(), bias.item(), *weight.reshape(-1).tolist()]


class PyTorchMiniBatches:
    """An epoch of batches of 64 samples in random order, as a training loop is written."""

    def __init__(self, X, y, w, b):
        import torch

        self.step = PyTorchGradient(X, y, 0 * w, 0.0)
        self.X, self.y = self.step.X, self.step.y
        for group in self.step.optimizer.param_groups:
            group["lr"] = 0.02

    def call(self):
        import torch

        for batch in torch.randperm(len(self.X)).split(64):
            self.step.X, self.step.y = self.X[batch], self.y[batch]
            self.step.call()

    def result(self):
        return [self.step.loss(self.step.neuron(self.X), self.y).item()]


class ScikitLearnEpoch:
    """One-sample steps over a shuffled epoch, constant rate, no penalty."""

    def __init__(self, X, y, w, b):
        from sklearn.linear_model import SGDClassifier

        self.X, self.y = X, y
        self.neuron = SGDClassifier(loss="log_loss", penalty=None, learning_rate="constant",
                                    eta0=0.002, tol=None, max_iter=EPOCHS_AT_ONCE, random_state=0)

    def call(self):
        self.neuron.fit(self.X, self.y)

    def result(self):
        import numpy as np

        z = self.neuron.decision_function(self.X)
        return [np.mean(np.logaddexp(0, z) - self.y * z)]


class NumPyRow:
    """One row after another through the neuron; a call is all of them."""

    def __init__(self, X, y, w, b):
        self.rows, self.w, self.b = list(X), w, X.dtype.type(b)

    def call(self):
        import numpy as np

        self.a = [1 / (1 + np.exp(-(x @ self.w + self.b))) for x in self.rows]

    def result(self):
        return self.a


class NumPyBatchOfOne:
    """One sample after another as the derivation writes it, z = wX + b with X a column."""

    def __init__(self, X, y, w, b):
        self.columns = [row.reshape(-1, 1) for row in X]
        self.w, self.b = w.reshape(1, -1), X.dtype.type(b)

    def call(self):
        import numpy as np

        self.a = [1 / (1 + np.exp(-(self.w @ x + self.b))) for x in self.columns]

    def result(self):
        return [a[0, 0] for a in self.a]


class NumPyRows:
    """All rows in one call."""

    def __init__(self, X, y, w, b):
        self.X, self.w, self.b = X, w, X.dtype.type(b)

    def call(self):
        import numpy as np

        self.a = 1 / (1 + np.exp(-(self.X @ self.w + self.b)))

    def result(self):
        return self.a


class PandasTable:
    """A CSV file read whole, by the parser in C, which has one thread."""

    def __init__(self, X, y, w, b, path, threads):
        self.path = path

    def call(self):
        import pandas

        self.table = pandas.read_csv(self.path, engine="c")

    def result(self):
        return [self.table.to_numpy().sum()]


TASKS = {
    ("NumPy", "gradient"): NumPyGradient,
    ("NumPy", "row"): NumPyRow,
    ("NumPy", "batch of one"): NumPyBatchOfOne,
    ("NumPy", "rows"): NumPyRows,
    ("PyTorch", "gradient"): PyTorchGradient,
    ("PyTorch", "batches"): PyTorchMiniBatches,
    ("scikit-learn", "samples"): ScikitLearnEpoch,
    ("scikit-learn", "optimum"): ScikitLearnOptimum,
    ("pandas", "table"): PandasTable,
}


def choose_torch_threads(work):
    """The better of PyTorch's default and all cores: it does not always see them all."""
    import torch

    default = torch.get_num_threads()
    fastest = {}
    for threads in [default, len(os.sched_getaffinity(0))] * 4:
        torch.set_num_threads(threads)
        start = time.perf_counter()
        work.call()
        seconds = time.perf_counter() - start
        fastest[threads] = min(seconds, fastest.get(threads, seconds))
    torch.set_num_threads(min(fastest, key=fastest.get))


def serve(work, calls_at_once):
    if not isinstance(work, ScikitLearnOptimum):  # it has been called, until it was good enough
        work.call()
    if isinstance(work, PyTorchGradient):
        choose_torch_threads(work)
    print("ready", flush=True)
    for line in sys.stdin:
        command, count = line.split()
        if command == "time":
            start = time.perf_counter()
            for _ in range(int(count)):
                work.call()
            print((time.perf_counter() - start) / calls_at_once, flush=True)
        else:
            print(*(repr(float(value)) for value in work.result()[: int(count)]), flush=True)


def main():
    if len(sys.argv) == 1:
        list_peers()
        return
    peer, task, kind, layout, m, n, b = sys.argv[1:]
    task, *words = task.split(":")
    work = TASKS[peer, task](*read_problem(kind, layout, int(m), int(n)), float(b), *words)
    serve(work, EPOCHS_AT_ONCE if isinstance(work, ScikitLearnEpoch) else 1)


main()
