"""Keras or PyTorch as a contender: orders come as JSON lines on stdin, each is answered by one line on stdout.

{"do": "prepare", "model": path of the Keras JSON, "name": ..., "data": folder, "batch": ...} -> {"seconds": to the end of the first step}
{"do": "run", "epochs": ...} -> {"seconds": ..., "steps": ...}
{"do": "memory"} -> {"now": bytes, "peak": bytes}
"""

import json
import os
import resource
import sys
import time
from pathlib import Path

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"

import numpy as np

RATE = 0.001


def read_data(folder):
    part = json.loads((Path(folder) / "packed.json").read_text())["parts"][0]

    def read(tensor):
        values = np.fromfile(Path(folder) / tensor["file"], tensor["dtype"])
        return values.reshape(part["items"], *tensor["shape"])

    x, y = read(part["inputs"][0]), read(part["targets"][0])
    scale = part["inputs"][0]["scale"]
    return (x.astype("float32") * np.float32(scale) if scale != 1 else x), y


class Keras:
    def __init__(self):
        import keras

        self.keras = keras

    def prepare(self, order):
        self.x, self.y = read_data(order["data"])
        self.batch = order["batch"]
        began = time.perf_counter()
        self.model = self.keras.models.model_from_json(Path(order["model"]).read_text())
        loss = "sparse_categorical_crossentropy" if order["name"] == "cnn" else "binary_crossentropy"
        self.model.compile(self.keras.optimizers.Adam(RATE), loss, metrics=["accuracy"])
        self.model.fit(self.x[: self.batch], self.y[: self.batch], batch_size=self.batch, verbose=0)
        return time.perf_counter() - began

    def run(self, epochs):
        self.model.fit(self.x, self.y, batch_size=self.batch, epochs=epochs, verbose=0)


class Torch:
    def __init__(self):
        import torch

        self.torch = torch

    def prepare(self, order):
        torch, nn = self.torch, self.torch.nn
        self.batch, name = order["batch"], order["name"]
        x, y = read_data(order["data"])
        self.classes = name == "cnn"
        self.x = torch.from_numpy(x.astype("int64") if x.dtype == np.int32 else x)
        if self.x.ndim == 4:
            self.x = self.x.permute(0, 3, 1, 2).contiguous()
        self.y = torch.from_numpy(y.astype("int64" if self.classes else "float32"))
        began = time.perf_counter()
        self.model = make_torch(nn, name)
        self.loss = nn.CrossEntropyLoss() if self.classes else nn.BCEWithLogitsLoss()
        self.optimizer = torch.optim.Adam([p for p in self.model.parameters() if p.requires_grad], RATE, eps=1e-7)
        self.step(torch.arange(self.batch))
        return time.perf_counter() - began

    def step(self, rows):
        x, y = self.x[rows], self.y[rows]
        self.optimizer.zero_grad()
        outputs = self.model(x) if self.classes else self.model(x).squeeze(-1)
        loss = self.loss(outputs, y)
        loss.backward()
        self.optimizer.step()
        right = outputs.detach().argmax(1) == y if self.classes else (outputs.detach() > 0) == (y > 0.5)
        return loss.detach(), right.float().mean()

    def run(self, epochs):
        for _ in range(epochs):
            order = self.torch.randperm(len(self.x))
            for rows in order.split(self.batch):
                self.step(rows)


def make_torch(nn, name):
    if name == "cnn":
        return nn.Sequential(
            nn.Conv2d(1, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Flatten(), nn.Linear(1600, 64), nn.ReLU(), nn.Linear(64, 10),
        )
    if name == "mlp":
        return nn.Sequential(nn.Linear(100, 64), nn.ReLU(), nn.Linear(64, 32), nn.ReLU(), nn.Linear(32, 1))
    if name == "frozen":
        base = nn.Sequential(
            nn.Conv2d(3, 32, 3), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(32, 64, 3), nn.ReLU(), nn.MaxPool2d(2),
            nn.Conv2d(64, 128, 3), nn.ReLU(), nn.MaxPool2d(2),
        )
        for parameter in base.parameters():
            parameter.requires_grad = False
        return nn.Sequential(base, nn.Flatten(), nn.Linear(4608, 128), nn.ReLU(), nn.Linear(128, 1))

    class Recurrent(nn.Module):
        def __init__(self):
            super().__init__()
            self.table = nn.Embedding(10000, 64)
            self.layer = (nn.LSTM if name == "lstm" else nn.GRU)(64, 128, batch_first=True)
            self.last = nn.Linear(128, 1)

        def forward(self, x):
            return self.last(self.layer(self.table(x))[0][:, -1])

    class Transformer(nn.Module):
        def __init__(self):
            super().__init__()
            self.table = nn.Embedding(10000, 64)
            self.attention = nn.MultiheadAttention(64, 2, batch_first=True)
            self.norms = nn.ModuleList([nn.LayerNorm(64, eps=1e-6) for _ in range(2)])
            self.feed = nn.Sequential(nn.Linear(64, 128), nn.ReLU(), nn.Linear(128, 64))
            self.last = nn.Linear(64, 1)

        def forward(self, x):
            x = self.table(x)
            x = self.norms[0](x + self.attention(x, x, x, need_weights=False)[0])
            x = self.norms[1](x + self.feed(x))
            return self.last(x.mean(1))

    return Transformer() if name == "transformer" else Recurrent()


def resident():
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * resource.getpagesize()
    except OSError:
        return 0


if __name__ == "__main__":
    answers = os.fdopen(os.dup(1), "w")
    # What a library prints must not be taken for an answer.
    os.dup2(2, 1)
    peer = {"keras": Keras, "torch": Torch}[sys.argv[1]]()
    print(json.dumps({"ready": True}), file=answers, flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        answer = {}
        if order["do"] == "prepare":
            answer = {"seconds": peer.prepare(order)}
        elif order["do"] == "run":
            began = time.perf_counter()
            peer.run(order["epochs"])
            steps = order["epochs"] * -(-len(peer.x) // peer.batch)
            answer = {"seconds": time.perf_counter() - began, "steps": steps}
        elif order["do"] == "memory":
            peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
            answer = {"now": resident(), "peak": peak * (1 if sys.platform == "darwin" else 1024)}
        print(json.dumps(answer), file=answers, flush=True)
