"""Builds Inkstone's ModelSpec (shared/contract/schemas/model.ts) of Keras's own layers: the names and options are Keras's."""

import keras
from keras import layers


def build(spec):
    """The model, ending in logits: its last softmax belongs to the loss."""
    inputs = keras.Input(spec["inputShape"])
    x = inputs
    last = len(spec["layers"]) - 1
    for index, layer in enumerate(spec["layers"]):
        given = {**layer, "activation": "linear"} if index == last and layer.get("activation") == "softmax" else layer
        x = BUILDERS[layer["type"]](given, x)
    return keras.Model(inputs, x)


def activation(layer):
    return {"leakyRelu": "leaky_relu", "swish": "silu"}.get(layer.get("activation"), layer.get("activation"))


def conv(layer, x):
    return layers.Conv2D(
        layer["filters"],
        layer["kernelSize"],
        strides=layer["strides"],
        padding=layer["padding"],
        dilation_rate=layer["dilationRate"],
        activation=activation(layer),
        use_bias=layer["useBias"],
    )(x)


def max_pooling(layer, x):
    return layers.MaxPooling2D(layer["poolSize"], strides=layer.get("strides"), padding=layer["padding"])(x)


def recurrent(make):
    def add(layer, x):
        cell = make(layer["units"], return_sequences=layer["returnSequences"])
        return (layers.Bidirectional(cell) if layer["bidirectional"] else cell)(x)

    return add


def patch_embedding(layer, x):
    size = layer["patchSize"]
    x = layers.Conv2D(layer["units"], size, strides=size)(x)
    return layers.Reshape((-1, layer["units"]))(x)


class PositionEmbedding(layers.Layer):
    """Adds a learned vector to each place of a sequence."""

    def build(self, shape):
        self.embeddings = self.add_weight(shape=shape[1:], initializer="random_normal")

    def call(self, x):
        return x + self.embeddings


def transformer_encoder(layer, x):
    """Pre-norm: x + attention(norm(x)), then x + mlp(norm(x))."""
    width = x.shape[-1]
    rate = layer["dropout"]
    inner = layers.LayerNormalization()(x)
    key_dim = layer.get("width", width) // layer["heads"]
    inner = layers.MultiHeadAttention(layer["heads"], key_dim, dropout=0)(inner, inner)
    x = layers.Add()([x, layers.Dropout(rate)(inner) if rate else inner])
    inner = layers.LayerNormalization()(x)
    inner = layers.Dense(round(width * layer["mlpRatio"]), activation="gelu")(inner)
    inner = layers.Dense(width)(inner)
    return layers.Add()([x, layers.Dropout(rate)(inner) if rate else inner])


BUILDERS = {
    "Conv2D": conv,
    "MaxPooling2D": max_pooling,
    "GlobalAveragePooling2D": lambda layer, x: layers.GlobalAveragePooling2D()(x),
    "GlobalAveragePooling1D": lambda layer, x: layers.GlobalAveragePooling1D()(x),
    "BatchNormalization": lambda layer, x: layers.BatchNormalization(
        momentum=layer["momentum"], epsilon=layer["epsilon"]
    )(x),
    "LayerNormalization": lambda layer, x: layers.LayerNormalization(epsilon=layer["epsilon"])(x),
    "Activation": lambda layer, x: layers.Activation(activation(layer))(x),
    "Dropout": lambda layer, x: layers.Dropout(layer["rate"])(x),
    "Flatten": lambda layer, x: layers.Flatten()(x),
    "Reshape": lambda layer, x: layers.Reshape(layer["targetShape"])(x),
    "Dense": lambda layer, x: layers.Dense(layer["units"], activation=activation(layer), use_bias=layer["useBias"])(x),
    "SimpleRNN": recurrent(layers.SimpleRNN),
    "LSTM": recurrent(layers.LSTM),
    "GRU": recurrent(layers.GRU),
    "PatchEmbedding": patch_embedding,
    "PositionEmbedding": lambda layer, x: PositionEmbedding()(x),
    "TransformerEncoder": transformer_encoder,
}
