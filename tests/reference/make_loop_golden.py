"""Writes what Keras's learning-rate schedules and callbacks do: loop/*.json.

    pip install keras==3.15.1 tensorflow-cpu==2.21.0
    python tests/reference/make_loop_golden.py
"""

import json
import pathlib

import keras
from keras import ops

FOLDER = pathlib.Path(__file__).parent / "loop"
SCHEDULES = [
    ("ExponentialDecay", {"decay_steps": 30, "decay_rate": 0.9, "staircase": False}),
    ("ExponentialDecay", {"decay_steps": 30, "decay_rate": 0.5, "staircase": True}),
    ("PiecewiseConstantDecay", {"boundaries": [10, 40], "values": [0.1, 0.05, 0.01]}),
    ("PolynomialDecay", {"decay_steps": 50, "end_learning_rate": 0.001, "power": 2.0, "cycle": False}),
    ("PolynomialDecay", {"decay_steps": 20, "end_learning_rate": 0.001, "power": 1.0, "cycle": True}),
    ("InverseTimeDecay", {"decay_steps": 25, "decay_rate": 0.5, "staircase": False}),
    ("InverseTimeDecay", {"decay_steps": 25, "decay_rate": 0.5, "staircase": True}),
    ("CosineDecay", {"decay_steps": 70, "alpha": 0.1, "warmup_target": None, "warmup_steps": 0}),
    ("CosineDecay", {"decay_steps": 60, "alpha": 0.0, "warmup_target": 0.2, "warmup_steps": 15}),
    ("CosineDecayRestarts", {"first_decay_steps": 15, "t_mul": 2.0, "m_mul": 0.8, "alpha": 0.05}),
    ("CosineDecayRestarts", {"first_decay_steps": 20, "t_mul": 1.0, "m_mul": 1.0, "alpha": 0.0}),
]
INITIAL = 0.04
STEPS = list(range(0, 120))


def schedules():
    for name, config in SCHEDULES:
        first = {} if name == "PiecewiseConstantDecay" else {"initial_learning_rate": INITIAL}
        made = getattr(keras.optimizers.schedules, name)(**first, **config)
        rates = [float(ops.convert_to_numpy(made(step))) for step in STEPS]
        yield {"schedule": {"kind": name, **config}, "initial": INITIAL, "rates": rates}


CURVES = {
    "val_loss": [1.0, 0.8, 0.79, 0.7995, 0.75, 0.76, 0.77, 0.78, 0.74, 0.75, 0.75, 0.75, 0.75, 0.75, 0.75, 0.75],
    "val_accuracy": [0.5, 0.6, 0.6, 0.65, 0.64, 0.63, 0.62, 0.7, 0.69, 0.69, 0.69, 0.69, 0.69, 0.69, 0.69, 0.69],
}
EARLY = [
    {"monitor": "val_loss", "mode": "auto", "patience": 0},
    {"monitor": "val_loss", "mode": "auto", "patience": 2, "min_delta": 0.02},
    {"monitor": "val_loss", "mode": "min", "patience": 3},
    {"monitor": "val_accuracy", "mode": "max", "patience": 2, "baseline": 0.62},
    {"monitor": "val_accuracy", "mode": "max", "patience": 3, "start_from_epoch": 3},
]
PLATEAU = [
    {"monitor": "val_loss", "mode": "auto", "factor": 0.5, "patience": 1, "min_delta": 0.0001},
    {"monitor": "val_loss", "mode": "min", "factor": 0.1, "patience": 2, "min_delta": 0.02, "cooldown": 2},
    {"monitor": "val_accuracy", "mode": "max", "factor": 0.5, "patience": 1, "min_lr": 0.01, "cooldown": 1},
]


def epochs():
    for epoch in range(len(CURVES["val_loss"])):
        yield epoch, {name: values[epoch] for name, values in CURVES.items()}


def small_model():
    model = keras.Sequential([keras.Input((1,)), keras.layers.Dense(1)])
    model.compile(keras.optimizers.SGD(INITIAL), "mse")
    return model


def early_stopping(config):
    model = small_model()
    callback = keras.callbacks.EarlyStopping(**config)
    callback.set_model(model)
    callback.on_train_begin()
    model.stop_training = False
    for epoch, logs in epochs():
        callback.on_epoch_end(epoch, logs)
        if model.stop_training:
            break
    return {"settings": config, "last": epoch + 1, "stopped": model.stop_training, "best": callback.best_epoch + 1}


def plateau(config):
    model = small_model()
    callback = keras.callbacks.ReduceLROnPlateau(**config)
    callback.set_model(model)
    callback.on_train_begin()
    rates = []
    for epoch, logs in epochs():
        callback.on_epoch_end(epoch, dict(logs))
        rates.append(float(ops.convert_to_numpy(model.optimizer.learning_rate)))
    return {"settings": config, "initial": INITIAL, "rates": rates}


def write(name, value):
    (FOLDER / name).write_text(json.dumps({"keras": keras.__version__, **value}, indent=1) + "\n")


write("schedules.json", {"steps": STEPS, "cases": list(schedules())})
write(
    "callbacks.json",
    {"curves": CURVES, "early": [early_stopping(c) for c in EARLY], "plateau": [plateau(c) for c in PLATEAU]},
)
