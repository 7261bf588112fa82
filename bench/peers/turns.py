"""What both peers share: MNIST from its IDX files, and taking turns.

A peer warms up, prints {"ready": ...} and then trains one epoch for each line on its standard input, answering each with
one line {"amount": images, "seconds": ..., "cpuSeconds": ...}. So the benchmark lets all contenders take turns. By hand:

    yes '' | head -3 | INKSTONE_MNIST_DIR=... python torch_train.py job.json
"""

import gzip
import json
import os
import sys
import time

import numpy as np

WARM_UP_STEPS = 50


def read_job():
    """The job that the benchmark wrote: model and recipe as Inkstone has them, `images` (an epoch's) and `threads`."""
    with open(sys.argv[1], encoding="utf-8") as file:
        return json.load(file)


def read_mnist(count):
    """The first `count` training images, float32 [count, 28, 28, 1] in [0, 1], and their labels, int64 [count]."""
    images = read_idx("train-images-idx3-ubyte", 16)[: count * 784].reshape(-1, 28, 28, 1)
    labels = read_idx("train-labels-idx1-ubyte", 8)[:count]
    return images.astype(np.float32) / 255, labels.astype(np.int64)


def read_idx(name, header):
    plain = os.path.join(os.environ["INKSTONE_MNIST_DIR"], name)
    if os.path.exists(plain):
        with open(plain, "rb") as file:
            data = file.read()
    else:
        with gzip.open(plain + ".gz", "rb") as file:
            data = file.read()
    return np.frombuffer(data, np.uint8, offset=header)


def warm_up_images(count, batch_size):
    """Images of the warm-up: fifty full batches and, as in every epoch, the last, smaller one."""
    return min(count, WARM_UP_STEPS * batch_size + count % batch_size)


def ready(versions, parameters):
    say({"ready": True, "versions": versions, "parameters": parameters})


def await_turn():
    """Blocks until the next turn; False when there is none."""
    return sys.stdin.readline() != ""


class Stopwatch:
    """Times one epoch by the wall and by the processor (all threads)."""

    def __init__(self):
        self.wall, self.cpu = time.perf_counter(), time.process_time()

    def answer(self, images):
        seconds, cpu = time.perf_counter() - self.wall, time.process_time() - self.cpu
        say({"amount": images, "seconds": seconds, "cpuSeconds": cpu})


def say(line):
    print(json.dumps(line), flush=True)
