"""diffrax: Tsit5, recursive checkpointing (its default), jit; value and gradient of the sum of squares."""

import os

os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1"

from problem import arguments, fastest_us  # noqa: E402

problem = arguments()

import diffrax  # noqa: E402
import jax  # noqa: E402
import jax.numpy as jnp  # noqa: E402

jax.config.update("jax_enable_x64", True)
layers = [(jnp.asarray(w), jnp.asarray(b)) for w, b in problem.layers]
times = jnp.asarray(problem.times)


def field(t, x, parameters):
    for w, b in parameters[:-1]:
        x = jnp.tanh(x @ w + b)
    w, b = parameters[-1]
    return x @ w + b


def loss(parameters, x0, targets):
    solution = diffrax.diffeqsolve(
        diffrax.ODETerm(field),
        diffrax.Tsit5(),
        t0=0.0,
        t1=10.0,
        dt0=0.01,
        y0=x0,
        args=parameters,
        saveat=diffrax.SaveAt(ts=times),
        stepsize_controller=diffrax.PIDController(rtol=problem.rtol, atol=problem.rtol / 100),
        max_steps=4096,
    )
    return jnp.sum((solution.ys - targets) ** 2)


if problem.batch == 1:
    run = jax.jit(jax.value_and_grad(loss, argnums=(0, 1)))
    start, targets = jnp.asarray(problem.initial[0]), jnp.asarray(problem.targets[0])
else:

    def total(parameters, x0, data):
        return jnp.sum(jax.vmap(loss, in_axes=(None, 0, 0))(parameters, x0, data))

    run = jax.jit(jax.value_and_grad(total, argnums=(0, 1)))
    start, targets = jnp.asarray(problem.initial), jnp.asarray(problem.targets)


def work():
    return jax.block_until_ready(run(layers, start, targets))


value, (weights, initial) = work()
us = fastest_us(work)
problem.report(
    "diffrax%d" % problem.batch, us, value, weights, initial, version=f"diffrax {diffrax.__version__}, jax {jax.__version__}"
)
