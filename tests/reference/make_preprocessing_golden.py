"""Writes data/preprocessing.json and data/resized.json: what scikit-learn and Keras make of columns, texts and pictures.

`python make_preprocessing_golden.py` with the packages of requirements.txt writes them again.
"""

import json
import os
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy
import sklearn
from PIL import Image
from sklearn.impute import MissingIndicator, SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    MinMaxScaler,
    OneHotEncoder,
    OrdinalEncoder,
    RobustScaler,
    StandardScaler,
)

FOLDER = Path(__file__).parent / "data"
draw = numpy.random.default_rng(11)
ROWS, TRAIN = 60, 48

# Skewed, with gaps, with equal values, and with a mean that is large beside its spread.
numbers = {
    "skewed": numpy.round(draw.lognormal(2, 1.2, ROWS), 3),
    "far": numpy.round(1e6 + draw.normal(0, 3, ROWS), 3),
    "counts": draw.integers(0, 6, ROWS).astype(float),
    "whole": numpy.round(draw.normal(5, 2, ROWS), 3),
}
for name in ("skewed", "far", "counts"):
    numbers[name][draw.choice(TRAIN, 9, replace=False)] = numpy.nan
    numbers[name][TRAIN + 2] = numpy.nan
levels = draw.choice(["red", "green", "blue", "grey", "teal"], ROWS, p=[0.4, 0.3, 0.15, 0.1, 0.05])

SCALERS = {
    "standardise": StandardScaler,
    "min-max": MinMaxScaler,
    "robust": RobustScaler,
    "none": lambda: FunctionTransformer(lambda x: x),
}
FILLS = {
    "mean": lambda: SimpleImputer(strategy="mean"),
    "median": lambda: SimpleImputer(strategy="median"),
    "most-frequent": lambda: SimpleImputer(strategy="most_frequent"),
    "constant": lambda: SimpleImputer(strategy="constant", fill_value=3.5),
}


class Clip:
    """numpy.quantile of what the steps before give, or given bounds."""

    def __init__(self, clip):
        self.clip = clip

    def fit(self, x, y=None):
        bounds = [self.clip["low"], self.clip["high"]]
        self.bounds = numpy.quantile(x, bounds, axis=0) if self.clip["by"] == "quantiles" else bounds
        return self

    def transform(self, x):
        return numpy.clip(x, *self.bounds)


CLIPS = [
    None,
    {"by": "quantiles", "low": 0.1, "high": 0.9},
    {"by": "bounds", "low": 1, "high": 12.5},
]


def number_case(name, impute, scale, clip, log):
    steps = [FILLS[impute]()]
    if clip:
        steps.append(Clip(clip))
    if log:
        steps.append(FunctionTransformer(numpy.log1p))
    steps.append(SCALERS[scale]())
    column = numbers[name].reshape(-1, 1)
    fitted = column[:TRAIN]
    for step in steps:
        fitted = step.fit(fitted).transform(fitted)
    values = column
    for step in steps:
        values = step.transform(values)
    missing = MissingIndicator(features="all").fit(column).transform(column)
    return {
        "column": name,
        "recipe": {"kind": "number", "impute": impute, "fill": 3.5, "scale": scale, "clip": clip, "log": log},
        "values": values.ravel().tolist(),
        "missing": missing.ravel().astype(int).tolist(),
    }


def one_hot(**limits):
    column = levels.reshape(-1, 1)
    encoder = OneHotEncoder(handle_unknown="ignore", sparse_output=False, **limits).fit(column)
    return encoder.transform(column).tolist()


def column_cases():
    cases = [
        number_case(name, impute, scale, None, False)
        for name in numbers
        for impute in FILLS
        for scale in SCALERS
    ]
    cases += [
        number_case("skewed", impute, scale, clip, log)
        for impute in ("mean", "median")
        for scale in SCALERS
        for clip in CLIPS
        for log in (False, True)
        if clip or log
    ]
    return cases


TEXTS = [
    "The quick brown fox; the lazy dog!",
    "It's a dog's life -- isn't it?  (yes)",
    "ÉCOLE École naïve NAÏVE",
    "b a c b a b zz zz yy yy",
    "",
    "the end",
]


