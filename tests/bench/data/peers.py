"""A peer as a contender: orders come as JSON lines on stdin, each is answered by one line on stdout (see contender.ts).

Every picture that a batch holds is decoded, resized to the same size, varied by the same settings where they exist, scaled to
0..1 and summed up, which stands for the model.
"""

import json
import os
import sys
import time

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"


class Generator:
    """ImageDataGenerator.flow_from_directory, in the process that trains, as `model.fit(generator)` does by default."""

    def __init__(self):
        import tensorflow as tf

        self.tf = tf
        from keras.src.legacy.preprocessing.image import ImageDataGenerator

        self.make = ImageDataGenerator

    def first(self, order):
        varied = dict(
            rotation_range=40,
            width_shift_range=0.2,
            height_shift_range=0.2,
            shear_range=0.2,
            zoom_range=0.2,
            horizontal_flip=True,
            fill_mode="nearest",
        )
        generator = self.make(rescale=1 / 255, **(varied if order["augment"] else {}))
        size = (order["size"], order["size"])
        self.flow = generator.flow_from_directory(order["pictures"], target_size=size, batch_size=order["batch"])
        return self.later()

    def later(self):
        images = 0
        for _ in range(len(self.flow)):
            pictures, _labels = next(self.flow)
            float(self.tf.reduce_sum(self.tf.constant(pictures)))
            images += len(pictures)
        return images


class Dataset:
    """image_dataset_from_directory with Keras's layers of augmentation, mapped in parallel and prefetched."""

    def __init__(self, cached=False):
        import keras
        import tensorflow as tf

        self.keras, self.tf, self.cached = keras, tf, cached

    def first(self, order):
        keras, tf = self.keras, self.tf
        size = (order["size"], order["size"])
        data = keras.utils.image_dataset_from_directory(
            order["pictures"], image_size=size, batch_size=None if self.cached else order["batch"]
        )
        if self.cached:
            data = data.cache().shuffle(10_000).batch(order["batch"])
        layers = [keras.layers.Rescaling(1 / 255)]
        if order["augment"]:
            near = dict(fill_mode="nearest")
            layers += [
                keras.layers.RandomFlip("horizontal"),
                keras.layers.RandomRotation(40 / 360, **near),
                keras.layers.RandomTranslation(0.2, 0.2, **near),
                keras.layers.RandomShear(0.0035, 0.0, **near),
                keras.layers.RandomZoom(0.2, 0.2, **near),
            ]

        def vary(pictures, labels):
            for layer in layers:
                pictures = layer(pictures, training=True)
            return pictures, labels

        self.data = data.map(vary, num_parallel_calls=tf.data.AUTOTUNE).prefetch(tf.data.AUTOTUNE)
        return self.later()

    def later(self):
        images = 0
        for pictures, _labels in self.data:
            float(self.tf.reduce_sum(pictures))
            images += len(pictures)
        return images


class Torch:
    """ImageFolder behind a DataLoader with a worker process for each core."""

    def __init__(self):
        import torch
        import torchvision

        self.torch, self.vision = torch, torchvision

    def first(self, order):
        t = self.vision.transforms
        bilinear = t.InterpolationMode.BILINEAR
        varied = [
            t.RandomAffine(40, translate=(0.2, 0.2), shear=0.2, scale=(0.8, 1.2), interpolation=bilinear),
            t.RandomHorizontalFlip(),
        ]
        steps = [t.Resize((order["size"], order["size"]))] + (varied if order["augment"] else []) + [t.ToTensor()]
        data = self.vision.datasets.ImageFolder(order["pictures"], t.Compose(steps))
        self.loader = self.torch.utils.data.DataLoader(
            data, batch_size=order["batch"], shuffle=True, num_workers=os.cpu_count(), persistent_workers=True
        )
        return self.later()

    def later(self):
        images = 0
        for pictures, _labels in self.loader:
            float(pictures.sum())
            images += len(pictures)
        return images


class Pandas:
    """read_csv and describe, which is the nearest to a profile."""

    def __init__(self):
        import pandas

        self.pandas = pandas

    def table(self, order):
        self.pandas.read_csv(order["path"]).describe(include="all")


made = {
    "generator": Generator,
    "dataset": Dataset,
    "cached": lambda: Dataset(cached=True),
    "torch": Torch,
    "pandas": Pandas,
}[sys.argv[1]]()
opened = {}


def answer(value):
    print(json.dumps(value), flush=True)


if __name__ == "__main__":
    answer({"ready": True})
    for line in sys.stdin:
        order = json.loads(line)
        began = time.perf_counter()
        images = 0
        if order["do"] == "open":
            opened = order
        elif order["do"] == "first":
            images = made.first(opened)
        elif order["do"] == "later":
            images = made.later()
        else:
            made.table(order)
        answer({"seconds": time.perf_counter() - began, "images": images})
