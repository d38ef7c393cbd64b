"""do-mpc on two of its own examples: the batch bioreactor (one scenario) and the CSTR (nine scenarios), orthogonal
collocation as in the examples, IPOPT. The plant is RK4 with 100 substeps a sample for everybody.
Prints JSON: median CPU time of a step (us), the moves, the states, and for the bioreactor the loop's J.
Usage: dompc.py bioreactor|cstr STEPS"""
import json
import sys
import time

import casadi as ca
import do_mpc
import numpy as np

QUIET = {"ipopt.print_level": 0, "ipopt.sb": "yes", "print_time": 0}


def bioreactor_field(x, u, yield_, feed):
    mu = 0.02 * x[1] / (0.05 + x[1] + x[1] ** 2 / 5)
    d = u[0] / x[3]
    return [
        mu * x[0] - d * x[0],
        -mu * x[0] / yield_ - 0.004 * x[0] / 1.2 + d * (feed - x[1]),
        0.004 * x[0] - d * x[2],
        u[0],
    ]


def bioreactor():
    model = do_mpc.model.Model("continuous")
    x = [model.set_variable("_x", name) for name in ("X", "S", "P", "V")]
    u = [model.set_variable("_u", "u")]
    yield_, feed = model.set_variable("_p", "Yx"), model.set_variable("_p", "Sin")
    for name, rate in zip(("X", "S", "P", "V"), bioreactor_field(x, u, yield_, feed)):
        model.set_rhs(name, rate)
    model.setup()
    mpc = do_mpc.controller.MPC(model)
    mpc.set_param(
        n_horizon=20, n_robust=0, open_loop=0, t_step=1.0, state_discretization="collocation", collocation_type="radau",
        collocation_deg=2, collocation_ni=2, store_full_solution=False, nlpsol_opts=QUIET)
    mpc.set_objective(mterm=-model.x["P"], lterm=-model.x["P"])
    mpc.set_rterm(u=1.0)
    mpc.bounds["upper", "_x", "X"], mpc.bounds["upper", "_x", "P"] = 3.7, 3.0
    mpc.bounds["lower", "_x", "S"] = -0.01
    mpc.bounds["lower", "_u", "u"], mpc.bounds["upper", "_u", "u"] = 0.0, 0.2
    mpc.set_uncertainty_values(Yx=np.array([0.5]), Sin=np.array([200.0]))
    mpc.setup()
    return mpc, lambda x, u: bioreactor_field(x, u, 0.5, 200.0), [1.0, 0.5, 0.0, 120.0], 1.0


def cstr_field(x, u, alpha, beta, exp):
    ca_, cb, tr, tk = x
    f, q = u[0], u[1]
    k1 = beta * 1.287e12 * exp(-9758.3 / (tr + 273.15))
    k2 = 1.287e12 * exp(-9758.3 / (tr + 273.15))
    k3 = 9.043e9 * exp(-alpha * 8560.0 / (tr + 273.15))
    heat = k1 * ca_ * 4.2 + k2 * cb * -11.0 + k3 * ca_**2 * -41.85
    return [
        f * (5.1 - ca_) - k1 * ca_ - k3 * ca_**2,
        -f * cb + k1 * ca_ - k2 * cb,
        heat / (-0.9342 * 3.01) + f * (130.0 - tr) + 4032.0 * 0.215 * (tk - tr) / (0.9342 * 3.01 * 10.01),
        (q + 4032.0 * 0.215 * (tr - tk)) / (5.0 * 2.0),
    ]


def cstr():
    model = do_mpc.model.Model("continuous")
    names = ("C_a", "C_b", "T_R", "T_K")
    x = [model.set_variable("_x", name) for name in names]
    u = [model.set_variable("_u", "F"), model.set_variable("_u", "Q_dot")]
    alpha, beta = model.set_variable("_p", "alpha"), model.set_variable("_p", "beta")
    for name, rate in zip(names, cstr_field(x, u, alpha, beta, ca.exp)):
        model.set_rhs(name, rate)
    model.setup()
    mpc = do_mpc.controller.MPC(model)
    mpc.set_param(
        n_horizon=20, n_robust=1, open_loop=0, t_step=0.005, state_discretization="collocation",
        collocation_type="radau", collocation_deg=2, collocation_ni=1, store_full_solution=False, nlpsol_opts=QUIET)
    mpc.scaling["_x", "T_R"] = mpc.scaling["_x", "T_K"] = 100
    mpc.scaling["_u", "Q_dot"], mpc.scaling["_u", "F"] = 2000, 100
    cost = (model.x["C_b"] - 0.6) ** 2
    mpc.set_objective(mterm=cost, lterm=cost)
    mpc.set_rterm(F=0.1, Q_dot=1e-3)
    for name, low, high in (("C_a", 0.1, 2.0), ("C_b", 0.1, 2.0), ("T_R", 50.0, None), ("T_K", 50.0, 140.0)):
        mpc.bounds["lower", "_x", name] = low
        if high is not None:
            mpc.bounds["upper", "_x", name] = high
    for name, low, high in (("F", 5.0, 100.0), ("Q_dot", -8500.0, 0.0)):
        mpc.bounds["lower", "_u", name], mpc.bounds["upper", "_u", name] = low, high
    mpc.set_nl_cons("T_R", model.x["T_R"], ub=140.0, soft_constraint=True, penalty_term_cons=1e2)
    mpc.set_uncertainty_values(alpha=np.array([1.0, 1.05, 0.95]), beta=np.array([1.0, 1.1, 0.9]))
    mpc.setup()
    return mpc, lambda x, u: cstr_field(x, u, 1.0, 1.0, np.exp), [0.8, 0.5, 134.14, 130.0], 0.005


def advance(field, x, u, step):
    h = step / 100
    f = lambda at: np.array(field(at, u), dtype=float)
    for _ in range(100):
        k1 = f(x)
        k2 = f(x + h / 2 * k1)
        k3 = f(x + h / 2 * k2)
        x = x + h / 6 * (k1 + 2 * k2 + 2 * k3 + f(x + h * k3))
    return x


def main(case, steps):
    mpc, field, start, step = {"bioreactor": bioreactor, "cstr": cstr}[case]()
    x, before, cost = np.array(start), 0.0, 0.0
    mpc.x0 = x.reshape(-1, 1)
    mpc.set_initial_guess()
    times, moves, states = [], [], []
    for _ in range(steps):
        begin = time.thread_time()
        u = mpc.make_step(x.reshape(-1, 1))
        times.append((time.thread_time() - begin) * 1e6)
        if not mpc.solver_stats["success"]:
            raise RuntimeError(mpc.solver_stats["return_status"])
        u = np.array(u).ravel()
        cost += -x[2] + (u[0] - before) ** 2
        x, before = advance(field, x, u, step), u[0]
        moves.append(u.tolist())
        states.append(x.tolist())
    print(json.dumps({"us": float(np.median(times)), "J": cost, "moves": moves, "states": states}))


main(sys.argv[1], int(sys.argv[2]))
