package io.biopilot.bench.contender;

import io.biopilot.agent.config.Config;
import io.biopilot.agent.config.ConfigFile;
import io.biopilot.agent.runtime.DemoConfig;
import io.biopilot.simulators.device.Reading;
import io.biopilot.simulators.plant.Truth;
import io.biopilot.simulators.scenario.BatchRun;
import io.biopilot.simulators.scenario.Moves;
import io.biopilot.simulators.scenario.Scenario;
import io.biopilot.simulators.scenario.TickRecord;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Tunes {@link OxygenLaw} on whole batches in process, one number after the other. */
public final class OxygenLawSearch {

  private static final long FIRST_SEED = 101;
  private static final long LAST_SEED = 120;
  private static final double FAILED_MINUTES = 10;

  /** What a minute beyond the limits on glucose and acetate costs (g). */
  private static final double MINUTE = 0.005;

  private static final int WINDOW_TICKS = 30;
  private static final double TICK = 1.0 / 60;
  private static final int ROUNDS = 6;

  private final List<Config.RecipeDose> doses;

  private OxygenLawSearch(List<Config.RecipeDose> doses) {
    this.doses = doses;
  }

  /** From the numbers in force to better ones; tells every improvement. */
  public static void run(Consumer<String> say) {
    Config config = ConfigFile.parse(Path.of("demo.yaml"), DemoConfig.sample());
    OxygenLawSearch search = new OxygenLawSearch(config.recipe().doses());
    OxygenLaw best = OxygenLaw.TUNED;
    double score = search.score(best);
    say.accept(line(score, best));
    double step = 1.4;
    for (int round = 0; round < ROUNDS; round++) {
      boolean better = false;
      for (UnaryOperator<OxygenLaw> change : changes(step)) {
        OxygenLaw tried = change.apply(best);
        double reached = search.score(tried);
        if (reached > score) {
          score = reached;
          best = tried;
          better = true;
          say.accept(line(score, best));
        }
      }
      step = better ? step : Math.sqrt(step);
    }
  }

  private static String line(double score, OxygenLaw law) {
    return String.format(Locale.ROOT, "%.4f g counted: %s", score, law);
  }

  private static List<UnaryOperator<OxygenLaw>> changes(double by) {
    List<UnaryOperator<OxygenLaw>> changes = new ArrayList<>();
    for (double f : new double[] {by, 1 / by}) {
      double points = f > 1 ? 8 * (by - 1) : -8 * (by - 1);
      changes.add(l -> law(l, f, 1, 1, 0, 1, 1));
      changes.add(l -> law(l, 1, f, 1, 0, 1, 1));
      changes.add(l -> law(l, 1, 1, f, 0, 1, 1));
      changes.add(l -> law(l, 1, 1, 1, points, 1, 1));
      changes.add(l -> law(l, 1, 1, 1, 0, f, 1));
      changes.add(l -> law(l, 1, 1, 1, 0, 1, f));
    }
    return changes;
  }

  private static OxygenLaw law(
      OxygenLaw l, double rise, double first, double growth, double points, double k, double t) {
    return new OxygenLaw(
        l.rise() * rise,
        l.first() * first,
        l.growth() * growth,
        l.target() + points,
        l.gain() * k,
        l.reset() * t);
  }

  /** Mean product that counts, less the price of minutes beyond other limits (g). */
  private double score(OxygenLaw law) {
    double sum = 0;
    for (long seed = FIRST_SEED; seed <= LAST_SEED; seed++) {
      Truth truth = BatchRun.run(Scenario.ecoliInduced(seed), operator(law)).truth();
      Truth.Minutes minutes = truth.violationMinutes();
      sum += minutes.oxygen() > FAILED_MINUTES ? 0 : truth.productG();
      sum -= MINUTE * (minutes.acetate() + minutes.glucose());
    }
    return sum / (LAST_SEED - FIRST_SEED + 1);
  }

  private BatchRun.Operator operator(OxygenLaw law) {
    return new BatchRun.Operator() {
      private final Deque<Double> feeds = new ArrayDeque<>(List.of(0.0));
      private OxygenLaw.@Nullable Memory memory;

      @Override
      public Moves act(TickRecord now) {
        OxygenLaw.Shown shown =
            new OxygenLaw.Shown(reading(now, "DO"), reading(now, "N"), reading(now, "Q"));
        double least = feeds.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double most = feeds.stream().mapToDouble(Double::doubleValue).max().orElse(0);
        OxygenLaw.Move move =
            law.next(
                now.hours(), TICK, shown, new OxygenLaw.Past(feeds.getLast(), least, most), memory);
        memory = move.memory();
        feeds.add(move.feed());
        if (feeds.size() > WINDOW_TICKS + 1) {
          feeds.removeFirst();
        }
        return new Moves(move.feed(), dose(now.hours()));
      }
    };
  }

  private static double reading(TickRecord now, String tag) {
    double newest = Double.NaN;
    for (Reading reading : now.readings()) {
      if (reading.sensor().tag().equals(tag)) {
        newest = reading.value();
      }
    }
    return newest;
  }

  /** The recipe's dose due at this tick (g); 0 for none. */
  private double dose(double hours) {
    double grams = 0;
    for (Config.RecipeDose dose : doses) {
      if (Math.abs(dose.hours() - hours) < TICK / 2) {
        grams = dose.grams();
      }
    }
    return grams;
  }
}
