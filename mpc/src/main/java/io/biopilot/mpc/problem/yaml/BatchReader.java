package io.biopilot.mpc.problem.yaml;

import io.biopilot.mpc.problem.Horizon;
import io.biopilot.twin.model.Schema;
import java.util.Map;

/** Reads the section {@code batch}; used once. */
final class BatchReader {

  private final GoalNode at;
  private final Schema schema;

  BatchReader(GoalNode at, Schema schema) {
    this.at = at;
    this.schema = schema;
  }

  Batch read(Horizon horizon) {
    String model = at.text("model");
    double start = at.number("start", 0.0);
    double end = at.number("end", Double.NaN);
    boolean needed = horizon instanceof Horizon.Shrinking;
    if (needed && !at.has("end")) {
      at.report("batch needs 'end' (h): a shrinking horizon reaches to it");
    } else if (!needed && at.has("end")) {
      at.report(at.at("end"), "batch.end means nothing here: the horizon says how far to plan");
    } else if (needed && !(end > start)) {
      at.report(
          at.at("end"), "batch.end (%s h) must lie after the start (%s h)".formatted(end, start));
    }
    Map<String, Double> initial = at.child("initial").named(schema.states(), "state");
    schema.states().forEach(state -> at.child("initial").requireRange(state.name(), state));
    Map<String, Double> inputs = at.child("inputs").named(schema.inputs(), "input");
    Map<String, Double> parameters = at.child("parameters").named(schema.parameters(), "parameter");
    at.close();
    return new Batch(model, start, end, initial, inputs, parameters);
  }
}
