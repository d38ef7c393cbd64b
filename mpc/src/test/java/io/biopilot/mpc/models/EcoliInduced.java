package io.biopilot.mpc.models;

import io.biopilot.mpc.problem.CostTerm;
import io.biopilot.mpc.problem.Horizon;
import io.biopilot.mpc.problem.InputLimit;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.problem.PulseInput;
import io.biopilot.twin.expression.Symbols;
import io.biopilot.twin.model.Model;

/**
 * Fed-batch E. coli with overflow, oxygen transfer and an inducible product, at the largest oxygen
 * transfer the plant's own loop can set: Anane et al. 2017 with the induction of Lee and Ramirez
 * 1992 and the product law of the bundled plant {@code ecoli-induced}. Stiff: oxygen and, when it
 * is scarce, glucose relax within seconds.
 */
public final class EcoliInduced {

  private EcoliInduced() {}

  private static final String[] STATES = {"V", "X", "S", "A", "DO", "P", "I", "s", "r"};

  public static Model model() {
    return new FormulaModel()
        .concentrations()
        .state("V", 2.0, "F")
        .state("X", 0.5, "X*(mu - D)")
        .state("S", 5.0, "D*(300 - S) - qS*X")
        .state("A", 0.0, "qA*X - D*A")
        .state("DO", 98.0, "kLa*(99 - DO) - qO*X*14000")
        .state("P", 0.0, "qP*X - D*P")
        .state("I", 0.0, "-D*I")
        .state("s", 1.0, "-k*s")
        .state("r", 0.0, "k*(1 - r)")
        .input("F")
        .parameter("qSmax", 0.6356)
        .parameter("kLa", 450.0)
        .impulse("inducer", doses())
        .law("D", "F/V")
        .law("k", "0.09*I/(0.034 + I)")
        .law("f", "s + 0.22*r/(0.22 + I)")
        .law("qS", "f*qSmax/(1 + A/1.2399)*S/(S + 0.037)")
        .law("qSof", "0.2268*qS/(qS + 0.5052)")
        .law("qSox", "(qS - qSof)*DO/(DO + 2)")
        .law("qP", "0.25*qSox*(0.0005 + I)/(0.022 + I)")
        .law("qg", "qSox - 0.0129 - qP/0.6")
        .law("qsA", "0.1148/(1 + qS/2.1231)*A/(A + 0.0134)")
        .law("qA", "qSof*0.9097 - qsA")
        .law("mu", "qg*0.5333 + qsA*0.5718 + qSof*0.2268")
        .law("qO", "1.562*(qSox - qg*0.5333*0.488/0.391) + qsA*0.544")
        .model();
  }

  /** Stock of 10 g/L: an amount brings a tenth of a litre a gram. */
  private static String[] doses() {
    String[] after = new String[STATES.length];
    for (int i = 0; i < after.length; i++) {
      after[i] = STATES[i] + "*V/(V + amount/10)";
    }
    after[0] = "V + amount/10";
    after[4] = "DO";
    after[6] = "(I*V + amount)/(V + amount/10)";
    after[7] = "s";
    after[8] = "r";
    return after;
  }

  /** Product at harvest under the demo's limits; moves of a quarter of an hour. */
  public static OptimalControlProblem problem(Model model) {
    Symbols symbols = new Symbols();
    for (String state : STATES) {
      symbols.input(state);
    }
    symbols.input("F").input("inducer").input("t");
    double none = Double.POSITIVE_INFINITY;
    OptimalControlProblem.Builder builder =
        OptimalControlProblem.of(model.process().schema(), Horizon.shrinking(0.25));
    builder.cost(CostTerm.economic("product", CostTerm.Where.TERMINAL, symbols.compile("-P*V")));
    builder.input(InputLimit.range(0, "F", 0.0, 0.15).withRate(0.03, 0.5).withMovePrice(1.0));
    builder.limit(builder.state("V", -none, 3.0).soft(10.0, 0.0));
    builder.limit(builder.state("DO", 20.0, none).withMargin(2.0).soft(0.2, 0.002));
    builder.limit(builder.state("A", -none, 1.0).soft(2.0, 0.0));
    builder.limit(builder.state("S", -none, 1.0).soft(2.0, 0.0).from(9.0));
    builder.pulse(
        PulseInput.of(0, "inducer", 0.01, 0.1)
            .withStep(0.01)
            .withSpacing(0.25)
            .withBudget(0.4)
            .withGrid(0.5));
    return builder.build();
  }
}
