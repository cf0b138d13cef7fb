"""Writes data/*.json: what Keras and scikit-learn make of small data, which the service has to reproduce.

`python make_data.py` with the packages of requirements.txt writes all of them again.
"""

import json
import os
from pathlib import Path

os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["KERAS_BACKEND"] = "tensorflow"

import keras

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


FOLDER.mkdir(exist_ok=True)
(FOLDER / "text-vectorization.json").write_text(
    json.dumps(text_vectorization(), ensure_ascii=False, indent=1) + "\n"
)
