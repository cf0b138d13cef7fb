"""Writes models/*.json: the models of the benchmark as Keras writes them, which Keras and this engine both read."""

import json
import os
from pathlib import Path

os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
from keras import layers as L


def chain(shape, *stack):
    inputs = x = keras.Input(shape)
    for layer in stack:
        x = layer(x)
    return keras.Model(inputs, x)


def frozen(layer):
    layer.trainable = False
    return layer


def transformer():
    inputs = keras.Input((100,))
    x = L.Embedding(10000, 64)(inputs)
    attended = L.MultiHeadAttention(num_heads=2, key_dim=32)(x, x)
    x = L.LayerNormalization(epsilon=1e-6)(L.Add()([x, attended]))
    fed = L.Dense(64)(L.Dense(128, activation="relu")(x))
    x = L.LayerNormalization(epsilon=1e-6)(L.Add()([x, fed]))
    return keras.Model(inputs, L.Dense(1, activation="sigmoid")(L.GlobalAveragePooling1D()(x)))


MODELS = {
    "cnn": lambda: chain(
        (28, 28, 1),
        L.Conv2D(32, 3, activation="relu"),
        L.MaxPooling2D(),
        L.Conv2D(64, 3, activation="relu"),
        L.MaxPooling2D(),
        L.Flatten(),
        L.Dense(64, activation="relu"),
        L.Dense(10, activation="softmax"),
    ),
    "mlp": lambda: chain(
        (100,), L.Dense(64, activation="relu"), L.Dense(32, activation="relu"), L.Dense(1, activation="sigmoid")
    ),
    "lstm": lambda: chain((200,), L.Embedding(10000, 64), L.LSTM(128), L.Dense(1, activation="sigmoid")),
    "gru": lambda: chain((200,), L.Embedding(10000, 64), L.GRU(128), L.Dense(1, activation="sigmoid")),
    "transformer": transformer,
    "frozen": lambda: chain(
        (64, 64, 3),
        frozen(L.Conv2D(32, 3, activation="relu")),
        frozen(L.MaxPooling2D()),
        frozen(L.Conv2D(64, 3, activation="relu")),
        frozen(L.MaxPooling2D()),
        frozen(L.Conv2D(128, 3, activation="relu")),
        frozen(L.MaxPooling2D()),
        L.Flatten(),
        L.Dense(128, activation="relu"),
        L.Dense(1, activation="sigmoid"),
    ),
}

if __name__ == "__main__":
    folder = Path(__file__).parent / "models"
    folder.mkdir(exist_ok=True)
    for name, make in MODELS.items():
        keras.backend.clear_session()
        (folder / f"{name}.json").write_text(json.dumps(json.loads(make().to_json()), indent=1) + "\n")
