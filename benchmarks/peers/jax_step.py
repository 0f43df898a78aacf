"""Times one step in JAX, the whole of it compiled by jax.jit."""

import common

common.use_threads()

import jax
import jax.numpy as jnp
import numpy as np

from models import FORWARD, Model

PROBLEM = common.PROBLEM


class Ops:
    def __init__(self, key):
        """`key` draws dropout; without one there is none."""
        self.key = key

    def dense(self, x, kernel, bias):
        return x @ kernel + bias

    def layer_norm(self, x, scale, offset, epsilon):
        mean = x.mean(-1, keepdims=True)
        centred = x - mean
        variance = jnp.square(centred).mean(-1, keepdims=True)
        return centred * jax.lax.rsqrt(variance + epsilon) * scale + offset

    def take(self, table, indices):
        return table[indices]

    def transpose(self, x, axes):
        return x.transpose(axes)

    def attend(self, queries, keys, values, mask, dropout):
        scores = queries @ keys.swapaxes(-1, -2) / np.sqrt(queries.shape[-1])
        if mask is not None:
            scores = jnp.where(mask, scores, jnp.finfo(scores.dtype).min)
        return self.drop(jax.nn.softmax(scores), dropout) @ values

    def drop(self, x, rate):
        if self.key is None or rate == 0:
            return x
        self.key, key = jax.random.split(self.key)
        return jnp.where(jax.random.bernoulli(key, 1 - rate, x.shape), x / (1 - rate), 0)

    def lower_triangle(self, length):
        return jnp.tril(jnp.ones((length, length), bool))

    def gelu(self, x):
        return jax.nn.gelu(x, approximate=False)

    relu = staticmethod(jax.nn.relu)


def forward(parameters, batch, key=None):
    return FORWARD[PROBLEM["model"]](Model(Ops(key), parameters, PROBLEM["size"]), batch)


def loss_of(parameters, batch, key):
    logits, labels = forward(parameters, batch, key), batch["label"]
    if logits.shape[-1] == 1:
        odds = logits[:, 0]
        return (jnp.logaddexp(0, odds) - odds * labels).mean()
    shares = jax.nn.log_softmax(logits)
    return -jnp.take_along_axis(shares, labels[..., None], -1).mean()


def updated(parameter, gradient, slots, step):
    """A parameter and its slots after one step of the optimiser."""
    how = PROBLEM["optimiser"]
    if how["name"] == "rmsprop":
        square = how["rho"] * slots[0] + (1 - how["rho"]) * gradient**2
        return parameter - how["learningRate"] * gradient / jnp.sqrt(square + how["epsilon"]), (square,)
    mean = how["beta1"] * slots[0] + (1 - how["beta1"]) * gradient
    square = how["beta2"] * slots[1] + (1 - how["beta2"]) * gradient**2
    rate = how["learningRate"] * jnp.sqrt(1 - how["beta2"] ** step) / (1 - how["beta1"] ** step)
    decay = how["learningRate"] * how.get("weightDecay", 0)
    return parameter - rate * mean / (jnp.sqrt(square) + how["epsilon"]) - decay * parameter, (mean, square)


@jax.jit
def train(parameters, slots, batch, step):
    key = jax.random.fold_in(jax.random.key(0), step)
    loss, gradients = jax.value_and_grad(loss_of)(parameters, batch, key)
    changed = {
        name: updated(parameter, gradients[name], slots[name], step + 1.0)
        for name, parameter in parameters.items()
    }
    return (
        loss,
        {name: parameter for name, (parameter, _) in changed.items()},
        {name: kept for name, (_, kept) in changed.items()},
    )


batch = {name: jnp.asarray(array) for name, array in common.arrays("batch").items()}
parameters = {name: jnp.asarray(array) for name, array in common.arrays("parameters").items()}
infer = jax.jit(forward)
common.require_same(infer(parameters, batch))


def train_step():
    slots = {name: (jnp.zeros_like(each),) * 2 for name, each in parameters.items()}
    if PROBLEM["optimiser"]["name"] == "rmsprop":
        slots = {name: each[:1] for name, each in slots.items()}
    state = [parameters, slots]

    def step(number):
        loss, *state[:] = train(*state, batch, number)
        return float(loss)

    return step


common.report(
    "jax",
    f"JAX {jax.__version__}",
    train_step() if common.PHASE == "train" else lambda _: np.asarray(infer(parameters, batch)),
)
