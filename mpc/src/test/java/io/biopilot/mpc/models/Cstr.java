package io.biopilot.mpc.models;

import io.biopilot.mpc.nlp.NonlinearProgram;
import io.biopilot.mpc.problem.CostTerm;
import io.biopilot.mpc.problem.Horizon;
import io.biopilot.mpc.problem.InputLimit;
import io.biopilot.mpc.problem.OptimalControlProblem;
import io.biopilot.mpc.transcription.Grid;
import io.biopilot.mpc.transcription.MultipleShooting;
import io.biopilot.mpc.transcription.Scheme;
import io.biopilot.mpc.transcription.Start;
import io.biopilot.mpc.transcription.Tableau;
import io.biopilot.twin.autodiff.SmoothMap;
import io.biopilot.twin.expression.Symbols;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.ProcessModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The stirred tank of do-mpc's example CSTR (van de Vusse: A → B → C, 2A → D): concentrations
 * mol/L, temperatures °C, flow 1/h, heat kJ/h; hours.
 */
public final class Cstr {
  private Cstr() {}

  public static final Vec START = Vec.of(0.8, 0.5, 134.14, 130.0);

  private static final double STEP = 0.005;

  public static ProcessModel process() {
    return new FormulaModel()
        .state("Ca", 0.8, "F*(5.1 - Ca) - k1*Ca - k3*Ca^2")
        .state("Cb", 0.5, "-F*Cb + k1*Ca - k2*Cb")
        .state(
            "TR",
            134.14,
            "(k1*Ca*4.2 - k2*Cb*11 - k3*Ca^2*41.85)/(-0.9342*3.01) + F*(130 - TR)"
                + " + 4032*0.215*(TK - TR)/(0.9342*3.01*10.01)")
        .state("TK", 130.0, "(Q + 4032*0.215*(TR - TK))/(5*2)")
        .input("F")
        .input("Q")
        .parameter("alpha", 1.0)
        .parameter("beta", 1.0)
        .law("k1", "beta*1.287e12*exp(-9758.3/(TR + 273.15))")
        .law("k2", "1.287e12*exp(-9758.3/(TR + 273.15))")
        .law("k3", "9.043e9*exp(-alpha*8560/(TR + 273.15))")
        .process();
  }

  /** B to 0.6; the weights of moves are do-mpc's 0.1 and 1e-3 by its scaling 100 and 2000. */
  public static OptimalControlProblem problem(ProcessModel process) {
    Symbols symbols = new Symbols();
    for (String name : new String[] {"Ca", "Cb", "TR", "TK", "F", "Q", "t"}) {
      symbols.input(name);
    }
    SmoothMap b = symbols.compile("Cb");
    OptimalControlProblem.Builder builder =
        OptimalControlProblem.of(process.schema(), Horizon.receding(20 * STEP, 20));
    builder.cost(CostTerm.tracking("stage", CostTerm.Where.STAGE, b, 0.6));
    builder.cost(CostTerm.tracking("end", CostTerm.Where.TERMINAL, b, 0.6));
    builder.input(InputLimit.range(0, "F", 5.0, 100.0).withMovePrice(0.1 / (100.0 * 100.0)));
    builder.input(InputLimit.range(1, "Q", -8500.0, 0.0).withMovePrice(1e-3 / (2000.0 * 2000.0)));
    builder.limit(builder.state("TR", 50.0, 140.0).soft(1e2, 0.0));
    builder.limit(builder.state("TK", 50.0, 140.0));
    return builder.build();
  }

  /** Nominal first, then all combinations of α and β. */
  public static List<MultipleShooting> scenarios(ProcessModel process, Vec state, Vec previous) {
    OptimalControlProblem problem = problem(process);
    List<MultipleShooting> scenarios = new ArrayList<>();
    for (double alpha : new double[] {1.0, 1.05, 0.95}) {
      for (double beta : new double[] {1.0, 1.1, 0.9}) {
        scenarios.add(
            new MultipleShooting(
                problem,
                process,
                Vec.of(alpha, beta),
                new Scheme(Tableau.RK4, STEP / 2),
                Grid.uniform(0.0, STEP, 20),
                problem.values(Map.of()),
                Start.fresh(state, previous, 0)));
      }
    }
    return scenarios;
  }

  /** z with the same controls everywhere and states that follow. */
  public static void guess(NonlinearProgram program, double flow, double heat, double[] z) {
    for (int k = 0; k <= program.shape().stages(); k++) {
      if (program.shape().controls(k) > 0) {
        int at = program.shape().variableOffset(k) + program.shape().states(k);
        z[at] = flow;
        z[at + 1] = heat;
      }
    }
    program.simulate(z);
  }
}
