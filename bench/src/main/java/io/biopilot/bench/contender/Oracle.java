package io.biopilot.bench.contender;

import io.biopilot.twin.estimation.Belief;
import io.biopilot.twin.estimation.Correction;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.estimation.Estimator;
import io.biopilot.twin.estimation.Measurement;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Model;

/** An estimator that does not estimate: it is told the state, and takes no sample into account. */
record Oracle(Source source) implements Estimator {

  /** Where it is told. */
  interface Source {
    /**
     * @param inputs in force now, in the schema's order
     * @param hours since inoculation
     */
    Vec state(Vec inputs, double hours);
  }

  /** What was told. */
  private record Told(Estimate estimate) implements Belief {}

  @Override
  public Belief start(Model model, Estimate initial) {
    return new Told(initial);
  }

  @Override
  public Belief advance(Belief belief, Model model, InputSchedule inputs, double until) {
    Vec state = source.state(inputs.levelsAt(until), until);
    return new Told(new Estimate(until, state, Vec.zeros(state.size() * state.size())));
  }

  @Override
  public Correction observe(
      Belief belief, Model model, InputSchedule inputs, Measurement measurement) {
    double[] none = new double[measurement.outputs().size()];
    return new Correction.Accepted(belief, Vec.of(none));
  }

  @Override
  public Belief refilter(Belief belief, Model model, InputSchedule inputs) {
    return belief;
  }
}
