"""do-mpc's batch bioreactor by CasADi + IPOPT: RK4 x 4 multiple shooting, warm start, functions
C-generated and compiled with gcc -O3 -march=native. Prints the median CPU time of a step (us) and
the closed loop's J. Usage: bioreactor.py SCRATCH-FOLDER"""
import os
import subprocess
import sys
import time

import casadi as ca
import numpy as np

N, LIMIT, PRICE = 20, 3.7, 10.0


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
    """min over [x_0, u_0, s_1, x_1, ...]; parameters [x_now, u_before]."""
    p = ca.SX.sym("p", 5)
    z, lo, up, g, gl, gu, cost = [], [], [], [], [], [], 0
    x = ca.SX.sym("x0", 4)
    z.append(x), lo.extend([-ca.inf] * 4), up.extend([ca.inf] * 4)
    g.append(x - p[:4]), gl.extend([0] * 4), gu.extend([0] * 4)
    before = p[4]
    for k in range(N):
        u = ca.SX.sym(f"u{k}")
        z.append(u), lo.append(0.0), up.append(0.2)
        cost += -x[2] + (u - before) ** 2
        end = flow(x, u, 4)
        x, s = ca.SX.sym(f"x{k + 1}", 4), ca.SX.sym(f"s{k + 1}")
        z.extend([x, s])
        lo.extend([-ca.inf, -0.01, -ca.inf, -ca.inf, 0.0])
        up.extend([ca.inf, ca.inf, 3.0, ca.inf, ca.inf])
        g.extend([end - x, x[0] - s])
        gl.extend([0] * 4 + [-ca.inf]), gu.extend([0] * 4 + [LIMIT])
        cost += PRICE * s
        before = u
    cost += -x[2]
    return {"x": ca.vertcat(*z), "p": p, "f": cost, "g": ca.vertcat(*g)}, lo, up, gl, gu


def main(scratch):
    nlp, lo, up, gl, gu = program()
    options = {
        "print_time": False,
        "ipopt": {
            "print_level": 0,
            "sb": "yes",
            "tol": 1e-6,
            "warm_start_init_point": "yes",
            "mu_init": 1e-4,
        },
    }
    solver = ca.nlpsol("solver", "ipopt", nlp, options)
    os.chdir(scratch)
    solver.generate_dependencies("bioreactor_nlp.c")
    subprocess.check_call(
        ["gcc", "-O3", "-march=native", "-fPIC", "-shared", "bioreactor_nlp.c", "-o", "bioreactor_nlp.so"]
    )
    solver = ca.nlpsol("solver", "ipopt", os.path.join(scratch, "bioreactor_nlp.so"), options)
    X, U = ca.SX.sym("X", 4), ca.SX.sym("U")
    plant = ca.Function("plant", [X, U], [flow(X, U, 100)])
    best = np.full(100, np.inf)
    for _ in range(3):
        x, before, cost = np.array([1.0, 0.5, 0.0, 120.0]), 0.0, 0.0
        guess = np.concatenate([x] + [np.concatenate([[0.0], x, [0.0]]) for _ in range(N)])
        lam_x, lam_g = np.zeros(len(lo)), np.zeros(len(gl))
        for step in range(100):
            from_ = time.thread_time()
            r = solver(
                x0=guess, p=np.append(x, before), lbx=lo, ubx=up, lbg=gl, ubg=gu, lam_x0=lam_x, lam_g0=lam_g
            )
            best[step] = min(best[step], (time.thread_time() - from_) * 1e6)
            if not solver.stats()["success"]:
                raise RuntimeError(f"step {step}: {solver.stats()['return_status']}")
            guess, lam_x, lam_g = r["x"], r["lam_x"], r["lam_g"]
            u = float(r["x"][4])
            cost += -x[2] + (u - before) ** 2
            x, before = np.array(plant(x, u)).ravel(), u
    print(np.median(best), cost)


main(sys.argv[1])
