package io.biopilot.mpc.models;

import io.biopilot.mpc.problem.CostTerm;
import io.biopilot.mpc.problem.Horizon;
import io.biopilot.mpc.problem.InputLimit;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.PulseInput;
import io.biopilot.mpc.problem.Reference;
import io.biopilot.twin.expression.Symbols;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.Model;

/**
 * A concentration a that decays at 0.5 1/h, fed and dosed, and a product b made from it: small
 * enough to be solved by hand where the product does not matter.
 */
public final class Tank {

  private Tank() {}

  /** Decay rate of a (1/h). */
  public static final double DECAY = 0.5;

  public static Model model() {
    return new FormulaModel()
        .state("a", 0.2, "u - decay*a")
        .state("b", 0.0, "0.2*a - 0.05*b^2")
        .input("u")
        .parameter("decay", DECAY)
        .impulse("dose", "a + amount", "b")
        .model();
  }

  private static Symbols names() {
    Symbols symbols = new Symbols();
    for (String name : new String[] {"a", "b", "u", "dose", "t"}) {
      symbols.input(name);
    }
    return symbols;
  }

  private static Symbols symbols() {
    return names().parameter("gain").parameter("wish");
  }

  /** A problem in which every kind of setting has its place. */
  public static OptimalControlProblem problem(Model model, Horizon horizon) {
    double none = Double.POSITIVE_INFINITY;
    OptimalControlProblem.Builder builder =
        OptimalControlProblem.of(model.process().schema(), horizon);
    builder.setting("gain", 0.3);
    // A free end takes no references.
    boolean free = horizon instanceof Horizon.FreeEnd;
    Symbols symbols = free ? names().parameter("gain") : symbols();
    if (!free) {
      builder.reference(new Reference("wish", Vec.of(0, 4), Vec.of(1, 0.5)));
    }
    String level = free ? "a - (1 - t/8)" : "a - wish";
    builder.cost(CostTerm.tracking("level", CostTerm.Where.STAGE, symbols.compile(level), 0.1));
    builder.cost(
        CostTerm.economic("effort", CostTerm.Where.STAGE, symbols.compile("gain*u*u + 2*dose^2")));
    builder.cost(CostTerm.economic("yield", CostTerm.Where.TERMINAL, symbols.compile("-b")));
    builder.input(
        InputLimit.range(0, "u", 0.0, 0.5).withRate(0.3, 1.0).withMovePrice(0.1).withTotal(1.5));
    builder.limit(builder.state("a", -none, 0.6).soft(0.3, 2.0));
    builder.pulse(
        PulseInput.of(0, "dose", 0.05, 0.3)
            .withStep(0.05)
            .withSpacing(1.0)
            .withMost(3)
            .withBudget(0.4)
            .withGrid(1.0));
    return builder.build();
  }

  /** Only a hard lower limit on a, which the feed cannot reach beyond 1. */
  public static OptimalControlProblem demanding(Model model, double least) {
    OptimalControlProblem.Builder builder =
        OptimalControlProblem.of(model.process().schema(), Horizon.receding(4.0, 8));
    Symbols symbols = new Symbols();
    for (String name : new String[] {"a", "b", "u", "dose", "t"}) {
      symbols.input(name);
    }
    builder.cost(CostTerm.economic("effort", CostTerm.Where.STAGE, symbols.compile("u*u")));
    builder.input(InputLimit.range(0, "u", 0.0, 0.5));
    builder.limit(builder.state("a", least, Double.POSITIVE_INFINITY));
    return builder.build();
  }
}
