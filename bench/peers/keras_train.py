"""Keras 3 on TensorFlow: model.fit on MNIST, as its documentation has it. See turns.py for how it is driven."""

import os

os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "2")

import keras
import tensorflow as tf

from keras_model import build
from turns import Stopwatch, await_turn, read_job, read_mnist, ready, warm_up_images

# More than any sitting has.
EPOCHS = 10_000


class Turns(keras.callbacks.Callback):
    """Holds each epoch of one long fit back until its turn: an epoch is timed as fit runs it, without fit's own start."""

    def __init__(self, images):
        super().__init__()
        self.images = images

    def on_epoch_begin(self, epoch, logs=None):
        if not await_turn():
            os._exit(0)
        self.watch = Stopwatch()

    def on_epoch_end(self, epoch, logs=None):
        self.watch.answer(self.images)


def optimizer(recipe):
    """The recipe's optimizer. Only Adam's family is needed here."""
    given = recipe["optimizer"]
    options = {
        "learning_rate": given["learningRate"],
        "beta_1": given["beta1"],
        "beta_2": given["beta2"],
        "epsilon": given["epsilon"],
    }
    if given["name"] == "adam":
        return keras.optimizers.Adam(**options)
    if given["name"] == "adamw":
        return keras.optimizers.AdamW(weight_decay=given["weightDecay"], **options)
    raise SystemExit(f"no {given['name']} here")


def compiled(job):
    """All else as Keras has it by default: on a machine with nothing but processors that means no XLA, which was slower."""
    keras.utils.set_random_seed(job["recipe"]["seed"])
    model = build(job["model"])
    model.compile(
        optimizer=optimizer(job["recipe"]),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
        steps_per_execution=job["stepsPerCall"],
    )
    return model


def main():
    job = read_job()
    batch_size = job["recipe"]["batchSize"]
    images, labels = read_mnist(job["images"])
    warm_up = warm_up_images(len(images), batch_size)
    model = compiled(job)
    model.fit(images[:warm_up], labels[:warm_up], batch_size=batch_size, verbose=0)
    ready({"keras": keras.__version__, "tensorflow": tf.__version__}, model.count_params())
    model.fit(images, labels, batch_size=batch_size, epochs=EPOCHS, verbose=0, callbacks=[Turns(len(images))])


main()
