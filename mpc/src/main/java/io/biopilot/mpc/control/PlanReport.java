package io.biopilot.mpc.control;

import io.biopilot.mpc.nlp.QpSolution;
import io.biopilot.mpc.nlp.StageQp;
import io.biopilot.mpc.problem.InputLimit;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.PathConstraint;
import io.biopilot.mpc.problem.PulseInput;
import io.biopilot.mpc.problem.Robustness;
import io.biopilot.mpc.problem.Values;
import io.biopilot.mpc.robust.BackOff;
import io.biopilot.mpc.transcription.Limits;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.Quantity;
import io.biopilot.twin.model.Schema;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** What the operator is told about a plan: its uncertainty and the limits that shape it. */
final class PlanReport {

  private static final int MOST_WORDS = 6;
  private static final double NOTICEABLE = 1e-5;

  private final OptimalControlProblem problem;
  private final Values values;
  private final Robustness robustness;
  private final Attempt attempt;

  PlanReport(OptimalControlProblem problem, Values values, Robustness robustness, Attempt attempt) {
    this.problem = problem;
    this.values = values;
    this.robustness = robustness;
    this.attempt = attempt;
  }

  /**
   * Standard deviations along the plan: P₊ = A P Aᵀ + Q Δt with the transitions of the last
   * linearisation.
   */
  List<Vec> deviations(Estimate from, Vec noise) {
    int nx = from.state().size();
    double[] p = from.covariance().toArray();
    double[] ap = new double[nx * nx];
    List<Vec> rows = new ArrayList<>();
    rows.add(deviation(p, nx));
    StageQp linear = attempt.programs().linearisation(attempt.solver().linearisation());
    for (int k = 0; k < attempt.program().grid().intervals(); k++) {
      double[] a = linear.transition(k);
      int ld = linear.shape().leading(k);
      multiply(a, ld, p, ap, nx);
      for (int i = 0; i < nx; i++) {
        for (int j = 0; j < nx; j++) {
          double sum = 0.0;
          for (int m = 0; m < nx; m++) {
            sum += ap[i * nx + m] * a[j * ld + m];
          }
          p[i * nx + j] = sum;
        }
        double q = noise.get(i);
        p[i * nx + i] += q * q * attempt.program().grid().length(k);
      }
      rows.add(deviation(p, nx));
    }
    return rows;
  }

