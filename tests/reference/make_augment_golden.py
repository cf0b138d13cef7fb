"""Writes what Keras's ImageDataGenerator makes of pictures, given what it drew: data/augment.json.

    pip install keras==3.15.1 tensorflow-cpu==2.21.0 scipy==1.17.1 pillow==13.0.0
    python tests/reference/make_augment_golden.py
    node_modules/.bin/biome format --write tests/reference/data/augment.json
"""

import base64
import json
import pathlib

import keras
import numpy as np
import PIL
import scipy
import scipy.ndimage
from keras.src.legacy.preprocessing.image import ImageDataGenerator

FILE = pathlib.Path(__file__).parent / "data" / "augment.json"
FILL_MODES = ["nearest", "constant", "reflect", "wrap"]
CVAL = 40.0
MOVES = {
    "nothing": {},
    "turned": {"theta": 33.0},
    "shifted": {"tx": 3.25, "ty": -4.6},
    "shifted far": {"tx": 37.3, "ty": -41.7},
    "sheared": {"shear": 17.0},
    "enlarged": {"zx": 0.7, "zy": 0.85},
    "shrunk": {"zx": 1.6, "zy": 2.3},
    "flipped": {"flip_horizontal": True, "flip_vertical": True},
    "all of it": {
        "theta": -28.5,
        "tx": 2.4,
        "ty": 1.7,
        "shear": -12.0,
        "zx": 1.2,
        "zy": 0.8,
        "flip_horizontal": True,
        "flip_vertical": False,
        "channel_shift_intensity": 31.5,
    },
}
COLOURS = {
    "channels up": {"channel_shift_intensity": 48.25},
    "channels down": {"channel_shift_intensity": -60.0},
    "darker": {"brightness": 0.37},
    "brighter": {"brightness": 1.8},
    "turned and brighter": {"theta": 11.0, "brightness": 1.3},
}
SHAPES = [(18, 18, 3), (14, 22, 1)]


def base64_of(values, dtype):
    return base64.b64encode(np.asarray(values, dtype).tobytes()).decode()


def picture(shape, draw):
    """Smooth with a few hard edges, as pictures are."""
    rows, columns, channels = shape
    y, x = np.mgrid[0:rows, 0:columns]
    waves = [np.sin(x / (2 + c) + c) + np.cos(y / (3 - c / 2)) for c in range(channels)]
    values = 120 + 55 * np.stack(waves, -1) + draw.normal(0, 6, shape)
    values[rows // 3 : rows // 2, columns // 4 : columns // 2] = 235
    return np.clip(np.round(values), 0, 255).astype("uint8")


def cases(pictures):
    for index, one in enumerate(pictures):
        for mode in FILL_MODES:
            for name, parameters in {**MOVES, **(COLOURS if mode == "nearest" else {})}.items():
                generator = ImageDataGenerator(fill_mode=mode, cval=CVAL)
                after = generator.apply_transform(one.astype("float32"), parameters)
                yield {
                    "name": f"{name}, {mode}, {one.shape[0]}x{one.shape[1]}x{one.shape[2]}",
                    "picture": index,
                    "fill_mode": mode,
                    "parameters": {k: float(v) for k, v in parameters.items()},
                    "after": base64_of(after, "<f4"),
                }


def samplewise(pictures):
    for index, one in enumerate(pictures):
        for way, std in [("centre", False), ("standardise", True)]:
            generator = ImageDataGenerator(
                rescale=1 / 255, samplewise_center=True, samplewise_std_normalization=std
            )
            after = generator.standardize(one.astype("float32"))
            yield {"picture": index, "way": way, "after": base64_of(after, "<f4")}


def featurewise(draw):
    """Pictures whose neighbouring pixels are alike, and what they become by what is learnt of all of them."""
    rough = draw.normal(0, 1, (160, 8, 6, 3))
    smooth = scipy.ndimage.gaussian_filter(rough, (0, 1, 1, 0)) * [140, 90, 60] + [120, 100, 140]
    pictures = np.clip(np.round(smooth), 0, 255).astype("uint8")
    scaled = pictures.astype("float32") / 255
    ways = {
        "channels-centre": {"featurewise_center": True},
        "channels": {"featurewise_center": True, "featurewise_std_normalization": True},
        "zca": {"featurewise_center": True, "zca_whitening": True},
        "zca 0.1": {"featurewise_center": True, "zca_whitening": True, "zca_epsilon": 0.1},
    }
    after = {}
    for name, settings in ways.items():
        generator = ImageDataGenerator(**settings)
        generator.fit(scaled)
        whole = np.stack([generator.standardize(one.copy()) for one in scaled[:10]])
        after[name] = base64_of(whole, "<f4")
    return {"shape": list(pictures.shape), "base64": base64_of(pictures, "u1"), "after": after}


if not hasattr(scipy.ndimage, "interpolation"):
    scipy.ndimage.interpolation = scipy.ndimage  # Keras names a module that newer SciPy has no more
draw = np.random.default_rng(11)
made = [picture(shape, draw) for shape in SHAPES]
FILE.write_text(
    json.dumps(
        {
            "versions": {"keras": keras.__version__, "scipy": scipy.__version__, "pillow": PIL.__version__},
            "cval": CVAL,
            "pictures": [{"shape": list(p.shape), "base64": base64_of(p, "u1")} for p in made],
            "cases": list(cases(made)),
            "samplewise": list(samplewise(made)),
            "featurewise": featurewise(draw),
        },
        indent=1,
    )
    + "\n"
)
