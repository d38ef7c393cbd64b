package io.biopilot.mpc.transcription;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A link of an interval's chain, before it has arrays: a dose or a part of the flow. Times are base
 * + slope · timing, where timing is the free length of the intervals, or how long after the
 * interval's beginning a dose is given whose time is to be chosen.
 */
sealed interface Link {

  /**
   * @param column of the interval's variables that holds the amount, or -1 where it is fixed
   */
  record Dose(Grid.Slot slot, int column, double time, double slope) implements Link {}

  /**
   * @param place among the flows of its interval
   */
  record Run(
      int place, int steps, double start, double startSlope, double length, double lengthSlope)
      implements Link {}

  /** The links of a stage's interval in the order of time. */
  static List<Link> of(Layout layout, Scheme scheme, int stage) {
    Grid grid = layout.grid;
    double length = grid.length(stage);
    List<Dose> doses = doses(layout, stage);
    List<Link> chain = new ArrayList<>();
    if (layout.free) {
      chain.addAll(doses);
      chain.add(new Run(0, scheme.steps(length), grid.times().get(0), stage, 0.0, 1.0));
      return chain;
    }
    double begin = grid.times().get(stage);
    double at = 0.0;
    int place = 0;
    for (Dose dose : doses) {
      Grid.Slot slot = dose.slot();
      if (slot.moves()) {
        chain.add(new Run(0, scheme.steps(slot.to()), begin, 0.0, 0.0, 1.0));
        chain.add(new Dose(slot, dose.column(), begin, 1.0));
        chain.add(new Run(1, scheme.steps(length - slot.from()), begin, 1.0, length, -1.0));
        return chain;
      }
      if (slot.from() > at) {
        double part = slot.from() - at;
        chain.add(new Run(place++, scheme.steps(part), begin + at, 0.0, part, 0.0));
        at = slot.from();
      }
      chain.add(new Dose(slot, dose.column(), begin + at, 0.0));
    }
    double rest = length - at;
    chain.add(new Run(place, scheme.steps(rest), begin + at, 0.0, rest, 0.0));
    return chain;
  }

  private static List<Dose> doses(Layout layout, int stage) {
    double begin = layout.free ? layout.grid.times().get(0) : layout.grid.times().get(stage);
    List<Dose> doses = new ArrayList<>();
    int choice = 0;
    for (Grid.Slot slot : layout.grid.doses().get(stage)) {
      int column = slot.chosen() ? layout.states + layout.inputs + choice++ : -1;
      doses.add(new Dose(slot, column, begin, layout.free ? stage : 0.0));
    }
    doses.sort(Comparator.comparingDouble(dose -> dose.slot().from()));
    return doses;
  }
}
