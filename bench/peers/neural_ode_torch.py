"""torchdiffeq: dopri5 (its tsit5 carries on the embedded weights), backpropagation through the solver, eager."""

from problem import arguments, fastest_us

problem = arguments()

import torch  # noqa: E402
import torchdiffeq  # noqa: E402

torch.set_default_dtype(torch.float64)
torch.set_num_threads(1)
layers = [(torch.tensor(w, requires_grad=True), torch.tensor(b, requires_grad=True)) for w, b in problem.layers]
leaves = [a for pair in layers for a in pair]
start = torch.tensor(problem.initial[0], requires_grad=True)
times = torch.tensor(problem.times)
targets = torch.tensor(problem.targets[0])


def field(t, x):
    for w, b in layers[:-1]:
        x = torch.tanh(x @ w + b)
    w, b = layers[-1]
    return x @ w + b


# the span begins at 0, where nothing is observed
span = torch.cat([torch.zeros(1), times])


def work():
    states = torchdiffeq.odeint(
        field, start, span, rtol=problem.rtol, atol=problem.rtol / 100, method="dopri5", options={"first_step": 0.01}
    )[1:]
    value = torch.sum((states - targets) ** 2)
    return value, torch.autograd.grad(value, leaves + [start])


value, gradient = work()
us = fastest_us(work, warm=2, most=11)
pairs = [(gradient[i].numpy(), gradient[i + 1].numpy()) for i in range(0, len(leaves), 2)]
problem.report("torch", us, value, pairs, gradient[-1].numpy(), version="torchdiffeq 0.2.5, torch " + torch.__version__)
