package io.biopilot.bench.contender;

import io.biopilot.simulators.plant.Quantity;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.model.Schema;
import java.util.Map;

/**
 * The plant's true values as the state of a model: of the true one, or of a twin, whose states that
 * the plant does not have are set so that its rates agree with the plant's now.
 *
 * @param truth the true equations with the numbers of the batch
 * @param twin whose state is asked for; the same as {@code truth} for its own
 */
record TrueState(Model truth, Model twin) {

  private static final double LARGEST_LOGARITHM = 1.0;

  /**
   * The twin's state.
   *
   * @param values of the plant
   * @param inputs of the model in force, in its schema's order
   * @param hours since inoculation
   */
  Vec of(Map<Quantity, Double> values, Vec inputs, double hours) {
    Vec own = own(values, inputs, hours);
    return twin.equals(truth) ? own : translated(own, inputs, hours);
  }

  private Vec own(Map<Quantity, Double> values, Vec inputs, double hours) {
    Schema schema = truth.process().schema();
    double drift = parameter(truth, "drift");
    double[] state = new double[schema.states().size()];
    set(schema, state, "V", value(values, Quantity.VOLUME));
    set(schema, state, "X", value(values, Quantity.BIOMASS));
    set(schema, state, "S", value(values, Quantity.GLUCOSE));
    set(schema, state, "A", value(values, Quantity.ACETATE));
    set(schema, state, "P", value(values, Quantity.PRODUCT));
    set(schema, state, "I", value(values, Quantity.INDUCER));
    set(schema, state, "s", value(values, Quantity.SHOCK));
    set(schema, state, "r", value(values, Quantity.RECOVERED));
    set(schema, state, "O", value(values, Quantity.OXYGEN));
    set(schema, state, "D", value(values, Quantity.OXYGEN_AT_PROBE) - drift * hours);
    set(schema, state, "R", reserve(Vec.of(state), inputs, hours));
    return Vec.of(state);
  }

  /** R = 99 − qO X H / kLa at full stirring and aeration. */
  private double reserve(Vec state, Vec inputs, double hours) {
    return parameter(truth, "full")
        - named(truth, "uptake", state, inputs, hours)
            * parameter(truth, "H")
            / named(truth, "kLaFull", state, inputs, hours);
  }

  private Vec translated(Vec own, Vec inputs, double hours) {
    Schema schema = twin.process().schema();
    double[] state = new double[schema.states().size()];
    for (int i = 0; i < state.length; i++) {
      String name = schema.states().get(i).name();
      int same = Schema.indexOf(truth.process().schema().states(), name);
      state[i] = same >= 0 ? own.get(same) : 0.0;
    }
    // The probe's drift is part of what the twin calls D.
    int probe = Schema.indexOf(schema.states(), "D");
    state[probe] += parameter(truth, "drift") * hours;
    // 1 − b z stands where the plant has the burden f.
    double burden = named(truth, "f", own, inputs, hours);
    set(schema, state, "z", clamped((1.0 - burden) / parameter(twin, "b"), 0.0, 1.0));
    // rg e^dS is the plant's uptake of glucose, at the plant's glucose.
    double slow = named(twin, "rg", Vec.of(state), inputs, hours);
    double glucose = named(truth, "qS", own, inputs, hours);
    set(schema, state, "dS", glucose > 0.0 && slow > 0.0 ? logarithm(glucose / slow) : 0.0);
    // kLaRef e^dK is the plant's kLa; qO e^dO the plant's uptake.
    double transfer = named(truth, "kLaFull", own, inputs, hours);
    set(schema, state, "dK", logarithm(transfer / parameter(twin, "kLaRef")));
    double expected = named(twin, "uptake", Vec.of(state), inputs, hours);
    double uptake = named(truth, "uptake", own, inputs, hours);
    set(schema, state, "dO", logarithm(uptake / expected));
    return Vec.of(state);
  }

  private static double logarithm(double ratio) {
    return ratio > 0.0
        ? clamped(Math.log(ratio), -LARGEST_LOGARITHM, LARGEST_LOGARITHM)
        : -LARGEST_LOGARITHM;
  }

  private static double clamped(double value, double lower, double upper) {
    return Math.max(lower, Math.min(upper, value));
  }

  private static double value(Map<Quantity, Double> values, Quantity quantity) {
    Double value = values.get(quantity);
    if (value == null) {
      throw new IllegalArgumentException("the plant does not say its " + quantity);
    }
    return value;
  }

  private static void set(Schema schema, double[] state, String name, double value) {
    int index = Schema.indexOf(schema.states(), name);
    if (index < 0) {
      throw new IllegalStateException("the model has no state " + name);
    }
    state[index] = value;
  }

  private static double parameter(Model model, String name) {
    int index = Schema.indexOf(model.process().schema().parameters(), name);
    if (index < 0) {
      throw new IllegalStateException("the model has no parameter " + name);
    }
    return model.parameters().get(index);
  }

  /** A named expression of a model. */
  private static double named(Model model, String name, Vec state, Vec inputs, double hours) {
    HybridModel process = (HybridModel) model.process();
    double[] x = new double[state.size() + inputs.size() + 1];
    state.copyInto(x, 0);
    inputs.copyInto(x, state.size());
    x[x.length - 1] = hours;
    double[] y = new double[process.intermediates().size()];
    var map = process.intermediateMap();
    map.valueInto(x, model.parameters().toArray(), y, map.workspace(1));
    int index = Schema.indexOf(process.intermediates(), name);
    if (index < 0) {
      throw new IllegalStateException("the model has no expression " + name);
    }
    return y[index];
  }
}
