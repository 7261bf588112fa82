"""Optuna on the functions of bench/lib/search-functions.ts: one line of JSON for each repeat.

optuna_search.py REPEATS

Its samplers and pruners are as they come; only the seed is set.
"""

import json
import math
import sys
import warnings

import numpy as np
import optuna

warnings.simplefilter("ignore")
optuna.logging.set_verbosity(optuna.logging.ERROR)

ALPHA = [1, 1.2, 3, 3.2]
A = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8], [17, 8, 0.05, 10, 0.1, 14]]
P = [
    [0.1312, 0.1696, 0.5569, 0.0124, 0.8283, 0.5886],
    [0.2329, 0.4135, 0.8307, 0.3736, 0.1004, 0.9991],
    [0.2348, 0.1451, 0.3522, 0.2883, 0.3047, 0.665],
    [0.4047, 0.8828, 0.8732, 0.5743, 0.1091, 0.0381],
]
EPOCHS, ALL_EPOCHS = 27, 540


def branin(trial):
    x, y = trial.suggest_float("x", -5, 10), trial.suggest_float("y", 0, 15)
    valley = y - 5.1 / (4 * math.pi**2) * x * x + 5 / math.pi * x - 6
    return valley**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x) + 10


def hartmann6(trial):
    x = [trial.suggest_float(f"x{i}", 0, 1) for i in range(6)]
    away = [sum(a * (v - p) ** 2 for a, v, p in zip(A[row], x, P[row])) for row in range(4)]
    return -sum(alpha * math.exp(-d) for alpha, d in zip(ALPHA, away))


def settings(trial):
    rate = trial.suggest_float("rate", 1e-5, 1, log=True)
    units = trial.suggest_int("units", 4, 256, log=True)
    layers = trial.suggest_int("layers", 1, 6)
    drop = trial.suggest_float("drop", 0, 0.8, step=0.1)
    optimizer = trial.suggest_categorical("optimizer", ["sgd", "momentum", "adam", "rmsprop"])
    best = {"adam": -2.5, "rmsprop": -3}.get(optimizer, -1)
    off = {"sgd": 0.06, "momentum": 0.02, "adam": 0, "rmsprop": 0.03}[optimizer]
    value = 0.01 + off + 0.05 * (math.log10(rate) - best) ** 2 + 0.03 * (math.log2(units) - 6) ** 2
    return value + 0.02 * abs(layers - 3) + 0.1 * (drop - 0.3) ** 2


def conditions(trial):
    if trial.suggest_categorical("kind", ["flat", "deep"]) == "flat":
        return 0.5 + (trial.suggest_float("a", -3, 3) - 1) ** 2
    b, c = trial.suggest_float("b", -3, 3), trial.suggest_float("c", 1e-3, 1e3, log=True)
    return (b + 1.5) ** 2 + 0.3 * (math.log10(c) - 1) ** 2


def curve(rate, units, epoch):
    end = 0.02 + 0.08 * (math.log10(rate) + 2.5) ** 2 + 0.02 * (math.log2(units) - 6) ** 2
    return end + 0.9 * math.exp(-epoch / (1 + 2 * abs(math.log10(rate) + 2)))


def asha(seed):
    """Random trials pruned by successive halving until all epochs are used up: the best that came to its end."""
    study = optuna.create_study(
        sampler=optuna.samplers.RandomSampler(seed=seed),
        pruner=optuna.pruners.SuccessiveHalvingPruner(min_resource=1, reduction_factor=3, min_early_stopping_rate=0),
    )
    used = 0

    def objective(trial):
        nonlocal used
        rate = trial.suggest_float("rate", 1e-5, 1, log=True)
        units = trial.suggest_int("units", 4, 256, log=True)
        for epoch in range(1, EPOCHS + 1):
            used += 1
            value = curve(rate, units, epoch)
            trial.report(value, epoch)
            if epoch < EPOCHS and trial.should_prune():
                raise optuna.TrialPruned()
        return value

    while used < ALL_EPOCHS:
        study.optimize(objective, n_trials=1)
    return study.best_value, len(study.trials)


def main():
    repeats = int(sys.argv[1])
    say({"version": optuna.__version__, "numpy": np.__version__})
    for function, trials in ((branin, 100), (hartmann6, 100), (settings, 100), (conditions, 60)):
        for seed in range(repeats):
            study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
            study.optimize(function, n_trials=trials)
            say({"function": function.__name__, "best": study.best_value})
    for seed in range(repeats):
        best, trials = asha(seed)
        say({"function": "asha", "best": best, "trials": trials})


def say(line):
    print(json.dumps(line), flush=True)


main()
