"""The neural ODE problem that the Java side wrote: raw little-endian doubles in one folder."""

import json
import os
import sys
import time

import numpy as np

SIZES = [8, 64, 64, 8]


class Problem:
    def __init__(self, folder, batch, rtol):
        self.folder, self.batch, self.rtol = folder, batch, rtol
        self.times = self._read("times.f64")
        self.initial = self._read("initial.f64").reshape(-1, 8)[:batch]
        self.targets = self._read("targets.f64").reshape(-1, len(self.times), 8)[:batch]
        flat = self._read("weights.f64")
        self.layers, at = [], 0
        for rows, columns in zip(SIZES[:-1], SIZES[1:]):
            w = flat[at : at + rows * columns].reshape(rows, columns)
            at += rows * columns
            self.layers.append((w, flat[at : at + columns]))
            at += columns

    def _read(self, name):
        return np.fromfile(os.path.join(self.folder, name))

    def report(self, name, microseconds, loss, layers, initial, **more):
        """Writes the gradient beside the problem and prints the figures."""
        parts = [np.asarray(a, dtype=float).ravel() for w, b in layers for a in (w, b)]
        parts.append(np.asarray(initial, dtype=float).ravel())
        path = os.path.join(self.folder, name + ".f64")
        np.concatenate(parts).tofile(path)
        print(json.dumps({"us": microseconds, "loss": float(loss), "gradient": path, **more}))


def arguments():
    """FOLDER BATCH RTOL, and one core for everything."""
    if len(sys.argv) != 4:
        sys.exit("usage: " + sys.argv[0] + " FOLDER BATCH RTOL")
    os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    return Problem(sys.argv[1], int(sys.argv[2]), float(sys.argv[3]))


def fastest_us(work, warm=3, seconds=4.0, most=31):
    """CPU time of one call, the fastest of many: the process is pinned to one core."""
    for _ in range(warm):
        work()
    rounds, begin = [], time.process_time()
    while len(rounds) < 5 or (time.process_time() - begin < seconds and len(rounds) < most):
        start = time.process_time()
        work()
        rounds.append(time.process_time() - start)
    return float(min(rounds) * 1e6)
