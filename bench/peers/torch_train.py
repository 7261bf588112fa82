"""PyTorch: the Tutorial CNN in a plain training loop with what makes it fast on a processor. See turns.py."""

import torch
from torch import nn
from torch.nn import functional

from turns import Stopwatch, await_turn, read_job, read_mnist, ready, warm_up_images


def build():
    """The Tutorial CNN, 225,034 parameters."""
    return nn.Sequential(
        nn.Conv2d(1, 32, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3),
        nn.ReLU(),
        nn.MaxPool2d(2),
        nn.Flatten(),
        nn.Linear(1600, 128),
        nn.ReLU(),
        nn.Linear(128, 10),
    )


def train_epoch(model, optimizer, images, labels, batch_size):
    """Every image once in a new order. Loss and accuracy are summed without waiting for a step to end."""
    loss_sum, correct = torch.zeros(()), torch.zeros((), dtype=torch.int64)
    for index in torch.randperm(len(images)).split(batch_size):
        x, y = images[index], labels[index]
        optimizer.zero_grad(set_to_none=True)
        logits = model(x)
        loss = functional.cross_entropy(logits, y)
        loss.backward()
        optimizer.step()
        loss_sum += loss.detach() * len(index)
        correct += (logits.detach().argmax(1) == y).sum()
    return loss_sum.item() / len(images), correct.item() / len(images)


def main():
    job = read_job()
    recipe = job["recipe"]
    torch.set_num_threads(job["threads"])
    torch.manual_seed(recipe["seed"])
    pixels, digits = read_mnist(job["images"])
    # [n, 1, 28, 28], stored with the channels last: what oneDNN's convolutions like best.
    images = torch.from_numpy(pixels).permute(0, 3, 1, 2).to(memory_format=torch.channels_last)
    labels = torch.from_numpy(digits)
    model = build().to(memory_format=torch.channels_last)
    given = recipe["optimizer"]
    optimizer = torch.optim.Adam(
        model.parameters(),
        lr=given["learningRate"],
        betas=(given["beta1"], given["beta2"]),
        eps=given["epsilon"],
        fused=True,
    )
    warm_up = warm_up_images(len(images), recipe["batchSize"])
    train_epoch(model, optimizer, images[:warm_up], labels[:warm_up], recipe["batchSize"])
    ready({"torch": torch.__version__}, sum(parameter.numel() for parameter in model.parameters()))
    while await_turn():
        watch = Stopwatch()
        train_epoch(model, optimizer, images, labels, recipe["batchSize"])
        watch.answer(len(images))


main()
