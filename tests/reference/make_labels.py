"""Writes data/label-scores.json: what scikit-learn says of several labels an item.

`python make_labels.py` with numpy and scikit-learn of requirements-tables.txt writes it again.
"""

import json
from pathlib import Path

import numpy
import sklearn
from sklearn.metrics import f1_score, precision_recall_fscore_support

FOLDER = Path(__file__).parent / "data"

random = numpy.random.default_rng(7)
truth = (random.random((40, 4)) < [0.5, 0.2, 0.7, 0.3]).astype(int)
shares = numpy.clip(truth * 0.3 + random.random((40, 4)) * 0.7, 0, 1).round(4)
# A label that is never said, and one that is always.
shares[:, 3] = 0.1
shares[:, 2] = 0.9
said = (shares > 0.5).astype(int)

precision, recall, f1, support = precision_recall_fscore_support(
    truth, said, average=None, zero_division=0
)
weighted = precision_recall_fscore_support(truth, said, average="weighted", zero_division=0)
golden = {
    "scikit-learn": sklearn.__version__,
    "truth": truth.tolist(),
    "shares": shares.tolist(),
    "labels": [
        {"precision": p, "recall": r, "f1": f, "support": int(s)}
        for p, r, f, s in zip(precision, recall, f1, support)
    ],
    "precision_weighted": weighted[0],
    "recall_weighted": weighted[1],
    "f1_weighted": weighted[2],
    "f1_micro": f1_score(truth, said, average="micro", zero_division=0),
    "f1_macro": f1_score(truth, said, average="macro", zero_division=0),
}
(FOLDER / "label-scores.json").write_text(json.dumps(golden) + "\n")
