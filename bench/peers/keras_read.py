"""What Keras answers with .keras files beside what their writer expects: see bench/workers/export-keras.ts.

    python keras_read.py FOLDER

Prints a line for each file: {"model": name, "furthest": the largest difference of a probability, "agree": images of one answer,
"images": ..., "keras": its version}.
"""

import json
import os
import pathlib
import sys

os.environ.setdefault("KERAS_BACKEND", "tensorflow")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import numpy as np

BATCH = 250


def main():
    folder = pathlib.Path(sys.argv[1])
    images = np.fromfile(folder / "images.bin", np.uint8).reshape(-1, 28, 28, 1).astype(np.float32) / 255
    for file in sorted(folder.glob("*.keras")):
        expected = np.array(json.loads(file.with_suffix(".json").read_text())).reshape(len(images), -1)
        found = keras.models.load_model(file).predict(images, batch_size=BATCH, verbose=0)
        line = {
            "model": file.stem,
            "furthest": float(np.abs(found - expected).max()),
            "agree": int((found.argmax(1) == expected.argmax(1)).sum()),
            "images": len(images),
            "keras": keras.__version__,
        }
        print(json.dumps(line), flush=True)


main()
