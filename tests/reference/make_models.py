"""Writes models/: what Keras writes for models with shared layers, several inputs, masks and wrappers, and what it computes.

For each model: NAME.json (model.to_json()), NAME.weights.h5, NAME.keras where it is small, and NAME.outputs.json (inputs
and outputs in inference). keras2-*.json are written by Keras 2 (the package tf_keras). `python make_models.py check FILE...`
reads JSON that Lathe wrote, builds it in Keras and prints layers, parameters and output shapes.
"""

import json
import os
import sys
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy as np
from keras import layers as L

FOLDER = Path(__file__).parent / "models"


def shared(K, M):
    """One Conv2D over two pictures, and a Dense that is called on what it gave itself; two outputs."""
    left, right = K.Input((8, 8, 1), name="left"), K.Input((8, 8, 1), name="right")
    conv, twice = K.Conv2D(4, 3, activation="relu", name="look"), K.Dense(6, name="twice")
    both = K.Concatenate(name="both")([conv(left), conv(right)])
    flat = K.Dense(6, activation="tanh", name="narrow")(K.Flatten(name="flat")(both))
    again = twice(K.Activation("relu", name="relu")(twice(flat)))
    sum_ = K.Add(name="sum")([flat, again])
    return M([left, right], [K.Dense(3, activation="softmax", name="kind")(sum_), K.Dense(1, name="size")(again)], name="shared")


def joined(K, M):
    """Branches that meet in Add and in Concatenate, one input and one output."""
    given = K.Input((4,), name="flower")
    wide = K.Dense(16, activation="relu", name="wide")(given)
    shared_ = K.Dense(16, activation="relu", name="shared")
    sum_ = K.Add(name="sum")([wide, shared_(wide), shared_(shared_(wide))])
    all_ = K.Concatenate(name="all")([sum_, given])
    return M(given, K.Dense(3, activation="softmax", name="kind")(all_), name="joined")


def sequence(K, M):
    given = K.Input((5,), name="words")
    x = K.Embedding(11, 4, mask_zero=True, name="words_table")(given)
    x = K.Bidirectional(K.LSTM(3, return_sequences=True, name="reader"), name="both_ways")(x)
    x = K.GRU(3, return_sequences=True, dropout=0.1, name="gate")(x)
    x = K.SimpleRNN(3, name="simple")(x)
    x = K.Dropout(0.2, name="drop")(x)
    return M(given, K.Dense(2, activation="softmax", name="kind")(x), name="sequence")


def picture(K, M):
    given = K.Input((8, 8, 2), name="picture")
    x = K.Conv2D(3, 3, padding="same", name="conv")(given)
    x = K.BatchNormalization(name="norm")(x)
    x = K.Activation("relu", name="relu")(x)
    x = K.GlobalAveragePooling2D(name="mean")(x)
    return M(given, K.Dense(3, activation="softmax", name="kind")(x), name="picture")


MODELS = {"shared": shared, "joined": joined, "sequence": sequence, "picture": picture}


def stacked(K, S):
    return S([K.Input((8, 8, 1)), K.Conv2D(4, 3), K.MaxPooling2D(2), K.Flatten(), K.Dense(3, activation="softmax")], name="stacked")


def values_of(tensor):
    return {"shape": list(tensor.shape), "values": [float(f"{v:.8g}") for v in np.asarray(tensor, "float64").ravel()]}


