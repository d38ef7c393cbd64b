package io.biopilot.mpc.models;

import io.biopilot.mpc.problem.CostTerm;
import io.biopilot.mpc.problem.Horizon;
import io.biopilot.mpc.problem.InputLimit;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.PathConstraint;
import io.biopilot.twin.expression.Symbols;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.ProcessModel;

/**
 * The batch bioreactor of do-mpc's examples ({@code examples/batch_reactor}, do-mpc 5.1): feed a
 * reactor with inhibited growth so that the product sum is largest, each move paid by its square.
 */
public final class BatchBioreactor {

  private BatchBioreactor() {}

  public static final Vec START = Vec.of(1.0, 0.5, 0.0, 120.0);

  public static ProcessModel process() {
    return new FormulaModel()
        .state("X", 1.0, "mu*X - u/V*X")
        .state("S", 0.5, "-mu*X/Yx - 0.004*X/1.2 + u/V*(Sin - S)")
        .state("P", 0.0, "0.004*X - u/V*P")
        .state("V", 120.0, "u")
        .input("u")
        .parameter("Yx", 0.5)
        .parameter("Sin", 200.0)
        .law("mu", "0.02*S/(0.05 + S + S^2/5)")
        .process();
  }

  /**
   * Twenty moves of an hour; X ≤ 3.7 and the others soft with the given linear price, or hard for
   * +∞.
   */
  public static OptimalControlProblem problem(ProcessModel process, double price) {
    Symbols symbols = new Symbols();
    for (String name : new String[] {"X", "S", "P", "V", "u", "t"}) {
      symbols.input(name);
    }
    OptimalControlProblem.Builder builder =
        OptimalControlProblem.of(process.schema(), Horizon.receding(20.0, 20));
    builder.cost(CostTerm.economic("product", CostTerm.Where.STAGE, symbols.compile("-P")));
    builder.cost(CostTerm.economic("last", CostTerm.Where.TERMINAL, symbols.compile("-P")));
    builder.input(InputLimit.range(0, "u", 0.0, 0.2).withMovePrice(1.0));
    builder.limit(soft(builder.state("X", Double.NEGATIVE_INFINITY, 3.7), price));
    builder.limit(soft(builder.state("S", -0.01, Double.POSITIVE_INFINITY), price));
    builder.limit(soft(builder.state("P", Double.NEGATIVE_INFINITY, 3.0), price));
    return builder.build();
  }

  private static PathConstraint soft(PathConstraint constraint, double price) {
    return price == Double.POSITIVE_INFINITY ? constraint : constraint.soft(price, 0.0);
  }
}
