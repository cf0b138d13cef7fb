"""Writes layers/layers.json: what Keras says of its layers without running them, which contract/ has to say as well.

- `defaults`: `get_config()` of every layer class that Lathe knows, made with nothing but the arguments that Keras demands, and
  which arguments those are.
- `configurations`: small models as `model.to_json()` writes them, with the output shape and the parameter count of each layer.
- `names`: every activation, initializer, regularizer and constraint that Keras finds by name, and every layer class there is.
- `optimizers`: `get_config()` of every optimizer.

`python make_layer_defaults.py` with the packages of requirements.txt writes it again.
"""

import inspect
import json
import os
from pathlib import Path

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import keras
from keras import layers as L

from layer_configurations import CONFIGURATIONS

# What Lathe fills in where Keras demands an argument.
DEMANDED = {
    "activation": "relu",
    "axes": 1,
    "dims": (2, 1),
    "filters": 32,
    "input_dim": 10000,
    "key_dim": 64,
    "kernel_size": 3,
    "n": 2,
    "num_heads": 2,
    "output_dim": 64,
    "pool_size": 2,
    "rate": 0.5,
    "scale": 1 / 255,
    "stddev": 0.1,
    "target_shape": (-1,),
    "units": 64,
}
# Layers inside layers, and those that say nothing without one.
WRAPPED = {
    "Bidirectional": lambda: L.Bidirectional(L.LSTM(64, name="lstm")),
    "TimeDistributed": lambda: L.TimeDistributed(L.Dense(64, name="dense")),
    "InputLayer": lambda: L.InputLayer(batch_shape=(None, 28, 28, 1)),
}


def classes(module, base):
    """The classes of a module, each by the name it has itself, so without Keras's other names for it."""
    found = {name: value for name, value in vars(module).items() if inspect.isclass(value) and issubclass(value, base)}
    return sorted(name for name, value in found.items() if value is not base and (value.__name__ == name or value.__name__ not in found))


def demanded(kind):
    parameters = inspect.signature(getattr(L, kind).__init__).parameters.values()
    usual = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return [p.name for p in parameters if p.default is p.empty and p.name != "self" and p.kind not in usual]


def defaults():
    found = {}
    for kind in classes(L, L.Layer):
        needed = demanded(kind)
        try:
            layer = WRAPPED[kind]() if kind in WRAPPED else getattr(L, kind)(**{name: DEMANDED[name] for name in needed})
            # Written and read again: tuples are lists in JSON.
            config = keras.saving.serialize_keras_object(layer)["config"]
        except Exception as thrown:
            print("left out:", kind, str(thrown).splitlines()[0])
            continue
        config.pop("name")
        found[kind] = {"demanded": needed, "config": config}
    return found


def configurations():
    for name, (shape, layer) in CONFIGURATIONS.items():
        x = keras.Input(shape, name="input")
        model = keras.Model(x, layer(x), name=name)
        yield name, {
            "keras": json.loads(model.to_json()),
            "shape": list(model.output_shape),
            "parameters": model.count_params(),
        }


def functions(module):
    """What can be given by name: the functions of a module that need nothing but what they work on."""
    plain = {"get", "serialize", "deserialize"}
    found = {name: value for name, value in vars(module).items() if inspect.isfunction(value) and name not in plain}
    return sorted({value.__name__ for value in found.values()})


def optimizers():
    # These two are made of other optimizers.
    made_of_others = {"LossScaleOptimizer", "MultiOptimizer"}
    kinds = [kind for kind in classes(keras.optimizers, keras.optimizers.Optimizer) if kind not in made_of_others]
    return {kind: getattr(keras.optimizers, kind)().get_config() for kind in kinds}


if __name__ == "__main__":
    keras.utils.set_random_seed(1)
    written = {
        "versions": {"keras": keras.__version__},
        "defaults": defaults(),
        "configurations": dict(configurations()),
        "names": {
            "layers": classes(L, L.Layer),
            "activations": functions(keras.activations),
            "initializers": classes(keras.initializers, keras.initializers.Initializer),
            "regularizers": classes(keras.regularizers, keras.regularizers.Regularizer),
            "constraints": classes(keras.constraints, keras.constraints.Constraint),
        },
        "optimizers": optimizers(),
    }
    folder = Path(__file__).parent / "layers"
    folder.mkdir(exist_ok=True)
    (folder / "layers.json").write_text(json.dumps(written, default=float) + "\n")
