"""Writes golden/*.json: what Keras computes for small models, which the engine has to reproduce.

Each file holds the Keras config, the starting weights, a batch, the outputs in inference, and the loss of 20 steps
with each optimizer on that one batch.
"""

import json
import os
import sys
from pathlib import Path

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
from keras import layers as L

OPTIMIZERS = {
    "sgd": lambda: keras.optimizers.SGD(0.01),
    "momentum": lambda: keras.optimizers.SGD(0.01, momentum=0.9),
    "adam": lambda: keras.optimizers.Adam(0.001),
    "rmsprop": lambda: keras.optimizers.RMSprop(0.001),
}
# These are written for one model: what differs between them is the update alone.
MORE_OPTIMIZERS = {
    "adamw": lambda: keras.optimizers.AdamW(0.001),
    "adagrad": lambda: keras.optimizers.Adagrad(0.001),
    "adadelta": lambda: keras.optimizers.Adadelta(0.001),
    "adamax": lambda: keras.optimizers.Adamax(0.001),
    "nadam": lambda: keras.optimizers.Nadam(0.001),
    "ftrl": lambda: keras.optimizers.Ftrl(0.001),
    "lion": lambda: keras.optimizers.Lion(0.001),
}

IMAGE, STEPS = (6, 6, 2), (5, 3)
CASES = {
    "dense": ((4,), [L.Dense(5, activation="relu")]),
    "conv2d": (IMAGE, [L.Conv2D(3, 3, padding="same", activation="relu"), L.Flatten()]),
    "pooling": (IMAGE, [L.Conv2D(3, 3), L.MaxPooling2D(2), L.AveragePooling2D(2), L.Flatten()]),
    "global_pooling": (IMAGE, [L.Conv2D(3, 3, strides=2), L.GlobalAveragePooling2D()]),
    "batch_normalization": ((4,), [L.Dense(5), L.BatchNormalization(), L.Activation("relu")]),
    "lstm": (STEPS, [L.LSTM(4)]),
    "gru": (STEPS, [L.GRU(4, return_sequences=True), L.GRU(3)]),
    "simple_rnn": (STEPS, [L.SimpleRNN(4)]),
    "bidirectional_lstm": (STEPS, [L.Bidirectional(L.LSTM(3))]),
    "bidirectional_gru": (STEPS, [L.Bidirectional(L.GRU(3, return_sequences=True)), L.Flatten()]),
    "embedding": ((5,), [L.Embedding(11, 4), L.LSTM(3)]),
    "masked_embedding": ((5,), [L.Embedding(11, 4, mask_zero=True), L.LSTM(3, return_sequences=True), L.GRU(3)]),
    "regularized": ((4,), [L.Dense(5, kernel_regularizer="l2", bias_regularizer="l1", activation="tanh")]),
    "batch_normalization_pictures": (IMAGE, [L.Conv2D(3, 3), L.BatchNormalization(), L.Activation("relu"), L.Flatten()]),
}


def floats(values):
    return [float(f"{value:.8g}") for value in np.asarray(values, "float64").ravel()]


def step(model, inputs, targets):
    # Keras gives the mean of all batches since the last reset.
    model.reset_metrics()
    return model.train_on_batch(inputs, targets)


def golden(name, shape, stack):
    rng = np.random.default_rng(1)
    if isinstance(stack[0], L.Embedding):
        inputs = rng.integers(0, 11, (6, *shape)).astype("float32")
    else:
        inputs = np.round(rng.normal(size=(6, *shape)), 3).astype("float32")
    targets = np.arange(6) % 3
    model = keras.Sequential([keras.Input(shape), *stack, L.Dense(3, activation="softmax")])
    model = keras.Model(model.inputs, model.outputs, name=name)
    start = [np.round(w, 4) for w in model.get_weights()]
    model.set_weights(start)
    outputs = model.predict(inputs, verbose=0)
    config = json.loads(model.to_json())
    losses = {}
    for optimizer, make in {**OPTIMIZERS, **(MORE_OPTIMIZERS if name == "dense" else {})}.items():
        model.set_weights(start)
        model.compile(make(), "sparse_categorical_crossentropy", run_eagerly=True)
        losses[optimizer] = floats([step(model, inputs, targets) for _ in range(20)])
    return {
        "versions": {"keras": keras.__version__},
        "keras": config,
        "weights": [{"path": w.path, "shape": list(v.shape), "values": floats(v)} for w, v in zip(model.weights, start)],
        "inputs": {"shape": list(inputs.shape), "values": floats(inputs)},
        "targets": targets.tolist(),
        "outputs": {"shape": list(outputs.shape), "values": floats(outputs)},
        "losses": losses,
    }


if __name__ == "__main__":
    folder = Path(__file__).parent / "golden"
    folder.mkdir(exist_ok=True)
    for name in sys.argv[1:] or CASES:
        keras.utils.set_random_seed(1)
        (folder / f"{name}.json").write_text(json.dumps(golden(name, *CASES[name])) + "\n")
