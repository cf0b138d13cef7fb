"""Writes into data/: workbooks, arrays and encoded texts as Python's own libraries write them, for the service to read.

`python make_tables.py` with the packages of requirements-tables.txt writes all of them again.
"""

import datetime
import json
from pathlib import Path

import numpy
import openpyxl

FOLDER = Path(__file__).parent / "data"

TEXTS = {
    "gb18030": ("gb18030", "城市,温度,天气\n北京,21,晴\n上海,25,多云\n广州,30,雷阵雨\n深圳,29,阴\n"),
    "big5": ("big5", "城市,溫度,天氣\n臺北,21,晴\n高雄,25,多雲\n臺中,30,雷陣雨\n臺南,29,陰\n"),
    "shift_jis": ("shift_jis", "都市,気温,天気\n東京,21,はれ\n大阪,25,くもり\n札幌,10,ゆき\n福岡,29,あめ\n"),
    "euc-jp": ("euc_jp", "都市,気温,天気\n東京,21,はれ\n大阪,25,くもり\n札幌,10,ゆき\n福岡,29,あめ\n"),
    "euc-kr": ("euc_kr", "도시,기온,날씨\n서울,21,맑음\n부산,25,흐림\n대구,30,비\n인천,22,안개\n"),
    "windows-1251": ("cp1251", "город,температура,погода\nМосква,21,ясно\nКазань,25,облачно\nСочи,30,дождь\n"),
    "koi8-r": ("koi8_r", "город,температура,погода\nМосква,21,ясно\nКазань,25,облачно\nСочи,30,дождь\n"),
    "windows-1252": ("cp1252", "Stadt,Grad,Wetter\nMünchen,21,schön\nKöln,25,bewölkt\nZürich,3,Café\n"),
    "windows-1250": ("cp1250", "miasto,stopnie,pogoda\nŁódź,21,słonecznie\nGdańsk,25,pochmurno\nWrocław,12,śnieg\n"),
    "utf-16le": ("utf_16_le", "Stadt;Grad;Wetter\nMünchen;21;schön\nKöln;25;bewölkt\nZürich;3;Schnee\n"),
    "utf-16be": ("utf_16_be", "Stadt;Grad;Wetter\nMünchen;21;schön\nKöln;25;bewölkt\nZürich;3;Schnee\n"),
}


def encodings():
    cases = [
        {"encoding": name, "text": text, "bytes": text.encode(codec).hex()}
        for name, (codec, text) in TEXTS.items()
    ]
    (FOLDER / "encodings.json").write_text(json.dumps(cases, ensure_ascii=False, indent=1) + "\n")


def workbook():
    """A sheet of notes, then a table below a title and beside an empty column, then another table."""
    book = openpyxl.Workbook()
    notes = book.active
    notes.title = "Notes"
    notes["A1"] = "Measured by hand."
    sheet = book.create_sheet("Plants")
    sheet["B1"] = "Heights of 2024"
    sheet.append([])
    sheet.append([None, "day", "plant", "height", "watered", "species"])
    for row in range(40):
        day = datetime.date(2024, 5, 1) + datetime.timedelta(days=row)
        species = ["pea", "bean"][row % 2]
        height = None if row == 7 else 3.5 + row * 0.25
        sheet.append([None, day, f"no. {row}", height, row % 3 == 0, species])
    other = book.create_sheet("温度")
    other.append(["when", "degrees", "half"])
    for row in range(12):
        other.append([datetime.datetime(2024, 5, 1, row, 30), row * 1.5, f"=B{row + 2}/2"])
    book.save(FOLDER / "workbook.xlsx")


def arrays():
    """Arrays as Keras's data sets and scikit-learn's users save them."""
    random = numpy.random.default_rng(1)
    features = random.normal(size=(60, 3)).astype("float32")
    values = features @ numpy.array([1.0, -2.0, 0.5], dtype="float32") + 3
    numpy.savez_compressed(
        FOLDER / "regression.npz",
        x_train=features[:48],
        y_train=values[:48].astype("float64"),
        x_test=features[48:],
        y_test=values[48:].astype("float64"),
    )
    labels = numpy.arange(30) % 3
    numpy.savez_compressed(
        FOLDER / "one-hot.npz",
        x=numpy.asfortranarray((random.normal(size=(30, 4)) + labels[:, None]).astype(">f8")),
        y=numpy.eye(3, dtype="int64")[labels],
    )
    numpy.savez_compressed(
        FOLDER / "several-labels.npz",
        x=random.normal(size=(30, 4)).astype("float16"),
        y=(numpy.arange(90).reshape(30, 3) % 2).astype(bool),
    )
    pictures = (numpy.arange(12 * 12 * 12).reshape(12, 12, 12) % 256).astype("uint8")
    numpy.savez_compressed(
        FOLDER / "float-pictures.npz",
        x_train=numpy.asfortranarray((pictures / 255).astype("float32")),
        y_train=numpy.eye(3, dtype="float32")[numpy.arange(12) % 3],
    )
    coloured = (numpy.arange(6 * 3 * 12 * 12).reshape(6, 3, 12, 12) % 251).astype(">i4")
    numpy.savez_compressed(
        FOLDER / "channels-first.npz", x=coloured, y=numpy.array([0, 1, 0, 1, 0, 1], dtype=">i8")
    )
    expected = {
        "regression": {"x": features.tolist(), "y": values.astype("float64").tolist()},
        "float-pictures": pictures.flatten().tolist(),
        "channels-first": numpy.moveaxis(coloured, 1, -1).flatten().tolist(),
    }
    (FOLDER / "arrays.json").write_text(json.dumps(expected) + "\n")


FOLDER.mkdir(exist_ok=True)
encodings()
workbook()
arrays()
