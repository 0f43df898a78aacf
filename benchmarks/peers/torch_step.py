"""Times one step in PyTorch. `BENCH_ENGINE=compile` compiles the model by torch.compile."""

import os

import common

common.use_threads()

import torch
import torch.nn.functional as F

from models import FORWARD, Model

PROBLEM = common.PROBLEM
IS_COMPILED = os.environ.get("BENCH_ENGINE") == "compile"
torch.set_num_threads(PROBLEM["threads"])


class Ops:
    def __init__(self, training):
        self.training = training

    def dense(self, x, kernel, bias):
        return F.linear(x, kernel.T, bias)

    def layer_norm(self, x, scale, offset, epsilon):
        return F.layer_norm(x, scale.shape, scale, offset, epsilon)

    def take(self, table, indices):
        return F.embedding(indices, table)

    def transpose(self, x, axes):
        return x.permute(axes)

    def attend(self, queries, keys, values, mask, dropout):
        rate = dropout if self.training else 0.0
        return F.scaled_dot_product_attention(queries, keys, values, attn_mask=mask, dropout_p=rate)

    def drop(self, x, rate):
        return F.dropout(x, rate, self.training)

    def lower_triangle(self, length):
        return torch.ones(length, length, dtype=torch.bool).tril()

    relu = staticmethod(torch.relu)
    gelu = staticmethod(F.gelu)


def loss_of(logits, labels):
    if logits.shape[-1] == 1:
        return F.binary_cross_entropy_with_logits(logits[:, 0], labels.float())
    return F.cross_entropy(logits.flatten(0, -2), labels.flatten())


def optimiser_of(parameters):
    settings = PROBLEM["optimiser"]
    rate = {"lr": settings["learningRate"], "eps": settings["epsilon"]}
    if settings["name"] == "rmsprop":
        return torch.optim.RMSprop(parameters, alpha=settings["rho"], **rate)
    betas = (settings["beta1"], settings["beta2"])
    if settings["name"] == "adamw":
        return torch.optim.AdamW(
            parameters, betas=betas, weight_decay=settings["weightDecay"], fused=True, **rate
        )
    return torch.optim.Adam(parameters, betas=betas, fused=True, **rate)


parameters = {name: torch.tensor(array) for name, array in common.arrays("parameters").items()}
batch = {name: torch.tensor(array) for name, array in common.arrays("batch").items()}
batch["label"] = batch["label"].long()


def forward(training):
    run = FORWARD[PROBLEM["model"]]
    model = Model(Ops(training), parameters, PROBLEM["size"])
    return torch.compile(lambda given: run(model, given)) if IS_COMPILED else lambda given: run(model, given)


infer = forward(False)
with torch.no_grad():
    common.require_same(infer(batch).numpy())


def infer_step(_):
    with torch.no_grad():
        infer(batch).numpy()


def train_step():
    for parameter in parameters.values():
        parameter.requires_grad_()
    optimiser = optimiser_of(list(parameters.values()))
    apply = forward(True)

    def step(_):
        optimiser.zero_grad(set_to_none=True)
        loss = loss_of(apply(batch), batch["label"])
        loss.backward()
        optimiser.step()
        return loss.item()

    return step


common.report(
    "torch-compile" if IS_COMPILED else "torch",
    f"PyTorch {torch.__version__}",
    train_step() if common.PHASE == "train" else infer_step,
)
