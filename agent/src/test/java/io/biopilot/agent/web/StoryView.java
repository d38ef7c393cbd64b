package io.biopilot.agent.web;

import io.biopilot.agent.loop.Phase;
import io.biopilot.agent.loop.Source;
import io.biopilot.agent.loop.View;
import io.biopilot.connectors.ConnectionState;
import io.biopilot.mpc.safety.Mode;
import io.biopilot.twin.linalg.Vec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What people see of the story's plant: estimates, and forecasts by running a copy ahead. */
final class StoryView {
  private static final double GRID_HOURS = 1.0 / 12;

  private final StoryPlant plant;
  private final StoryInstruments instruments;
  private final StoryRecipe recipe;
  private final boolean automatic;
  private final List<StoryPlant> ahead = new ArrayList<>();

  StoryView(StoryPlant plant, StoryInstruments instruments, StoryRecipe recipe, boolean automatic) {
    this.plant = plant;
    this.instruments = instruments;
    this.recipe = recipe;
    this.automatic = automatic;
    foretell();
  }

  private void foretell() {
    StoryPlant next = plant.copy();
    List<View.Level> doses = new ArrayList<>(automatic ? recipe.dosesAhead() : List.of());
    while (next.hours < StoryRecipe.HARVEST) {
      ahead.add(next.copy());
      next.feed = automatic ? StoryRecipe.feed(next.hours + GRID_HOURS / 2) : plant.feed;
      if (!doses.isEmpty() && next.hours >= doses.get(0).hours()) {
        next.dose(doses.remove(0).value());
      }
      next.run(next.hours + GRID_HOURS);
    }
  }

  View.Batch batch(String name, @Nullable Instant inoculated) {
    if (inoculated == null) {
      return new View.Batch("", Phase.IDLE, null, Double.NaN, StoryRecipe.HARVEST);
    }
    Phase phase =
        plant.inducer > 0 ? Phase.INDUCED : plant.feed > 0 ? Phase.FED_BATCH : Phase.BATCH;
    return new View.Batch(name, phase, inoculated, plant.hours, StoryRecipe.HARVEST);
  }

  /** One of the plant's numbers. */
  private interface Reader {
    double of(StoryPlant plant);
  }

  List<View.Variable> variables(boolean started) {
    double none = Double.NaN;
    return List.of(
        state("P", "Product", "g/L", none, none, started, p -> p.product),
        state("X", "Biomass", "g/L", none, none, started, p -> p.biomass),
        state("DO", "Dissolved oxygen", "%", 20, none, started, p -> p.oxygen),
        state("S", "Glucose", "g/L", none, 1, started, p -> p.glucose),
        state("A", "Acetate", "g/L", none, 1, started, p -> p.acetate),
        state("V", "Volume", "L", none, 3, started, p -> p.volume),
        reading("OUR", "Oxygen uptake", "g/(L.h)"),
        reading("T", "Temperature", "degC"),
        reading("pH", "pH", "1"));
  }

  private View.Variable reading(String name, String label, String unit) {
    double none = Double.NaN;
    return new View.Variable(
        name, label, unit, none, none, instruments.of(name), false, null, null);
  }

  private View.Variable state(
      String name,
      String label,
      String unit,
      double lower,
      double upper,
      boolean started,
      Reader number) {
    double value = number.of(plant);
    return new View.Variable(
        name,
        label,
        unit,
        lower,
        upper,
        instruments.of(name),
        false,
        started ? new View.Gaussian(value, deviation(name, value)) : null,
        started ? forecast(name, number) : null);
  }

  private View.Forecast forecast(String name, Reader number) {
    double[] hours = ahead.stream().mapToDouble(p -> p.hours).toArray();
    double[] mean = ahead.stream().mapToDouble(number::of).toArray();
    double[] deviation = new double[hours.length];
    for (int i = 0; i < hours.length; i++) {
      deviation[i] = deviation(name, mean[i]) * Math.sqrt(1 + 2 * (hours[i] - plant.hours));
    }
    return new View.Forecast(Vec.of(hours), Vec.of(mean), Vec.of(deviation));
  }

  private static double deviation(String name, double value) {
    return switch (name) {
      case "P" -> 0.004 + 0.05 * value;
      case "X" -> 0.02 + 0.015 * value;
      case "DO" -> 0.8;
      case "V" -> 0.002;
      default -> 0.01 + 0.08 * value;
    };
  }

  View.Actuator feed(double asked, double manual, boolean started) {
    List<View.Level> planned = new ArrayList<>();
    if (started && automatic) {
      // the controller moves every half hour
      for (double hour = plant.hours + 0.02; hour < StoryRecipe.HARVEST; hour += 0.5) {
        planned.add(new View.Level(hour, StoryRecipe.feed(hour + 0.25)));
      }
    }
    return new View.Actuator(
        "Feed",
        "Feed",
        "L/h",
        0,
        StoryDesk.LARGEST_FEED,
        asked,
        Math.abs(asked - plant.feed) < 1e-12,
        instruments.of("Feed"),
        manual,
        planned);
  }

  View.Doser inducer(List<View.Level> given, boolean started) {
    double total = given.stream().mapToDouble(View.Level::value).sum();
    List<View.Level> planned = started && automatic ? recipe.dosesAhead() : List.of();
    return new View.Doser(
        "Inducer", "Inducer", "g", 0.01, 0.1, 0.01, total, 0.4, false, given, planned);
  }

  View.ControllerCard controller(Mode mode, String fallback, Instant nextTick) {
    Source source =
        switch (mode) {
          case AUTO -> fallback.isEmpty() ? Source.PLAN : Source.RECIPE;
          case MANUAL -> Source.OPERATOR;
          case HOLD -> Source.HOLD;
        };
    return new View.ControllerCard(
        "learning",
        source,
        "converged",
        3.8,
        7,
        List.of("feed held by DO ≥ 20 %", "feed rises at its largest rate"),
        fallback,
        List.of(),
        nextTick);
  }

  List<View.Connection> connections() {
    Instant since = StoryDesk.INOCULATION.minusSeconds(60);
    return List.of(
        new View.Connection("opcua", new ConnectionState.Connected(since)),
        new View.Connection("mqtt", new ConnectionState.Connected(since)),
        new View.Connection("store", new ConnectionState.Connected(since)));
  }
}
