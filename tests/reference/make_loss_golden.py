"""Writes losses/losses.json: every loss of Keras that Lathe has, of each row, and its gradient by what comes before the last activation.

    pip install -r tests/reference/requirements.txt
    python tests/reference/make_loss_golden.py
"""

import json
import os
from pathlib import Path

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np
import tensorflow as tf

FILE = Path(__file__).parent / "losses" / "losses.json"
CLASSES = ["sparse_categorical_crossentropy", "categorical_crossentropy", "categorical_focal_crossentropy", "categorical_hinge"]
TWO_CLASSES = ["binary_crossentropy", "binary_focal_crossentropy"]
VALUES = [
    "mean_squared_error", "mean_absolute_error", "mean_absolute_percentage_error", "mean_squared_logarithmic_error", "huber",
    "log_cosh", "cosine_similarity", "poisson", "kl_divergence", "hinge", "squared_hinge",
]
rng = np.random.default_rng(3)
LABELS, TWO, ROWS = np.arange(6) % 3, np.arange(6) % 2, 6


def function(loss):
    # Keras finds this one by its class alone.
    if loss == "categorical_generalized_cross_entropy":
        return lambda truth, given, **settings: keras.losses.CategoricalGeneralizedCrossEntropy(reduction="none", **settings)(truth, given)
    return keras.losses.get(loss)


def one(loss, ending, outputs, targets, given, **settings):
    """`targets` is what Lathe is given, `given` what Keras needs for the same."""
    outputs = tf.constant(outputs, "float32")
    with tf.GradientTape() as tape:
        tape.watch(outputs)
        rows = function(loss)(tf.constant(given, "float32"), keras.activations.get(ending)(outputs), **settings)
        # Some are one number of the whole batch.
        rows = tf.broadcast_to(rows, [ROWS])
        mean = tf.reduce_mean(rows)
    return {
        "loss": loss,
        "ending": ending,
        **({"settings": settings} if settings else {}),
        "outputs": [[float(v) for v in row] for row in outputs.numpy()],
        "targets": np.asarray(targets).tolist(),
        "rows": [float(f"{v:.8g}") for v in rows.numpy()],
        "gradient": [[float(f"{v:.8g}") for v in row] for row in tape.gradient(mean, outputs).numpy()],
    }


def cases():
    three, single = np.round(rng.normal(size=(ROWS, 3)) * 2, 3), np.round(rng.normal(size=(ROWS, 1)) * 2, 3)
    positive = np.round(rng.uniform(0.2, 3, (ROWS, 1)), 3)
    numbers = np.round(rng.uniform(0.2, 3, (ROWS, 1)), 3)
    coded = np.eye(3)[LABELS]
    for loss in CLASSES:
        given = LABELS if loss.startswith("sparse") else coded
        yield one(loss, "softmax", three, LABELS, given)
        yield one(loss, "sigmoid", three, LABELS, given)
        shares = three if loss == "categorical_hinge" else np.round(rng.uniform(0.1, 0.9, (ROWS, 3)), 3)
        yield one(loss, "linear", shares, LABELS, given)
    for loss in TWO_CLASSES:
        yield one(loss, "sigmoid", single, TWO, TWO[:, None])
        yield one(loss, "softmax", three, LABELS, coded)
        yield one(loss, "linear", np.round(rng.uniform(0.1, 0.9, (ROWS, 1)), 3), TWO, TWO[:, None])
    for loss in VALUES:
        # Numbers, classes with an output each, and two classes with one output.
        yield one(loss, "softmax", three, LABELS, coded)
        if loss == "cosine_similarity":
            # Of one number all that counts is its sign, which has no gradient.
            directions = np.round(rng.normal(size=(ROWS, 3)), 3)
            yield one(loss, "linear", three, directions, directions)
            continue
        yield one(loss, "linear", positive, numbers, numbers)
        yield one(loss, "sigmoid", single, TWO, TWO[:, None])
    for loss, settings in [
        ("categorical_crossentropy", {"label_smoothing": 0.1}),
        ("categorical_focal_crossentropy", {"label_smoothing": 0.2, "gamma": 1.5, "alpha": 0.6}),
        ("categorical_generalized_cross_entropy", {"q": 0.5}),
        ("categorical_generalized_cross_entropy", {"q": 0.8}),
    ]:
        for ending in ["softmax", "sigmoid"]:
            yield one(loss, ending, three, LABELS, LABELS if "generalized" in loss else coded, **settings)
    for loss, settings in [
        ("binary_crossentropy", {"label_smoothing": 0.15}),
        ("binary_focal_crossentropy", {"apply_class_balancing": True}),
        ("binary_focal_crossentropy", {"apply_class_balancing": True, "alpha": 0.7, "gamma": 3.0, "label_smoothing": 0.1}),
    ]:
        yield one(loss, "sigmoid", single, TWO, TWO[:, None], **settings)
    yield one("huber", "linear", positive, numbers, numbers, delta=0.3)
    for loss, settings in [
        ("dice", {}), ("dice", {"axis": -1}), ("tversky", {}), ("tversky", {"alpha": 0.3, "beta": 0.8}),
        ("tversky", {"alpha": 0.9, "beta": 0.2, "axis": -1}),
    ]:
        yield one(loss, "softmax", three, LABELS, coded, **settings)
        yield one(loss, "sigmoid", single, TWO, TWO[:, None], **settings)


if __name__ == "__main__":
    FILE.parent.mkdir(exist_ok=True)
    FILE.write_text(json.dumps({"versions": {"keras": keras.__version__, "tensorflow": tf.__version__}, "cases": list(cases())}) + "\n")
