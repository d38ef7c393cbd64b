package io.biopilot.mpc.control;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * From amounts at every place to as many doses as may be given: neighbours are drawn together where
 * that moves the least amount the least way (Ward, J. Am. Stat. Assoc. 58 (1963) 236), until their
 * number, their distances and the smallest dose are kept.
 */
final class DoseClusters {

  private static final double HARDLY = 1e-4;

  private final DoseRules rules;

  DoseClusters(DoseRules rules) {
    this.rules = rules;
  }

  /**
   * @param planned any amounts at the places
   * @return doses in the order of time, none settled, at times between the places
   */
  List<PlannedDose> of(List<PlannedDose> planned) {
    List<PlannedDose> all = new ArrayList<>();
    for (int p = 0; p < rules.pulses(); p++) {
      all.addAll(ofPulse(p, planned));
    }
    all.sort(Comparator.comparingDouble(PlannedDose::time));
    return all;
  }

  private List<PlannedDose> ofPulse(int p, List<PlannedDose> planned) {
    double largest = 0.0;
    for (PlannedDose dose : planned) {
      largest = dose.pulse() == p ? Math.max(largest, dose.amount()) : largest;
    }
    List<PlannedDose> doses = new ArrayList<>();
    for (PlannedDose dose : planned) {
      if (dose.pulse() == p && dose.amount() > HARDLY * largest && !dose.fixed()) {
        doses.add(dose);
      }
    }
    if (largest < HARDLY * rules.least(p) || rules.count(p) < 1.0) {
      return List.of();
    }
    while (doses.size() > 1) {
      int pair = cheapest(p, doses);
      if (pair < 0) {
        break;
      }
      doses.set(pair, together(doses.get(pair), doses.remove(pair + 1)));
    }
    double least = rules.least(p);
    double most = rules.most(p);
    doses.replaceAll(
        d -> new PlannedDose(p, d.time(), Math.max(least, Math.min(most, d.amount())), false));
    return doses;
  }

  private static PlannedDose together(PlannedDose a, PlannedDose b) {
    double sum = a.amount() + b.amount();
    double time = (a.time() * a.amount() + b.time() * b.amount()) / sum;
    return new PlannedDose(a.pulse(), time, sum, false);
  }

  /** The first of two neighbours to draw together; -1 if nothing asks for it. */
  private int cheapest(int p, List<PlannedDose> doses) {
    boolean many = doses.size() > rules.count(p);
    int best = -1;
    double least = Double.POSITIVE_INFINITY;
    for (int i = 0; i + 1 < doses.size(); i++) {
      PlannedDose a = doses.get(i);
      PlannedDose b = doses.get(i + 1);
      double way = b.time() - a.time();
      boolean close = way < rules.spacing(p) - 1e-6;
      boolean small = Math.min(a.amount(), b.amount()) < 0.5 * rules.least(p);
      if (many || close || small) {
        double sum = a.amount() + b.amount();
        double cost = a.amount() * b.amount() / sum * way * way;
        cost *= sum > rules.most(p) * 1.001 ? 10.0 : 1.0;
        if (cost < least) {
          least = cost;
          best = i;
        }
      }
    }
    return best;
  }
}
