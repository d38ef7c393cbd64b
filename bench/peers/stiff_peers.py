"""SciPy and diffrax on the stiff problems of bench numeric.

stiff_peers.py SOLVER PROBLEM RTOL ATOL prints CPU microseconds (fastest of rounds), the number of steps and the end
state. SOLVER: LSODA, Radau, BDF (SciPy) or Kvaerno5 (diffrax, jit).
"""
import os
import sys
import time

os.environ.setdefault("XLA_FLAGS", "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1")
os.environ.setdefault("OMP_NUM_THREADS", "1")


def robertson(y, stack):
    slow, back, fast = 0.04 * y[0], 1e4 * y[1] * y[2], 3e7 * y[1] * y[1]
    return stack([back - slow, slow - back - fast, fast])


def hires(y, stack):
    bound = 280.0 * y[5] * y[7]
    last = 1.81 * y[6] - bound
    return stack([
        -1.71 * y[0] + 0.43 * y[1] + 8.32 * y[2] + 0.0007,
        1.71 * y[0] - 8.75 * y[1],
        -10.03 * y[2] + 0.43 * y[3] + 0.035 * y[4],
        8.32 * y[1] + 1.71 * y[2] - 1.12 * y[3],
        -1.745 * y[4] + 0.43 * y[5] + 0.43 * y[6],
        -bound + 0.69 * y[3] + 1.71 * y[4] - 0.43 * y[5] + 0.69 * y[6],
        -last,
        last,
    ])


def vanderpol(y, stack):
    return stack([y[1], 1e3 * (1.0 - y[0] * y[0]) * y[1] - y[0]])


# POLLU: rate constant, reactants, change of each species (numbered from 1, negative where it is lost)
REACTIONS = [
    (0.35, (1,), (-1, 2, 3)), (26.6, (2, 4), (1, -2, -4)), (12300.0, (5, 2), (1, -2, -5, 6)),
    (0.00086, (7,), (5, 5, -7, 8)), (0.00082, (7,), (-7, 8)), (15000.0, (7, 6), (5, -6, -7, 8)),
    (0.00013, (9,), (5, 8, -9, 10)), (24000.0, (9, 6), (-6, -9, 11)), (16500.0, (11, 2), (1, -2, 10, -11, 12)),
    (9000.0, (11, 1), (-1, -11, 13)), (0.022, (13,), (1, 11, -13)), (12000.0, (10, 2), (1, -2, -10, 14)),
    (1.88, (14,), (5, 7, -14)), (16300.0, (1, 6), (-1, -6, 15)), (4800000.0, (3,), (-3, 4)),
    (0.00035, (4,), (-4, 16)), (0.0175, (4,), (3, -4)), (1e8, (16,), (6, 6, -16)),
    (4.44e11, (16,), (3, -16)), (1240.0, (17, 6), (5, -6, -17, 18)), (2.1, (19,), (2, -19)),
    (5.78, (19,), (1, 3, -19)), (0.0474, (1, 4), (-1, -4, 19)), (1780.0, (19, 1), (-1, -19, 20)),
    (3.12, (20,), (1, 19, -20)),
]


def pollu(y, stack):
    d = [0.0] * 20
    for k, reactants, changes in REACTIONS:
        rate = k
        for i in reactants:
            rate = rate * y[i - 1]
        for s in changes:
            d[abs(s) - 1] = d[abs(s) - 1] + (rate if s > 0 else -rate)
    return stack(d)


def start(n, entries):
    y = [0.0] * n
    for i, value in entries.items():
        y[i] = value
    return y


PROBLEMS = {
    "robertson": (robertson, start(3, {0: 1.0}), 40.0),
    "hires": (hires, start(8, {0: 1.0, 7: 0.0057}), 321.8122),
    "vanderpol": (vanderpol, start(2, {0: 2.0}), 2000.0),
    "pollu": (pollu, start(20, {1: 0.2, 3: 0.04, 6: 0.1, 7: 0.3, 8: 0.01, 16: 0.007}), 60.0),
}


def timed(run, clock):
    run()
    times, begin = [], clock()
    while len(times) < 3 or (clock() - begin < 1.0 and len(times) < 31):
        at = clock()
        result = run()
        times.append((clock() - at) * 1e6)
    return min(times), result


def scipy_solve(method, f, y0, end, rtol, atol):
    import numpy as np
    from scipy.integrate import solve_ivp

    run = lambda: solve_ivp(lambda t, y: f(y, np.array), (0.0, end), np.array(y0), method=method, rtol=rtol, atol=atol)
    us, solution = timed(run, time.thread_time)
    assert solution.success, solution.message
    return us, len(solution.t) - 1, solution.y[:, -1]


def diffrax_solve(f, y0, end, rtol, atol):
    import jax

    jax.config.update("jax_enable_x64", True)
    import diffrax
    import jax.numpy as jnp

    term = diffrax.ODETerm(lambda t, y, args: f(y, jnp.stack))
    control = diffrax.PIDController(rtol=rtol, atol=atol)

    @jax.jit
    def solve(y):
        s = diffrax.diffeqsolve(
            term, diffrax.Kvaerno5(), 0.0, end, None, y, stepsize_controller=control, max_steps=1_000_000,
            saveat=diffrax.SaveAt(t1=True), adjoint=diffrax.ForwardMode())
        return s.ys[0], s.stats["num_steps"]

    at = jnp.array(y0)
    us, (y, steps) = timed(lambda: jax.block_until_ready(solve(at)), time.process_time)
    return us, int(steps), y


def main():
    solver, problem, rtol, atol = sys.argv[1], sys.argv[2], float(sys.argv[3]), float(sys.argv[4])
    f, y0, end = PROBLEMS[problem]
    if solver == "Kvaerno5":
        us, steps, y = diffrax_solve(f, y0, end, rtol, atol)
    else:
        us, steps, y = scipy_solve(solver, f, y0, end, rtol, atol)
    print("%.3f %d %s" % (us, steps, " ".join("%.17g" % float(v) for v in y)))


main()
