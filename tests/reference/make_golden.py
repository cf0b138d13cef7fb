"""Writes golden/*.json: what Keras computes for small models, which the engine has to reproduce.

Each file holds the Keras config, the starting weights, a batch, the outputs in inference before and after, and the loss of
100 steps on that one batch for each way it is trained. Usage: python make_golden.py [case ...]
"""

import json
import os
import sys
from pathlib import Path

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
import numpy as np

from cases import ENDINGS, LAYERS, PLANS, TOKENS, plan
from golden_file import golden


def case(name, shape, build):
    rng = np.random.default_rng(1)
    if shape == TOKENS:
        inputs = rng.integers(0, 11, (6, *shape)).astype("float32")
    else:
        inputs = np.round(rng.normal(size=(6, *shape)), 3).astype("float32")
    if name == "masking":
        inputs[:3, 3:] = 0
    x = keras.Input(shape)
    units, activation = ENDINGS.get(name, (3, "softmax"))
    outputs = keras.layers.Dense(units, activation=activation)(build(x))
    return golden(keras.Model(x, outputs, name=name), inputs, np.arange(6) % max(units, 2), PLANS.get(name, [plan()]))


if __name__ == "__main__":
    folder = Path(__file__).parent / "golden"
    folder.mkdir(exist_ok=True)
    for name in sys.argv[1:] or LAYERS:
        keras.utils.set_random_seed(1)
        (folder / f"{name}.json").write_text(json.dumps(case(name, *LAYERS[name])) + "\n")
        print(name, flush=True)