def write_all():
    FOLDER.mkdir(exist_ok=True)
    rng = np.random.default_rng(1)
    for name, make in MODELS.items():
        keras.utils.set_random_seed(1)
        model = make(L, keras.Model)
        model.set_weights([np.round(w + rng.normal(size=w.shape) * 0.1 + (0.5 if w.min() >= 1 else 0), 3) if w.dtype == "float32" else w for w in model.get_weights()])
        inputs = [
            (rng.integers(0, 11, (4, *i.shape[1:])) if name == "sequence" else np.round(rng.normal(size=(4, *i.shape[1:])), 3)).astype("float32")
            for i in model.inputs
        ]
        outputs = model.predict(inputs if len(inputs) > 1 else inputs[0], verbose=0)
        (FOLDER / f"{name}.json").write_text(model.to_json() + "\n")
        model.save_weights(FOLDER / f"{name}.weights.h5")
        model.save(FOLDER / f"{name}.keras")
        (FOLDER / f"{name}.outputs.json").write_text(json.dumps({
            "keras": keras.__version__,
            "paths": [w.path for w in model.weights if "seed" not in w.path],
            "parameters": model.count_params() - sum(2 for w in model.weights if "seed" in w.path),
            "inputs": [values_of(i) for i in inputs],
            "outputs": [values_of(o) for o in (outputs if isinstance(outputs, list) else [outputs])],
        }) + "\n")
    (FOLDER / "stacked.json").write_text(stacked(L, keras.Sequential).to_json() + "\n")
    base = keras.Sequential([keras.Input((4,)), L.Dense(3)], name="base")
    (FOLDER / "nested.json").write_text(keras.Sequential([keras.Input((4,)), base, L.Dense(2)]).to_json() + "\n")
    import tf_keras

    two = tf_keras.layers
    for name, make in MODELS.items():
        tf_keras.utils.set_random_seed(1)
        model = make(two, tf_keras.Model)
        (FOLDER / f"keras2-{name}.json").write_text(model.to_json() + "\n")
    tf_keras.utils.set_random_seed(1)
    model = sequence(two, tf_keras.Model)
    words = rng.integers(0, 11, (4, 5)).astype("float32")
    model.save_weights(str(FOLDER / "keras2-sequence.h5"), save_format="h5")
    (FOLDER / "keras2-sequence.outputs.json").write_text(json.dumps({
        "keras": tf_keras.__version__, "inputs": [values_of(words)], "outputs": [values_of(model.predict(words, verbose=0))],
    }) + "\n")
    (FOLDER / "keras2-stacked.json").write_text(stacked(two, tf_keras.Sequential).to_json() + "\n")


def write_vgg():
    """VGG16 without top, with a thirty-second of its filters, in the three forms that its weights are found in: old-vgg16.h5 is laid
    out as vgg16_weights_tf_dim_ordering_tf_kernels_notop.h5 of keras.applications is, which Keras 1 wrote."""
    import h5py

    keras.utils.set_random_seed(1)
    given = x = keras.Input((32, 32, 3))
    for block, (filters, count) in enumerate(zip((2, 4, 8, 16, 16), (2, 2, 3, 3, 3)), start=1):
        for number in range(1, count + 1):
            x = L.Conv2D(filters, 3, padding="same", activation="relu", name=f"block{block}_conv{number}")(x)
        x = L.MaxPooling2D(2, name=f"block{block}_pool")(x)
    model = keras.Model(given, x, name="vgg16")
    model.save(FOLDER / "vgg16.keras")
    model.save_weights(FOLDER / "vgg16.weights.h5")
    with h5py.File(FOLDER / "old-vgg16.h5", "w") as file:
        file.attrs["layer_names"] = np.array([layer.name.encode() for layer in model.layers])
        for layer in model.layers:
            group = file.create_group(layer.name)
            names = [f"{layer.name}_{kind}_1:0".encode() for kind in ("W", "b")[: len(layer.weights)]]
            group.attrs["weight_names"] = np.array(names) if names else np.zeros(0, "S1")
            for name, weight in zip(names, layer.get_weights()):
                group.create_dataset(name.decode(), data=weight)
    picture = np.round(np.random.default_rng(1).normal(size=(1, 32, 32, 3)), 2).astype("float32")
    (FOLDER / "vgg16.outputs.json").write_text(json.dumps({
        "keras": keras.__version__, "inputs": [values_of(picture)], "outputs": [values_of(model.predict(picture, verbose=0))],
    }) + "\n")


def check(files):
    """What Keras makes of files that Lathe wrote, as JSON."""
    found = []
    for file in files:
        model = keras.models.model_from_json(Path(file).read_text())
        found.append({
            "file": Path(file).name,
            "keras": keras.__version__,
            "parameters": model.count_params() - sum(2 for w in model.weights if "seed" in w.path),
            "outputs": [list(o.shape) for o in model.outputs],
            "layers": len(model.layers),
        })
    print(json.dumps(found))


if __name__ == "__main__":
    if sys.argv[1:2] == ["check"]:
        check(sys.argv[2:])
    else:
        write_all()
        write_vgg()
