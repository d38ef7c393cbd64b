package io.biopilot.twin.sensitivity;

/**
 * Takes λ back over level switches and pulses, with the derivatives of their times (saltation): a
 * switch at τ from f⁻ to f⁺ gives dL/dτ = λᵀ(f⁻ − f⁺); a pulse x⁺ = g(x⁻, amount, τ) gives dL/dτ =
 * λ⁺ᵀ(gₓ f(x⁻) + g_t − f(x⁺)) and λ⁻ = gₓᵀ λ⁺. At a common time the pulse comes first.
 */
final class Boundaries {
  private final BoundField field;
  private final Cotangents sums;
  private final double[] ahead;
  private final double[] behind;
  private final double[] pushed;
  private final double[] after;
  private final double[] none = new double[0];

  Boundaries(BoundField field, Cotangents sums) {
    this.field = field;
    this.sums = sums;
    ahead = new double[field.n];
    behind = new double[field.n];
    pushed = new double[field.n];
    after = new double[field.n];
  }

  /** λ stays as it is: the state does not jump. The level {@code to} begins at t. */
  void overSwitch(double t, double[] y, int from, int to) {
    field.useLevel(to);
    field.derivativeInto(t, y, ahead);
    field.useLevel(from);
    field.derivativeInto(t, y, behind);
    double sum = 0.0;
    for (int i = 0; i < field.n; i++) {
      sum += sums.state[i] * (behind[i] - ahead[i]);
    }
    sums.switchTimes[to] += sum;
  }

  /** λ⁺ in the sums becomes λ⁻; the levels in force are those before the pulse. */
  void overPulse(int pulse, double[] before) {
    Stimulus.Pulse event = field.pulses().get(pulse);
    JumpMap jump = field.jumpMap(pulse);
    System.arraycopy(before, 0, after, 0, field.n);
    jump.apply(after, event.amount(), event.time(), field.p);
    field.derivativeInto(event.time(), after, ahead);
    field.derivativeInto(event.time(), before, behind);
    jump.at(before, event.amount(), event.time(), field.p);
    jump.push(behind, 0.0, 1.0, none, pushed);
    double sum = 0.0;
    for (int i = 0; i < field.n; i++) {
      sum += sums.state[i] * (pushed[i] - ahead[i]);
    }
    sums.pulseTimes[pulse] += sum;
    sums.pulseAmounts[pulse] += jump.pull(sums.state, sums.parameters);
  }
}