  private static void multiply(double[] a, int ld, double[] p, double[] out, int n) {
    for (int i = 0; i < n; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0.0;
        for (int m = 0; m < n; m++) {
          sum += a[i * ld + m] * p[m * n + j];
        }
        out[i * n + j] = sum;
      }
    }
  }

  private static Vec deviation(double[] p, int n) {
    double[] d = new double[n];
    for (int i = 0; i < n; i++) {
      d[i] = Math.sqrt(Math.max(0.0, p[i * n + i]));
    }
    return Vec.of(d);
  }

  /** The widest back-off of each limit (its unit), by its name. */
  Map<String, Double> backOff() {
    Map<String, Double> widest = new TreeMap<>();
    BackOff backOff = attempt.programs().backOff();
    if (backOff == null) {
      return widest;
    }
    double[] margins = backOff.margins();
    for (int i = 0; i < margins.length; i++) {
      if (margins[i] > 0.0) {
        widest.merge(attempt.programs().meaning(i).name(), margins[i], Math::max);
      }
    }
    return widest;
  }

  /** Limits by what they cost, most important first. */
  List<String> activeConstraints() {
    Map<String, Double> weights = new LinkedHashMap<>();
    QpSolution prices = attempt.solver().prices();
    double[] lower = prices.lowerPrices();
    double[] upper = prices.upperPrices();
    for (int i = 0; i < lower.length; i++) {
      note(weights, i, lower[i], true);
      note(weights, i, upper[i], false);
    }
    return weights.entrySet().stream()
        .filter(entry -> entry.getValue() > NOTICEABLE)
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(MOST_WORDS)
        .map(Map.Entry::getKey)
        .toList();
  }

  private void note(Map<String, Double> weights, int limit, double price, boolean low) {
    if (price > 1e-7) {
      Limits.Meaning meaning = attempt.programs().meaning(limit);
      Said said = say(meaning, low);
      int scenario = attempt.programs().scenarioOf(limit);
      String where =
          scenario == 0 ? "" : " (%s)".formatted(robustness.scenarios().get(scenario - 1).name());
      weights.merge(said.words + where, price * said.range, Double::sum);
    }
  }

  /** Words for a limit, and the size of its quantity: a price times that is a cost. */
  private record Said(String words, double range) {}

  private Said say(Limits.Meaning meaning, boolean low) {
    String name = meaning.name();
    return switch (meaning.kind()) {
      case STATE, EXPRESSION -> path(name, low);
      case INPUT -> input(name, low);
      case RATE -> rate(name);
      case TOTAL -> new Said("total of %s used up".formatted(name), 1.0);
      case DOSE -> dose(name, low);
      case MOMENT -> new Said("time of a dose", 0.0);
      case LENGTH -> new Said("end at its %s time".formatted(low ? "earliest" : "latest"), 1.0);
    };
  }

  private Said path(String name, boolean low) {
    for (PathConstraint c : problem.constraints()) {
      if (c.name().equals(name)) {
        double margin = values.of(c.margin());
        double limit = low ? values.of(c.lower()) + margin : values.of(c.upper()) - margin;
        String unit = c.state() < 0 ? "" : unit(problem.schema().states(), name);
        return new Said(
            "held by %s %s %s%s".formatted(name, low ? "≥" : "≤", number(limit), unit),
            Math.max(0.1, Math.abs(limit)));
      }
    }
    return new Said("held by " + name, 1.0);
  }

  private Said input(String name, boolean low) {
    int index = Schema.indexOf(problem.schema().inputs(), name);
    for (InputLimit limit : problem.inputs()) {
      if (limit.input() == index && !limit.held()) {
        double at = values.of(low ? limit.lower() : limit.upper());
        double range = values.of(limit.upper()) - values.of(limit.lower());
        String side = low ? "lower" : "upper";
        String unit = unit(problem.schema().inputs(), name);
        return new Said("%s at its %s limit %s%s".formatted(name, side, number(at), unit), range);
      }
    }
    return new Said(name + " set by others", 0.0);
  }

  private Said rate(String name) {
    int index = Schema.indexOf(problem.schema().inputs(), name);
    for (InputLimit limit : problem.inputs()) {
      if (limit.input() == index) {
        String unit = unit(problem.schema().inputs(), name);
        String change = number(values.of(limit.change()));
        String window = number(values.of(limit.window()));
        String words = "change of %s at its limit %s%s per %s h";
        return new Said(words.formatted(name, change, unit, window), values.of(limit.change()));
      }
    }
    return new Said("change of " + name + " at its limit", 1.0);
  }

  private Said dose(String name, boolean low) {
    int index = Schema.indexOf(problem.schema().impulses(), name);
    for (PulseInput pulse : problem.pulses()) {
      if (pulse.impulse() == index && !low) {
        String unit = unit(problem.schema().impulses(), name);
        double most = values.of(pulse.maximum());
        return new Said("dose of %s at its largest %s%s".formatted(name, number(most), unit), most);
      }
    }
    // That no dose is wanted at a place is no limit worth telling.
    return new Said("no dose of " + name, 0.0);
  }

  private static String unit(List<Quantity> quantities, String name) {
    int index = Schema.indexOf(quantities, name);
    String unit = index < 0 ? "1" : quantities.get(index).unit();
    return unit.equals("1") ? "" : " " + unit;
  }

  private static String number(double value) {
    String text = String.format(Locale.ROOT, "%.4g", value);
    return text.contains(".") && !text.contains("e")
        ? text.replaceAll("0+$", "").replaceAll("\\.$", "")
        : text;
  }
}
