package io.biopilot.twin.sensitivity;

import io.biopilot.twin.ode.Integrator;

/** How a solve is differentiated. Immutable; {@link #solver} makes what computes. */
public sealed interface Adjoint {

  /** Arrays for gradients of losses on this field; one thread. */
  GradientSolver solver(ParametricField field);

  /**
   * Differentiates the steps that were made, step sizes frozen: the exact gradient of the computed
   * trajectory, whatever the tolerance. Needs a Runge-Kutta method (Tsit5, Kvaerno5, RadauIIA5).
   *
   * @param integrator makes the steps
   * @param memory bytes for the states and stages of steps and the evaluations behind them; what a
   *     longer solve needs above it is made again by segments on the way back. Beside it only time
   *     and size of each step are kept (21 bytes). At least one step is kept
   */
  record Discrete(Integrator integrator, long memory) implements Adjoint {
    private static final long DEFAULT_MEMORY = 32L << 20;

    public Discrete {
      if (memory < 0) {
        throw new IllegalArgumentException(
            "the memory for kept steps is %d bytes; give 0 or more".formatted(memory));
      }
    }

    /** At most 32 MiB. */
    public Discrete(Integrator integrator) {
      this(integrator, DEFAULT_MEMORY);
    }

    @Override
    public GradientSolver solver(ParametricField field) {
      return new DiscreteSolver(field, this);
    }
  }

  /**
   * Solves the adjoint equation backwards along the forward solution, with steps of its own; takes
   * any method and agrees with {@link Discrete} within some tolerances. A second opinion, and the
   * choice for windows too long to keep the stages.
   *
   * @param forward solves forwards
   * @param backward solves the adjoint equation; its absolute tolerance refers to λ
   */
  record Continuous(Integrator forward, Integrator backward) implements Adjoint {
    @Override
    public GradientSolver solver(ParametricField field) {
      return new ContinuousSolver(field, this);
    }
  }

  /**
   * Pushes the derivatives with respect to initial state and parameters along with the solve; for
   * few parameters, and for ∂x/∂p itself. Needs a Runge-Kutta method as {@link Discrete} does and
   * agrees with it to rounding.
   */
  record Forward(Integrator integrator) implements Adjoint {
    @Override
    public ForwardSensitivity solver(ParametricField field) {
      return new ForwardSensitivity(field, this);
    }
  }
}
