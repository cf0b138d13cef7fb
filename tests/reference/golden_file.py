"""One golden file: what Keras computes for a model, which the engine has to reproduce."""

import base64
import json

import keras
import numpy as np

OPTIMIZERS = {
    "sgd": keras.optimizers.SGD,
    "momentum": keras.optimizers.SGD,
    "adam": keras.optimizers.Adam,
    "adamw": keras.optimizers.AdamW,
    "rmsprop": keras.optimizers.RMSprop,
    "adagrad": keras.optimizers.Adagrad,
    "adadelta": keras.optimizers.Adadelta,
    "adamax": keras.optimizers.Adamax,
    "nadam": keras.optimizers.Nadam,
    "ftrl": keras.optimizers.Ftrl,
    "lion": keras.optimizers.Lion,
}


def packed(values):
    """float32, little-endian, in base64."""
    values = np.asarray(values, "<f4")
    return {"shape": list(values.shape), "base64": base64.b64encode(values.tobytes()).decode()}


def rounded(values):
    return [float(f"{value:.8g}") for value in values]


def training(model, start, inputs, targets, plan):
    """The loss of each of 100 steps on one batch, and what the model makes of it afterwards."""
    optimizer, rate, settings = plan["optimizer"], plan["rate"], plan.get("settings", {})
    model.set_weights(start)
    given = {"momentum": 0.9, **settings} if optimizer == "momentum" else settings
    # The loss and the metrics of a configuration are given as Keras's serialized form.
    model.compile(
        OPTIMIZERS[optimizer](rate, **given),
        plan["loss"],
        run_eagerly=False,
    )
    class_weight, sample_weight = plan.get("class_weight"), plan.get("sample_weight")
    weights = np.array(sample_weight, "float32") if sample_weight else None
    losses = []
    for _ in range(plan.get("steps", 100)):
        # Keras gives the mean of all batches since the last reset.
        model.reset_metrics()
        losses.append(float(model.train_on_batch(inputs, targets, sample_weight=weights, class_weight=class_weight)))
    after = model(inputs, training=False).numpy()
    return {
        "optimizer": optimizer,
        "rate": rate,
        "settings": settings,
        "loss": plan["loss"] if isinstance(plan["loss"], str) else plan["loss"].name,
        "losses": rounded(losses),
        "after": packed(after),
        **({"classWeight": [class_weight[key] for key in sorted(class_weight)]} if class_weight else {}),
        **({"sampleWeight": sample_weight} if sample_weight else {}),
    }


def golden(model, inputs, targets, plans):
    start = [np.round(w, 4) for w in model.get_weights()]
    model.set_weights(start)
    return {
        "versions": {"keras": keras.__version__},
        "keras": json.loads(model.to_json()),
        "weights": [{"path": w.path, **packed(v)} for w, v in zip(model.weights, start)],
        "inputs": packed(inputs),
        "targets": packed(targets),
        "outputs": packed(model(inputs, training=False).numpy()),
        "trainings": [training(model, start, inputs, targets, plan) for plan in plans],
    }
