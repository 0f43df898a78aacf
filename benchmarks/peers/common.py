"""What the steps in PyTorch and in JAX share: the problem, which our side writes, the timing, and the line that is printed."""

import json
import os
import statistics
import time
from pathlib import Path

import numpy as np

FOLDER = Path(os.environ["BENCH_PROBLEM"])
PROBLEM = json.loads((FOLDER / "problem.json").read_text())
PHASE = PROBLEM["phase"]
WARM_UP = 0.2
TOLERANCE = 1e-3


def arrays(part):
    """The arrays of one part of the problem (parameters, batch or reference) by name."""
    types = {"float32": np.float32, "int32": np.int32}

    def read(entry):
        values = np.fromfile(FOLDER / entry["file"], types[entry["dtype"]])
        return values.reshape(entry["shape"])

    return {name: read(entry) for name, entry in PROBLEM[part].items()}


def use_threads():
    """Keeps this process to as many cores as there are to be threads; to be called before a framework is imported."""
    if hasattr(os, "sched_setaffinity"):
        cores = sorted(os.sched_getaffinity(0))
        os.sched_setaffinity(0, cores[: PROBLEM["threads"]])


def require_same(logits):
    """Fails unless logits are ours, so that the same is timed."""
    expected = arrays("reference")["logits"]
    difference = float(np.max(np.abs(np.asarray(logits) - expected)))
    scale = float(np.max(np.abs(expected)))
    if not difference <= TOLERANCE * scale:
        raise SystemExit(f"logits differ from ours by {difference}, at most {TOLERANCE * scale} is right")


def report(peer, version, step):
    """Times a step, which ends when its result is on the host, and prints one line of JSON."""
    warm_up = max(1, round(PROBLEM["steps"] * WARM_UP))
    times = []
    for number in range(warm_up + PROBLEM["steps"]):
        before = time.perf_counter()
        step(number)
        times.append(1000 * (time.perf_counter() - before))
    same = {name: PROBLEM[name] for name in ("model", "phase", "mechanism", "batchSize", "threads")}
    same["batch"] = same.pop("batchSize")
    count = sum(array.size for array in arrays("parameters").values())
    measured = times[warm_up:]
    print(
        json.dumps(
            {
                "peer": peer,
                "version": version,
                **same,
                "parameters": count,
                "ms_per_step": statistics.median(measured),
                "ms_min": min(measured),
                "steps": PROBLEM["steps"],
            }
        )
    )
