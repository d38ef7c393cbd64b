package io.biopilot.agent.brain;

import io.biopilot.agent.config.Config;
import io.biopilot.agent.loop.LoopSettings;
import io.biopilot.mpc.problem.InputLimit;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.PathConstraint;
import io.biopilot.mpc.problem.PulseInput;
import io.biopilot.mpc.safety.DoseLimit;
import io.biopilot.mpc.safety.Envelope;
import io.biopilot.mpc.safety.RateLimit;
import io.biopilot.twin.model.Schema;
import java.util.HashMap;
import java.util.Map;

/**
 * A problem's settings where the gate's limits are tighter than the problem's own: what the gate
 * would refuse need not be planned.
 */
final class GateLimits {

  private final OptimalControlProblem problem;
  private final Config config;
  private final Map<String, Double> settings = new HashMap<>();

  private GateLimits(OptimalControlProblem problem, Config config) {
    this.problem = problem;
    this.config = config;
  }

  /** Settings of the problem by name. */
  static Map<String, Double> within(OptimalControlProblem problem, Config config) {
    GateLimits limits = new GateLimits(problem, config);
    problem.inputs().stream().filter(input -> !input.held()).forEach(limits::input);
    problem.pulses().forEach(limits::pulse);
    problem.constraints().forEach(limits::volume);
    return Map.copyOf(limits.settings);
  }

  private void atMost(String name, double own, double gate) {
    if (gate < own) {
      settings.put(name, gate);
    }
  }

  private void atLeast(String name, double own, double gate) {
    if (gate > own) {
      settings.put(name, gate);
    }
  }

  private void input(InputLimit input) {
    Schema schema = problem.schema();
    String name = schema.inputs().get(input.input()).name();
    for (LoopSettings.Actuated actuated : config.loop().actuators()) {
      if (name.equals(actuated.input())) {
        config.limits().envelopes().stream()
            .filter(envelope -> envelope.actuator().equals(actuated.actuator()))
            .forEach(envelope -> input(input, envelope));
      }
    }
  }

  private void input(InputLimit input, Envelope envelope) {
    atLeast(input.lower().name(), input.lower().value(), envelope.lower());
    atMost(input.upper().name(), input.upper().value(), envelope.upper());
    RateLimit rate = envelope.rate();
    double own = input.change().value() / input.window().value();
    if (rate != null && rate.change() / rate.window() < own) {
      settings.put(input.change().name(), rate.change());
      settings.put(input.window().name(), rate.window());
    }
  }

  /** Where nothing gives such doses, none are planned. */
  private void pulse(PulseInput pulse) {
    String impulse = problem.schema().impulses().get(pulse.impulse()).name();
    settings.put(pulse.budget().name(), 0.0);
    for (LoopSettings.Dosed dosed : config.loop().dosers()) {
      if (dosed.impulse().equals(impulse)) {
        settings.remove(pulse.budget().name());
        config.limits().doses().stream()
            .filter(dose -> dose.doser().equals(dosed.doser()))
            .forEach(dose -> pulse(pulse, dose));
      }
    }
  }

  private void pulse(PulseInput pulse, DoseLimit dose) {
    atLeast(pulse.minimum().name(), pulse.minimum().value(), dose.minimum());
    atMost(pulse.maximum().name(), pulse.maximum().value(), dose.maximum());
    atLeast(pulse.step().name(), pulse.step().value(), dose.step());
    atLeast(pulse.spacing().name(), pulse.spacing().value(), dose.spacing());
    atMost(pulse.budget().name(), pulse.budget().value(), dose.budget());
  }

  private void volume(PathConstraint limit) {
    int volume = Schema.indexOf(problem.schema().states(), config.loop().batch().volumeState());
    if (limit.map() == null && limit.state() == volume) {
      atMost(limit.upper().name(), limit.upper().value(), config.limits().volume().maximum());
    }
  }
}
