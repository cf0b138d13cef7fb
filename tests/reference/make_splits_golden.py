"""Writes data/splits.json: the folds that scikit-learn deals out.

`python make_splits_golden.py` with the packages of requirements.txt writes it again.
"""

import json
from pathlib import Path

import numpy
import sklearn
from iterstrat.ml_stratifiers import IterativeStratification
from sklearn.model_selection import GroupKFold, KFold, StratifiedGroupKFold, StratifiedKFold, TimeSeriesSplit

draw = numpy.random.default_rng(5)
ROWS = 61
labels = draw.choice(3, ROWS, p=[0.6, 0.3, 0.1])
# Sizes of their own, so that no tie has to be broken.
groups = numpy.repeat(numpy.arange(9), [1, 2, 3, 5, 6, 8, 10, 12, 14])
draw.shuffle(groups)


def folds(splitter, *more):
    of = numpy.full(ROWS, -1)
    for fold, (_, held) in enumerate(splitter.split(numpy.zeros(ROWS), *more)):
        of[held] = fold
    return of.tolist()


class First:
    """Of equals takes the first, so that no random numbers have to be the same."""

    def choice(self, many):
        return 0


# Labels that come together, alone, and not at all; one is rare.
several = (draw.random((ROWS, 5)) < [0.5, 0.3, 0.15, 0.3, 0.05]).astype(int)
several[:, 3] |= several[:, 0] & (draw.random(ROWS) < 0.6)


def iterative(shares):
    of = IterativeStratification(labels=several.astype(bool), r=numpy.asarray(shares), random_state=First())
    return {"shares": shares, "of": of.tolist()}


golden = {
    "sklearn": sklearn.__version__,
    "labels": labels.tolist(),
    "groups": groups.tolist(),
    "several": several.tolist(),
    "iterative": [iterative(shares) for shares in ([0.8, 0.2], [0.25] * 4, [0.5, 0.3, 0.2])],
    "cases": [
        {
            "folds": k,
            "plain": folds(KFold(k)),
            "stratified": folds(StratifiedKFold(k), labels),
            "group": folds(GroupKFold(k), labels, groups),
            "time": [
                {"train": train.tolist(), "test": test.tolist()}
                for train, test in TimeSeriesSplit(k).split(numpy.zeros(ROWS))
            ],
            "stratified_group": folds(StratifiedGroupKFold(k), labels, groups),
        }
        for k in (2, 3, 4)
    ],
}
path = Path(__file__).parent / "data" / "splits.json"
path.write_text(json.dumps(golden) + "\n")
