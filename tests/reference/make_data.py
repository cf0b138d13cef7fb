"""Writes data/: what Keras and NumPy make of small data, which the service has to reproduce or to read.

`python make_data.py` with the packages of requirements.txt writes all of them again.
"""

import json
import os
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras
import numpy

FOLDER = Path(__file__).parent / "data"

TEXTS = [
    "The quick brown fox; the lazy dog!",
    "It's a dog's life -- isn't it?  (yes)",
    "ÉCOLE École naïve NAÏVE",
    "numbers 1,000 and 3.14 e-mail a_b c/d",
    "tab\tand\nnew line\r\nand   spaces",
    "quote \"double\" 'single' `back` ~tilde~ ^hat^ {brace} [square] <angle> |pipe| \\slash",
    "",
    "b a c b a b zz zz yy yy",
    "the end",
]


def text_vectorization():
    cases = []
    for max_tokens, length in [(1000, 12), (8, 5), (6, 3)]:
        layer = keras.layers.TextVectorization(max_tokens=max_tokens, output_sequence_length=length)
        layer.adapt(TEXTS)
        cases.append(
            {
                "max_tokens": max_tokens,
                "length": length,
                "vocabulary": [str(word) for word in layer.get_vocabulary()],
                "tokens": keras.ops.convert_to_numpy(layer(TEXTS)).tolist(),
            }
        )
    return {"keras": keras.__version__, "texts": TEXTS, "cases": cases}


def pictures_npz():
    """Pictures and labels as Keras's own data sets are saved; y_test is a column, as CIFAR's labels are."""
    shape = (12, 12, 3)
    numpy.savez_compressed(
        FOLDER / "pictures.npz",
        x_train=(numpy.arange(6 * 12 * 12 * 3) % 251).astype("uint8").reshape(6, *shape),
        y_train=numpy.array([0, 1, 2, 0, 1, 2], dtype="int64"),
        x_test=numpy.full((2, *shape), 7, dtype="uint8"),
        y_test=numpy.array([[1], [2]], dtype="int32"),
    )


FOLDER.mkdir(exist_ok=True)
pictures_npz()
(FOLDER / "text-vectorization.json").write_text(
    json.dumps(text_vectorization(), ensure_ascii=False, indent=1) + "\n"
)