def text_cases():
    cases = []
    for standardize in ("lower_and_strip_punctuation", "lower", "strip_punctuation", None):
        for split in ("whitespace", "character"):
            for ngrams in (None, 2, 3):
                for mode in ("int", "multi_hot", "count", "tf_idf"):
                    # Keras breaks ties by code point, and so do these; few tokens, so that some are unknown.
                    more = {"output_sequence_length": 8} if mode == "int" else {"pad_to_max_tokens": True}
                    layer = keras.layers.TextVectorization(
                        max_tokens=12, standardize=standardize, split=split, ngrams=ngrams, output_mode=mode, **more
                    )
                    layer.adapt(TEXTS)
                    cases.append(
                        {
                            "standardize": standardize or "none",
                            "split": split,
                            "ngrams": ngrams,
                            "output_mode": mode,
                            "vocabulary": [str(word) for word in layer.get_vocabulary(include_special_tokens=False)],
                            "rows": numpy.round(keras.ops.convert_to_numpy(layer(TEXTS)).astype(float), 6).tolist(),
                        }
                    )
    return cases


def smooth_picture(height, width):
    """Waves and an edge: smooth enough for kernels to agree, uneven enough to tell a wrong one."""
    y, x = numpy.mgrid[0:height, 0:width]
    red = 127 + 90 * numpy.sin(x / 9) * numpy.cos(y / 13)
    green = 255 * x / width
    blue = numpy.where(x + y > (height + width) / 2, 200, 40)
    return numpy.stack([red, green, blue], -1).round().astype("uint8")


def picture_cases():
    picture = smooth_picture(40, 60)
    Image.fromarray(picture).save(FOLDER / "waves.png")
    cases = []
    for interpolation in ("nearest", "bilinear", "bicubic", "lanczos3", "area"):
        for resize in ("stretch", "crop", "pad"):
            # Smaller, and, once, larger.
            for size in ((24, 20), (44, 66))[: 2 if resize == "stretch" else 1]:
                if interpolation == "area":
                    import tensorflow

                    if resize != "stretch":
                        continue
                    out = tensorflow.image.resize(picture, size, method="area").numpy()
                else:
                    out = keras.ops.image.resize(
                        picture.astype("float32"),
                        size,
                        interpolation=interpolation,
                        antialias=interpolation != "nearest",
                        crop_to_aspect_ratio=resize == "crop",
                        pad_to_aspect_ratio=resize == "pad",
                    )
                values = numpy.clip(numpy.round(keras.ops.convert_to_numpy(out)), 0, 255).astype(int)
                cases.append(
                    {"interpolation": interpolation, "resize": resize, "size": size, "values": values.ravel().tolist()}
                )
    return cases


def normalised_cases():
    values = numpy.arange(0, 255, 21, dtype="float32")[:12].reshape(1, 2, 2, 3)
    from keras.src.applications.imagenet_utils import preprocess_input

    return {
        "bytes": values.astype(int).ravel().tolist(),
        **{mode: preprocess_input(values.copy(), mode=mode).ravel().tolist() for mode in ("tf", "torch", "caffe")},
    }


def as_cells(column):
    return ["" if numpy.isnan(value) else repr(float(value)) for value in column]


golden = {
    "sklearn": sklearn.__version__,
    "keras": keras.__version__,
    "train": TRAIN,
    "numbers": {name: as_cells(column) for name, column in numbers.items()},
    "levels": levels.tolist(),
    "number_cases": column_cases(),
    "one_hot": one_hot(),
    "min_frequency": one_hot(min_frequency=8),
    "max_categories": one_hot(max_categories=3),
    "ordinal": OrdinalEncoder().fit_transform(levels.reshape(-1, 1)).ravel().tolist(),
    "texts": TEXTS,
    "text_cases": text_cases(),
    "normalised": normalised_cases(),
}
(FOLDER / "preprocessing.json").write_text(json.dumps(golden, ensure_ascii=False) + "\n")
(FOLDER / "resized.json").write_text(json.dumps(picture_cases(), separators=(",", ":")) + "\n")
