"""Makes test/fixtures/study/parzen.json: what Optuna's Parzen estimators answer, which ours must answer too.

parzen_reference.py FILE
"""

import functools
import json
import sys
import warnings

import numpy as np
from optuna.distributions import CategoricalDistribution, FloatDistribution, IntDistribution
from optuna.samplers._tpe.parzen_estimator import _ParzenEstimator, _ParzenEstimatorParameters
from optuna.samplers._tpe.sampler import default_weights

warnings.simplefilter("ignore")
# Which of equal observations has the wider kernel is left to the sort: here, the later one, always.
np.argsort = functools.partial(np.argsort, kind="stable")
PARAMETERS = _ParzenEstimatorParameters(
    prior_weight=1.0,
    consider_magic_clip=True,
    consider_endpoints=False,
    weights=default_weights,
    multivariate=True,
)
LETTERS = ["x", "y", "z"]
# Each parameter in the studio's words, in Optuna's, and how one of its values is drawn.
SPACE = {
    "recipe.a": ({"low": -2, "high": 3}, FloatDistribution(-2, 3), lambda r: float(r.uniform(-2, 3))),
    "recipe.b": (
        {"low": 1e-4, "high": 1, "log": True},
        FloatDistribution(1e-4, 1, log=True),
        lambda r: float(np.exp(r.uniform(np.log(1e-4), 0))),
    ),
    "recipe.c": ({"low": 2, "high": 9, "int": True}, IntDistribution(2, 9), lambda r: int(r.randint(2, 10))),
    "recipe.d": (
        {"low": 4, "high": 64, "log": True, "int": True},
        IntDistribution(4, 64, log=True),
        lambda r: int(r.randint(4, 65)),
    ),
    "recipe.e": (
        {"low": 0, "high": 1, "step": 0.25},
        FloatDistribution(0, 1, step=0.25),
        lambda r: float(r.randint(0, 5) * 0.25),
    ),
    "recipe.f": ({"choices": LETTERS}, CategoricalDistribution(LETTERS), lambda r: LETTERS[r.randint(3)]),
}


def example(paths: list[str], count: int, random: np.random.RandomState) -> dict:
    def draw() -> dict:
        return {path: SPACE[path][2](random) for path in paths}

    def internal(rows: list[dict]) -> dict:
        return {p: np.array([SPACE[p][1].to_internal_repr(row[p]) for row in rows], dtype=float) for p in paths}

    observations, asked = [draw() for _ in range(count)], [draw() for _ in range(5)]
    estimator = _ParzenEstimator(internal(observations), {p: SPACE[p][1] for p in paths}, PARAMETERS)
    return {
        "space": {path: SPACE[path][0] for path in paths},
        "observations": observations,
        "asked": asked,
        "logDensity": [float(value) for value in estimator.log_pdf(internal(asked))],
    }


def main() -> None:
    random = np.random.RandomState(3)
    parts = [[path] for path in SPACE] + [list(SPACE)]
    examples = [example(paths, count, random) for paths in parts for count in (0, 1, 2, 7, 40)]
    with open(sys.argv[1], "w", encoding="utf-8") as file:
        json.dump(examples, file)
        file.write("\n")


main()
