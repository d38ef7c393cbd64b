package io.biopilot.twin.model;

import io.biopilot.twin.sensitivity.ParametricField;
import io.biopilot.twin.sensitivity.Stimulus;
import java.util.List;

/** A process model and its input schedule in the form that {@code twin.sensitivity} takes. */
public final class ModelField {
  private ModelField() {}

  /** States, inputs and jumps of the model; impulses keep their index. */
  public static ParametricField of(ProcessModel model) {
    Schema schema = model.schema();
    return new ParametricField(
        model.dynamics(), model.jumps(), schema.states().size(), schema.inputs().size());
  }

  /** The same levels and impulses. */
  public static Stimulus stimulus(InputSchedule schedule) {
    List<Stimulus.Pulse> pulses =
        schedule.impulses().stream()
            .map(i -> new Stimulus.Pulse(i.time(), i.impulse(), i.amount()))
            .toList();
    return new Stimulus(schedule.times(), schedule.levels(), pulses);
  }
}
