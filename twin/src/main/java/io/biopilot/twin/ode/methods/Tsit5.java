package io.biopilot.twin.ode.methods;

import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.ode.Stepper;
import java.util.List;

/**
 * Explicit Runge-Kutta pair 5(4) with seven stages, the last of which is the next step's first, and
 * a free dense output of order 4. The default for problems that are not stiff.
 *
 * <p>Source: Ch. Tsitouras, Runge-Kutta pairs of order 5(4) satisfying only the first column
 * simplifying assumption, Computers and Mathematics with Applications 62 (2011) 770-775; the dense
 * output's factored polynomials are multiplied out here with 50 digits.
 */
public record Tsit5() implements Tabulated {

  private static final Vec B =
      Vec.of(
          0.09646076681806523,
          0.01,
          0.4798896504144996,
          1.379008574103742,
          -3.290069515436081,
          2.324710524099774,
          0.0);

  private static final ButcherTable TABLE =
      new ButcherTable(
          List.of(
              Vec.of(),
              Vec.of(0.161),
              Vec.of(-0.008480655492356989, 0.335480655492357),
              Vec.of(2.8971530571054935, -6.359448489975075, 4.3622954328695815),
              Vec.of(
                  5.325864828439257, -11.748883564062828, 7.4955393428898365, -0.09249506636175525),
              Vec.of(
                  5.86145544294642,
                  -12.92096931784711,
                  8.159367898576159,
                  -0.071584973281401,
                  -0.028269050394068383),
              Vec.of(
                  0.09646076681806523,
                  0.01,
                  0.4798896504144996,
                  1.379008574103742,
                  -3.290069515436081,
                  2.324710524099774)),
          B,
          Vec.of(
              B.get(0) - 0.09468075576583945,
              B.get(1) - 0.009183565540343254,
              B.get(2) - 0.4877705284247616,
              B.get(3) - 1.234297566930479,
              B.get(4) + 2.7077123499835256,
              B.get(5) - 1.866628418170587,
              -1.0 / 66.0),
          Vec.of(0.0, 0.161, 0.327, 0.9, 0.9800255409045097, 1.0, 1.0),
          List.of(
              Vec.of(1.0, -2.763706197274826, 2.9132554618219126, -1.0530884977290216),
              Vec.of(0.0, 0.1317, -0.2234, 0.1017),
              Vec.of(0.0, 3.9302962368947516, -5.941033872131505, 2.490627285651253),
              Vec.of(0.0, -12.411077166933676, 30.33818863028232, -16.548102889244902),
              Vec.of(0.0, 37.50931341651104, -88.1789048947664, 47.37952196281928),
              Vec.of(0.0, -27.896526289197286, 65.09189467479366, -34.87065786149661),
              Vec.of(0.0, 1.5, -4.0, 2.5)));

  /** The coefficients. */
  public static ButcherTable table() {
    return TABLE;
  }

  @Override
  public ButcherTable coefficients() {
    return TABLE;
  }

  @Override
  public String name() {
    return "Tsit5";
  }

  @Override
  public int order() {
    return 5;
  }

  @Override
  public int denseOrder() {
    return 4;
  }

  @Override
  public Stepper stepper(int dimension) {
    return new ExplicitStepper(this, TABLE, 4, dimension);
  }
}
