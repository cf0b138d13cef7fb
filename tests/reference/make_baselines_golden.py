"""Writes data/baselines.json: what scikit-learn's dummy models come to.

`python make_baselines_golden.py` with the packages of requirements.txt writes it again.
"""

import json
from pathlib import Path

import numpy
import sklearn
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.metrics import accuracy_score, mean_absolute_error, mean_squared_error

draw = numpy.random.default_rng(11)
ROWS, HELD = 60, 17
nothing = numpy.zeros((ROWS, 1))
classes = draw.choice(3, ROWS, p=[0.2, 0.5, 0.3])
# Two classes as frequent as each other: the first is taken.
tied = numpy.tile([2, 1, 0, 2, 1, 0], ROWS // 6)
values = numpy.round(draw.normal(40, 9, ROWS), 3)
several = numpy.round(draw.gamma(2, 3, (ROWS, 2)), 3)


def most_frequent(labels):
    model = DummyClassifier(strategy="most_frequent").fit(nothing[HELD:], labels[HELD:])
    told = model.predict(nothing[:HELD])
    return {"labels": labels.tolist(), "class": int(told[0]), "accuracy": accuracy_score(labels[:HELD], told)}


def errors(labels):
    found = {"labels": labels.ravel().tolist(), "width": 1 if labels.ndim == 1 else labels.shape[1]}
    for strategy in ("mean", "median"):
        model = DummyRegressor(strategy=strategy).fit(nothing[HELD:], labels[HELD:])
        told = model.predict(nothing[:HELD])
        mse = mean_squared_error(labels[:HELD], told)
        found[strategy] = {
            "mae": mean_absolute_error(labels[:HELD], told),
            "mse": mse,
            "root_mean_squared_error": mse**0.5,
        }
    return found


golden = {
    "sklearn": sklearn.__version__,
    "held": HELD,
    "rows": ROWS,
    "classes": [most_frequent(classes), most_frequent(tied)],
    "values": [errors(values), errors(several)],
}
path = Path(__file__).parent / "data" / "baselines.json"
path.write_text(json.dumps(golden) + "\n")
