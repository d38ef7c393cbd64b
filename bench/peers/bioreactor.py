"""do-mpc's batch bioreactor by CasADi: RK4 x 4 multiple shooting, warm start, functions C-generated and
compiled with gcc -O3 -march=native. One stage's map is one C function that all stages call: expanded into
scalars the same program takes gcc minutes to compile and runs no faster (measured with FATROP).
Prints the median CPU time of a step (us), the closed loop's J, the product at the end and the median
iterations. Usage: bioreactor.py ipopt|fatrop SCRATCH-FOLDER"""
import os
import subprocess
import sys
import time

import casadi as ca
import numpy as np

N, LIMIT, PRICE, ROUNDS = 20, 3.7, 10.0, 5
INF = ca.inf


def field(x, u):
    mu = 0.02 * x[1] / (0.05 + x[1] + x[1] ** 2 / 5)
    d = u / x[3]
    return ca.vertcat(
        mu * x[0] - d * x[0],
        -mu * x[0] / 0.5 - 0.004 * x[0] / 1.2 + d * (200 - x[1]),
        0.004 * x[0] - d * x[2],
        u,
    )


def flow(x, u, steps):
    h = 1.0 / steps
    for _ in range(steps):
        k1 = field(x, u)
        k2 = field(x + h / 2 * k1, u)
        k3 = field(x + h / 2 * k2, u)
        k4 = field(x + h * k3, u)
        x = x + h / 6 * (k1 + 2 * k2 + 2 * k3 + k4)
    return x


def program():
    """Stages [X S P V, input before | input, slack of X]; parameters [state now, input before]."""
    symbol, control = ca.SX.sym("x", 4), ca.SX.sym("u")
    stage = ca.Function("stage", [symbol, control], [flow(symbol, control, 4)])
    p = ca.MX.sym("p", 5)
    z, lo, up, g, gl, gu, equal, cost = [], [], [], [], [], [], [], 0
    xs = [ca.MX.sym(f"x{k}", 5) for k in range(N + 1)]
    for k, x in enumerate(xs):
        z.append(x)
        lo += [-INF] * 5 if k == 0 else [-INF, -0.01, -INF, -INF, -INF]
        up += [INF] * 5 if k == 0 else [INF, INF, 3.0, INF, INF]
        cost += -x[2]
        if k < N:
            u = ca.MX.sym(f"u{k}")
            z.append(u), lo.append(0.0), up.append(0.2)
            cost += (u - x[4]) ** 2
            g.append(xs[k + 1] - ca.vertcat(stage(x[:4], u), u))
            gl += [0.0] * 5
            gu += [0.0] * 5
            equal += [True] * 5
        if k == 0:
            g.append(x - p)
            gl += [0.0] * 5
            gu += [0.0] * 5
            equal += [True] * 5
        else:
            s = ca.MX.sym(f"s{k}")
            z.append(s), lo.append(0.0), up.append(INF)
            cost += PRICE * s
            g.append(x[0] - s), gl.append(-INF), gu.append(LIMIT), equal.append(False)
    nlp = {"x": ca.vertcat(*z), "p": p, "f": cost, "g": ca.vertcat(*g)}
    return nlp, {"lbx": lo, "ubx": up, "lbg": gl, "ubg": gu}, equal


def solver_of(name, scratch):
    nlp, limits, equal = program()
    options = {"print_time": False}
    if name == "ipopt":
        options["ipopt"] = {
            "print_level": 0,
            "sb": "yes",
            "tol": 1e-6,
            "warm_start_init_point": "yes",
            "mu_init": 1e-4,
        }
    else:
        options["structure_detection"] = "auto"
        options["equality"] = equal
        options["fatrop"] = {
            "tol": 1e-6,
            "print_level": 0,
            "warm_start_init_point": True,
            "mu_init": 1e-6,
            "bound_push": 1e-7,
            "bound_frac": 1e-7,
        }
    os.chdir(scratch)
    source, library = f"bioreactor_{name}.c", os.path.join(scratch, f"bioreactor_{name}.so")
    ca.nlpsol("solver", name, nlp, options).generate_dependencies(source)
    subprocess.check_call(["gcc", "-O3", "-march=native", "-fPIC", "-shared", source, "-o", library])
    return ca.nlpsol("solver", name, library, options), limits


def first_guess(x):
    stages = [np.concatenate([x, [0.0, 0.0, 0.0]]) for _ in range(N - 1)]
    return np.concatenate([np.append(x, [0.0, 0.0])] + stages + [np.append(x, [0.0, 0.0])])


def main(name, scratch):
    solver, limits = solver_of(name, scratch)
    symbol, control = ca.SX.sym("X", 4), ca.SX.sym("U")
    plant = ca.Function("plant", [symbol, control], [flow(symbol, control, 100)])
    best, iterations = np.full(100, np.inf), []
    for _ in range(ROUNDS):
        x, before, cost = np.array([1.0, 0.5, 0.0, 120.0]), 0.0, 0.0
        guess = {"x0": first_guess(x)}
        for step in range(100):
            begin = time.thread_time()
            r = solver(p=np.append(x, before), **guess, **limits)
            best[step] = min(best[step], (time.thread_time() - begin) * 1e6)
            if not solver.stats()["success"]:
                raise RuntimeError(f"step {step}: {solver.stats()['return_status']}")
            iterations.append(solver.stats()["iter_count"])
            guess = {"x0": r["x"], "lam_x0": r["lam_x"], "lam_g0": r["lam_g"]}
            u = float(r["x"][5])
            cost += -x[2] + (u - before) ** 2
            x, before = np.array(plant(x, u)).ravel(), u
    print(np.median(best), cost, x[2], np.median(iterations))


main(sys.argv[1], sys.argv[2])
