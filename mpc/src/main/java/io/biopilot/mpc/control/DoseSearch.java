package io.biopilot.mpc.control;

import io.biopilot.mpc.transcription.Grid;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds doses that the pump can give and that lose little against any amounts at every place. The
 * amounts are drawn together to as many doses as may be given ({@link DoseClusters}); then
 *
 * <ol>
 *   <li>times move with the derivatives of the switching times, across the moves of the inputs, and
 *       are put back on the grid where there is one;
 *   <li>doses that stay at the smallest amount are left out where that is better;
 *   <li>amounts are settled one after the other (in groups where there are many) at the nearest
 *       multiples of the step, the better of two where there are few, all else being planned anew
 *       each time;
 *   <li>settled doses are changed by one step or moved by one place as long as that helps.
 * </ol>
 *
 * <p>Every step is a solve that begins at the best plan so far; the number of solves is limited. A
 * local search: it promises no optimum, the gap to the relaxed bound says how far it can be off.
 */
final class DoseSearch {

  /** Solves a problem with the doses of a grid from a guess; null where the budget is used up. */
  interface Trial {
    @Nullable Attempt solve(Grid grid, PlanMemory guess);
  }

  /** Up to as many doses are settled one by one, from both sides. */
  private static final int FEW = 8;

  private static final int MOST_ROUNDS = 8;
  private static final double BETTER = 1e-6;

  private final DoseRules rules;
  private final DosePlaces places;
  private final Trial trial;
  private int tries;
  private Attempt best; // with the doses of `doses`
  private List<PlannedDose> doses = List.of();

  /**
   * @param relaxed with any amounts at every place
   * @param tries most solves
   */
  DoseSearch(DoseRules rules, DosePlaces places, Attempt relaxed, int tries, Trial trial) {
    this.rules = rules;
    this.places = places;
    this.trial = trial;
    this.tries = tries;
    best = relaxed;
  }

  /** The best plan found with settled doses only; null if there is none. */
  @Nullable Attempt run() {
    List<PlannedDose> wanted = new DoseClusters(rules).of(best.given());
    List<PlannedDose> pattern = places.snapped(wanted);
    while (!rules.fits(pattern)) {
      pattern = pattern.subList(0, pattern.size() - 1);
    }
    Attempt first = pattern.isEmpty() ? null : solve(places.laid(pattern), pattern);
    if (first == null || !first.usable()) {
      return null;
    }
    take(first);
    if (doses.size() <= 2 * FEW) {
      moveTimes();
      leaveOut();
    }
    if (!settle()) {
      return null;
    }
    improve();
    return best;
  }

  private @Nullable Attempt solve(Grid grid, List<PlannedDose> guess) {
    if (tries <= 0) {
      return null;
    }
    tries--;
    return trial.solve(grid, best.memory().withDoses(best.impulses(guess)));
  }

  private void take(Attempt better) {
    best = better;
    doses = better.given();
  }

  private static double merit(@Nullable Attempt attempt) {
    return attempt != null && attempt.usable()
        ? attempt.solver().merit()
        : Double.POSITIVE_INFINITY;
  }

  /** Takes the plan if it is clearly better. */
  private boolean better(@Nullable Attempt other) {
    double now = merit(best);
    if (other != null && merit(other) < now - BETTER * (1.0 + Math.abs(now))) {
      take(other);
      return true;
    }
    return false;
  }

  private boolean onGrid() {
    return doses.stream().anyMatch(dose -> rules.grid(dose.pulse()) > 0.0);
  }

  private void moveTimes() {
    Attempt before = best;
    boolean moved = false;
    for (int round = 0; round < MOST_ROUNDS; round++) {
      List<PlannedDose> from = round == 0 ? doses : places.hopped(doses);
      if (!better(solve(places.moving(from), from))) {
        break;
      }
      moved = true;
    }
    if (moved && onGrid()) {
      List<PlannedDose> onGrid = places.snapped(doses);
      Attempt there = solve(places.laid(onGrid), onGrid);
      take(merit(there) < merit(before) && there != null ? there : before);
    }
  }

  private void leaveOut() {
    for (int i = doses.size() - 1; i >= 0 && doses.size() > 1; i--) {
      PlannedDose dose = doses.get(i);
      if (dose.amount() <= rules.least(dose.pulse()) * 1.01) {
        List<PlannedDose> without = new ArrayList<>(doses);
        without.remove(i);
        better(solve(places.laid(without), without));
      }
    }
  }

  /** Settles all amounts; false if no plan is left. */
  private boolean settle() {
    int group = doses.size() <= FEW ? 1 : (doses.size() + FEW - 1) / FEW;
    for (int at = 0; at < doses.size(); at += group) {
      int end = Math.min(doses.size(), at + group);
      Attempt nearest = settled(at, end, 0.5);
      Attempt other = null;
      PlannedDose dose = doses.get(at);
      double share = dose.amount() / rules.step(dose.pulse());
      boolean between = Math.abs(share - Math.rint(share)) > 1e-3;
      if (between && (group == 1 || breaksLimits(nearest))) {
        boolean up = share - Math.floor(share) >= 0.5;
        other = settled(at, end, group == 1 && !up ? 1.0 - 1e-6 : 1e-6);
      }
      Attempt taken = merit(other) < merit(nearest) ? other : nearest;
      if (taken == null || !taken.usable()) {
        return false;
      }
      take(taken);
    }
    return true;
  }

  /** With the doses of a range settled: rounded up from this share of a step on. */
  private @Nullable Attempt settled(int from, int to, double up) {
    List<PlannedDose> all = new ArrayList<>(doses);
    for (int i = from; i < to; i++) {
      PlannedDose dose = doses.get(i);
      double step = rules.step(dose.pulse());
      double amount = step * Math.floor(dose.amount() / step + up);
      double least = rules.least(dose.pulse());
      all.set(i, dose.settled(Math.max(least, Math.min(rules.most(dose.pulse()), amount))));
      if (!rules.fits(all)) {
        amount = step * Math.floor(dose.amount() / step + 1e-6);
        all.set(i, dose.settled(Math.max(least, amount)));
      }
    }
    return rules.fits(all) ? solve(places.laid(all), all) : null;
  }

  private static boolean breaksLimits(@Nullable Attempt attempt) {
    return attempt == null || !attempt.usable() || attempt.solver().relaxed();
  }

  /** By a step or a place, as long as it helps; where doses are many, only to keep limits. */
  private void improve() {
    if (doses.size() > 2 * FEW && !breaksLimits(best)) {
      return;
    }
    if (!onGrid()) {
      better(solve(places.moving(doses), doses));
    }
    boolean going = true;
    while (going && tries > 0) {
      going = false;
      for (int i = doses.size() - 1; i >= 0 && tries > 0; i--) {
        going |= changed(i, -1) || changed(i, 1);
        if (doses.size() <= FEW && rules.grid(doses.get(i).pulse()) > 0.0) {
          going |= moved(i, -1) || moved(i, 1);
        }
      }
    }
  }

  private boolean changed(int which, int steps) {
    PlannedDose dose = doses.get(which);
    List<PlannedDose> all = new ArrayList<>(doses);
    all.set(which, dose.settled(dose.amount() + steps * rules.step(dose.pulse())));
    return rules.fits(all) && better(solve(places.laid(all), all));
  }

  private boolean moved(int which, int by) {
    List<PlannedDose> all = places.shifted(doses, which, by);
    return all != null && better(solve(places.laid(all), all));
  }
}
