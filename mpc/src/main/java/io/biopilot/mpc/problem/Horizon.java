package io.biopilot.mpc.problem;

import java.util.List;

/** How far the plan looks and how it is divided into moves. */
public sealed interface Horizon {

  List<Knob> knobs();

  /** This horizon with the values in force as the declared ones. */
  Horizon in(Values values);

  /** Always the same length ahead, in equal moves; does not stop at the end of the batch. */
  record Receding(Knob length, int moves) implements Horizon {
    public Receding {
      check(length, moves);
    }

    @Override
    public List<Knob> knobs() {
      return List.of(length);
    }

    @Override
    public Horizon in(Values values) {
      return new Receding(length.in(values), moves);
    }
  }

  /**
   * From now to the end of the batch. Moves begin at multiples of the given length since batch
   * start; the first one is what is left of the move under way.
   */
  record Shrinking(Knob move, int most) implements Horizon {
    public Shrinking {
      check(move, most);
    }

    @Override
    public List<Knob> knobs() {
      return List.of(move);
    }

    @Override
    public Horizon in(Values values) {
      return new Shrinking(move.in(values), most);
    }
  }

  /** The end is free between two lengths ahead (h); equal moves that stretch with it. */
  record FreeEnd(Knob shortest, Knob longest, int moves) implements Horizon {
    public FreeEnd {
      check(shortest, moves);
      if (!(longest.value() >= shortest.value())) {
        throw new IllegalArgumentException(
            "%s (%s) must not be below %s (%s)"
                .formatted(longest.name(), longest.value(), shortest.name(), shortest.value()));
      }
    }

    @Override
    public List<Knob> knobs() {
      return List.of(shortest, longest);
    }

    @Override
    public Horizon in(Values values) {
      return new FreeEnd(shortest.in(values), longest.in(values), moves);
    }
  }

  static Horizon receding(double hours, int moves) {
    return new Receding(new Knob("horizon.length", hours), moves);
  }

  /** At most 400 moves. */
  static Horizon shrinking(double moveHours) {
    return new Shrinking(new Knob("horizon.move", moveHours), 400);
  }

  static Horizon freeEnd(double shortest, double longest, int moves) {
    return new FreeEnd(
        new Knob("horizon.shortest", shortest), new Knob("horizon.longest", longest), moves);
  }

  private static void check(Knob length, int moves) {
    if (!(length.value() > 0.0) || moves < 1) {
      throw new IllegalArgumentException(
          "a horizon needs a positive length (%s = %s) and at least one move (%d)"
              .formatted(length.name(), length.value(), moves));
    }
  }
}
