package io.biopilot.agent.runtime;

import io.biopilot.agent.loop.LoopState;
import io.biopilot.agent.loop.Phase;
import io.biopilot.agent.loop.View;
import io.biopilot.connectors.Sample;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How a batch stands, in one line for a terminal. */
public final class StatusLine {

  private StatusLine() {}

  /** What the line shows; NaN where there is nothing yet. */
  private record Shown(
      double hours,
      String phase,
      double product,
      double oxygen,
      double feed,
      double solveMs,
      int model,
      String mode) {

    String text() {
      return "%s h  %-9s  product %s g  DO %s %%  feed %s L/h  solve %s ms  model %d  %s"
          .formatted(
              number("%6.2f", hours),
              phase,
              number("%6.3f", product),
              number("%5.1f", oxygen),
              number("%6.4f", feed),
              number("%6.1f", solveMs),
              model,
              mode);
    }

    /** As wide without a value as with one. */
    private static String number(String format, double value) {
      String text = String.format(Locale.ROOT, format, value);
      return Double.isNaN(value) ? " ".repeat(text.length() - 1) + "-" : text;
    }
  }

  public static String of(View view) {
    double product = mean(view, "P") * mean(view, "Volume");
    double oxygen =
        view.variables().stream()
            .filter(variable -> variable.name().equals("DO") && variable.measured() != null)
            .mapToDouble(variable -> measured(variable))
            .findFirst()
            .orElse(Double.NaN);
    double feed = view.actuators().isEmpty() ? Double.NaN : view.actuators().get(0).setpoint();
    return new Shown(
            view.batch().hours(),
            view.batch().phase().name(),
            product,
            oxygen,
            feed,
            view.controller().solveMs(),
            view.model().version(),
            view.mode() + " " + view.controller().source())
        .text();
  }

  private static double measured(View.Variable variable) {
    View.Reading reading = variable.measured();
    return reading == null ? Double.NaN : reading.value();
  }

  private static double mean(View view, String name) {
    for (View.Variable variable : view.variables()) {
      View.Gaussian estimate = variable.estimate();
      if (variable.name().equals(name) && estimate != null) {
        return estimate.mean();
      }
    }
    return Double.NaN;
  }

  public static String of(LoopState state) {
    LoopState.BatchState batch = state.batch();
    @Nullable Sample oxygen = state.readings().usable().get("DO");
    return new Shown(
            batch == null ? Double.NaN : batch.hours(state.at()),
            batch == null ? Phase.IDLE.name() : batch.phase().name(),
            product(state),
            oxygen == null ? Double.NaN : oxygen.scalar(),
            batch == null ? Double.NaN : batch.ledger().level("Feed"),
            state.planning().card().solveMs(),
            state.twin().model().version(),
            state.control().mode() + " " + state.control().source())
        .text();
  }

  private static double product(LoopState state) {
    LoopState.BatchState batch = state.batch();
    List<Quantity> states = state.twin().model().process().schema().states();
    int product = Schema.indexOf(states, "P");
    int volume = Schema.indexOf(states, "V");
    if (batch == null || product < 0 || volume < 0) {
      return Double.NaN;
    }
    Estimate estimate = batch.belief().estimate();
    return estimate.state().get(product) * estimate.state().get(volume);
  }
}
