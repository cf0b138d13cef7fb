"""Writes loop/epoch-metrics.json: Keras's metrics as an epoch goes on, after each of its batches, plain and with sample weights.

    pip install -r tests/reference/requirements.txt
    python tests/reference/make_metric_golden.py
"""

import json
import os
import pathlib

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np

FILE = pathlib.Path(__file__).parent / "loop" / "epoch-metrics.json"
M = keras.metrics
COUNTS = {
    "binary_accuracy": M.BinaryAccuracy,
    "precision": M.Precision,
    "recall": M.Recall,
    "auc": M.AUC,
    "auc_pr": lambda: M.AUC(curve="PR"),
    "true_positives": M.TruePositives,
    "true_negatives": M.TrueNegatives,
    "false_positives": M.FalsePositives,
    "false_negatives": M.FalseNegatives,
}


def f1(average, threshold=None):
    return lambda: M.F1Score(average=average, threshold=threshold)


def top(k):
    return lambda: M.TopKCategoricalAccuracy(k=k)


CLASSES = {
    **COUNTS,
    "categorical_crossentropy": M.CategoricalCrossentropy,
    "kl_divergence": M.KLDivergence,
    "categorical_hinge": M.CategoricalHinge,
    "accuracy": M.CategoricalAccuracy,
    "top_2_accuracy": top(2),
    "top_3_accuracy": top(3),
    "sparse_top_k_categorical_accuracy": top(5),
    "top_10_accuracy": top(10),
    **{f"f1_{average}": f1(average) for average in ["macro", "micro", "weighted"]},
}
TWO = {
    **COUNTS,
    "binary_crossentropy": M.BinaryCrossentropy,
    "hinge": M.Hinge,
    "squared_hinge": M.SquaredHinge,
    "accuracy": M.BinaryAccuracy,
    **{f"f1_{a}": f1(a, 0.5) for a in ["macro", "micro", "weighted"]},
}
VALUES = {
    "mae": M.MeanAbsoluteError,
    "mse": M.MeanSquaredError,
    "root_mean_squared_error": M.RootMeanSquaredError,
    "r2_score": M.R2Score,
    "mean_absolute_percentage_error": M.MeanAbsolutePercentageError,
    "mean_squared_logarithmic_error": M.MeanSquaredLogarithmicError,
    "log_cosh": M.LogCoshError,
    "cosine_similarity": M.CosineSimilarity,
}
SIZES = [16, 16, 9]
COUNT = sum(SIZES)


def batches(*arrays):
    start = 0
    for size in SIZES:
        yield [array[start : start + size] for array in arrays]
        start += size


def follow(make, truth, given, weights):
    plain, weighted, values = make(), make(), {"plain": [], "weighted": []}
    for y, p, w in batches(truth, given, weights):
        plain.update_state(y, p)
        weighted.update_state(y, p, w)
        values["plain"].append(float(plain.result()))
        values["weighted"].append(float(weighted.result()))
    return values


def case(kinds, ending, targets, outputs, truth, weights):
    given = keras.ops.convert_to_numpy(keras.activations.get(ending)(outputs.astype("float32")))
    return {
        "ending": ending,
        "targets": np.asarray(targets).flatten().tolist(),
        "outputs": outputs.tolist(),
        "weights": weights.tolist(),
        "values": {name: follow(make, truth, given, weights) for name, make in kinds.items()},
    }


def cases():
    draw = np.random.default_rng(11)
    weights = draw.choice([0, 0.5, 1, 2.5], COUNT).astype("float32")
    for classes in [4, 12]:
        labels = draw.integers(0, classes, COUNT)
        coded = np.eye(classes, dtype="float32")[labels]
        yield case(CLASSES, "softmax", labels, (draw.normal(0, 2, (COUNT, classes)) + 2 * coded).round(4), coded, weights)
    labels = draw.integers(0, 2, COUNT)
    yield case(TWO, "sigmoid", labels, (draw.normal(0, 2, (COUNT, 1)) + labels[:, None]).round(4), labels[:, None].astype("float32"), weights)
    numbers = draw.normal(2, 3, (COUNT, 1)).round(4).astype("float32")
    counts = draw.poisson(3, (COUNT, 1)).astype("float32")
    yield case({"poisson": M.Poisson}, "linear", counts, (counts + 0.5 + draw.random((COUNT, 1))).round(4), counts, weights)
    yield case(VALUES, "linear", numbers, (numbers + draw.normal(0, 1, (COUNT, 1))).round(4), numbers, weights)


if __name__ == "__main__":
    FILE.write_text(json.dumps({"keras": keras.__version__, "sizes": SIZES, "cases": list(cases())}) + "\n")
