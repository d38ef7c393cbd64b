package io.biopilot.agent.loop;

import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.estimation.Measurement;
import io.biopilot.twin.model.InputSchedule;
import java.util.List;

/**
 * What is known of the running batch: how it began, what was done, what was seen.
 *
 * @param initial belief at the start of the batch
 * @param applied inputs and doses, in the model's schema order
 * @param measurements sorted by source time, late ones in their place
 */
public record TrainingData(
    Estimate initial, InputSchedule applied, List<Measurement> measurements) {
  public TrainingData {
    measurements = List.copyOf(measurements);
  }
}
