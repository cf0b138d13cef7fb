"""Column profiles and colours as pandas, SciPy and Pillow see them.

    python3 -m venv venv && venv/bin/pip install -r tests/reference/profiles/requirements.txt
    venv/bin/python tests/reference/make_profile_golden.py ../shared/data
"""

import json
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import PIL
import scipy
from PIL import Image
from scipy.stats.contingency import association

DATA = Path(sys.argv[1])
OUT = Path(__file__).parent / "profiles"
SHARES = {"q01": 0.01, "q05": 0.05, "q25": 0.25, "q50": 0.5, "q75": 0.75, "q95": 0.95, "q99": 0.99}
STEPS = 24


def numbers(values):
    values = values.dropna().astype(float)
    counts, edges = np.histogram(values, bins=STEPS)
    q25, q75 = values.quantile(0.25), values.quantile(0.75)
    low, high = q25 - 1.5 * (q75 - q25), q75 + 1.5 * (q75 - q25)
    return {
        "count": int(values.count()),
        "min": values.min(),
        "max": values.max(),
        "mean": values.mean(),
        "std": values.std(),
        "quantiles": {name: values.quantile(share) for name, share in SHARES.items()},
        "zeros": int((values == 0).sum()),
        "histogram": {"edges": edges.tolist(), "counts": counts.tolist()},
        "outliers": {"low": low, "high": high, "below": int((values < low).sum()), "above": int((values > high).sum())},
    }


def eta(values, groups):
    """The correlation ratio."""
    frame = pd.DataFrame({"x": values, "g": groups}).dropna()
    mean = frame.x.mean()
    between = sum(len(own) * (own.mean() - mean) ** 2 for _, own in frame.groupby("g").x)
    return float(np.sqrt(between / ((frame.x - mean) ** 2).sum()))


def columns(frame, target, kinds):
    found = {}
    for name, kind in kinds.items():
        column = frame[name]
        own = {"missing": int(column.isna().sum()), "distinct": int(column.nunique())}
        if kind == "number":
            own["numbers"] = numbers(column)
        if name != target:
            if kinds[target] == "number":
                own["strength"] = (
                    float(column.corr(frame[target])) if kind == "number" else eta(frame[target], column)
                )
            elif kind == "number":
                own["strength"] = eta(column, frame[target])
            else:
                own["strength"] = float(association(pd.crosstab(column, frame[target]), method="cramer"))
        found[name] = own
    return found


def colours(path):
    pixels = np.asarray(Image.open(path).convert("RGB"), dtype=float)
    luma = pixels @ [0.299, 0.587, 0.114]
    return {
        "mean": pixels.mean(axis=(0, 1)).tolist(),
        "std": pixels.std(axis=(0, 1)).tolist(),
        "brightness": float(luma.mean()),
    }


def write(name, value):
    versions = {"pandas": pd.__version__, "scipy": scipy.__version__, "pillow": PIL.__version__, "numpy": np.__version__}
    (OUT / f"{name}.json").write_text(json.dumps({"versions": versions, **value}, indent=1) + "\n")


titanic = pd.read_csv(DATA / "tabular/titanic.csv")
sexes = {name: kind for name, kind in {"Age": "number", "Fare": "number", "SibSp": "number", "Sex": "category",
         "Embarked": "category", "Pclass": "number", "Survived": "category"}.items() if name in titanic}
write("titanic", {"columns": columns(titanic, "Survived", sexes)})
houses = pd.read_csv(DATA / "tabular/california_housing.csv")
kinds = {name: "category" if name == "ocean_proximity" else "number" for name in houses.columns}
write("houses", {"columns": columns(houses, "median_house_value", kinds)})

generator = np.random.default_rng(7)
small = np.clip(generator.normal([90, 130, 200], [20, 40, 10], (24, 31, 3)), 0, 255).astype(np.uint8)
Image.fromarray(small).save(OUT / "noise.png")
write("noise", colours(OUT / "noise.png"))
