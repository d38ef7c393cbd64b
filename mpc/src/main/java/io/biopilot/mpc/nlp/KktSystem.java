package io.biopilot.mpc.nlp;

import io.biopilot.twin.linalg.Panels;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The optimality conditions of a {@link NonlinearProgram} at a solution, linearised with those
 * limits held that hold there: how the solution moves with the program's data.
 *
 * <pre>
 * [ H  Tᵀ  Aᵀ ] [ dz ]   [ −d∇L      ]
 * [ T         ] [ dπ ] = [ −dΦ       ]      A: held limits, H: exact, with broken soft limits' part
 * [ A         ] [ dy ]   [  dlimit−dc ]
 * </pre>
 *
 * <p>One Riccati factorisation, one more solve for each held limit on a state or a row, then two
 * solves a direction, forward ({@link #forward}) or adjoint ({@link #adjoint}). Exists where the
 * held limits are independent and clearly held and the second-order condition holds; elsewhere
 * {@link #take} says what is missing. Source: Fiacco, Math. Program. 10 (1976) 287.
 *
 * <p>A workspace bound to one program; one thread.
 */
public final class KktSystem {

  private static final int MOST_CORRECTIONS = 6;
  private static final double FIXED = 1e20;

  /**
   * Why there is no derivative.
   *
   * @param limit that it is about, or -1
   */
  public record Obstacle(String reason, int limit) {}

  private final NonlinearProgram program;
  private final StageShape shape;
  private final StageQp qp;
  private final Riccati riccati;
  private final KktError kkt;
  private final LimitStandings standings;
  private final HeldRows held;
  private final double[] z;
  private final double[] limited; // values of everything limited
  private final double[] defect;
  private final double[] rows;
  private final double[] rowPrices;
  private final double[] weights;
  private final double[] rhs;
  private final double[] fixing; // rhs with what fixes held controls
  private final double[] shifts;
  private final double[] heldPrices;
  private final double[] moves;
  private final double[] dpi;
  private final double[] zeros;
  private final double[] multipliers;
  private final double[] step;
  private double residual = Double.NaN;

  public KktSystem(NonlinearProgram program, Panels panels) {
    this.program = program;
    shape = program.shape();
    qp = new StageQp(shape);
    riccati = new Riccati(qp, panels);
    kkt = new KktError(shape);
    standings = new LimitStandings(qp);
    held = new HeldRows(qp);
    int limits = qp.lower().length;
    z = new double[shape.totalVariables()];
    limited = new double[limits];
    defect = new double[shape.totalStates()];
    rows = new double[shape.totalRows()];
    rowPrices = new double[shape.totalRows()];
    weights = new double[limits];
    rhs = new double[shape.totalVariables()];
    fixing = new double[shape.totalVariables()];
    shifts = new double[limits];
    heldPrices = new double[limits];
    moves = new double[limits];
    dpi = new double[shape.totalStates()];
    zeros = new double[shape.totalStates()];
    multipliers = new double[shape.totalStates()];
    step = new double[shape.totalVariables()];
  }

  /** Variables at which it was taken. */
  public double[] variables() {
    return z;
  }

  /** Multipliers π there, by state. */
  public double[] multipliers() {
    return multipliers;
  }

  /** λ(upper) − λ(lower) there, by row. */
  public double[] rowPrices() {
    return rowPrices;
  }

  /** KKT residual there. */
  public double residual() {
    return residual;
  }

  /**
   * Linearises at the solver's point and factors.
   *
   * @param tolerance largest KKT residual of a point that counts as a solution
   * @return what speaks against a derivative; null if nothing
   */
  public @Nullable Obstacle take(SqpSolver solver, double tolerance) {
    QpSolution prices = solver.prices();
    System.arraycopy(prices.variables, 0, z, 0, z.length);
    System.arraycopy(prices.multipliers, 0, multipliers, 0, multipliers.length);
    program.limitsInto(qp.lower(), qp.upper(), qp.linear(), qp.quadratic());
    System.arraycopy(solver.linearisation().linear(), 0, qp.linear(), 0, qp.linear().length);
    double objective = program.linearise(z, defect, rows, qp);
    System.arraycopy(z, 0, limited, 0, z.length);
    System.arraycopy(rows, 0, limited, z.length, rows.length);
    double missed = relateLimits();
    residual = Math.max(kkt.stationarity(qp, prices), kkt.complementarity(qp, prices));
    residual = Math.max(residual, missed);
    if (!(residual <= tolerance)) {
      String words = "the point is not a solution: KKT residual %.2g, needed %.2g";
      return new Obstacle(words.formatted(residual, tolerance), -1);
    }
    for (int r = 0; r < rowPrices.length; r++) {
      rowPrices[r] = prices.upperPrices[z.length + r] - prices.lowerPrices[z.length + r];
    }
    program.curvature(z, multipliers, rowPrices, NonlinearProgram.Curvature.EXACT, qp);
    standings.guess(prices, objective, limited);
    return settle();
  }

  /** Makes limits relative to the values; the largest violation of a hard one or a transition. */
  private double relateLimits() {
    double missed = 0.0;
    for (int i = shape.states(0); i < limited.length; i++) {
      qp.lower()[i] -= limited[i];
      qp.upper()[i] -= limited[i];
      if (qp.linear()[i] == Double.POSITIVE_INFINITY) {
        missed = Math.max(missed, Math.max(qp.lower()[i], -qp.upper()[i]));
      }
    }
    for (int i = shape.states(0); i < defect.length; i++) {
      missed = Double.isNaN(defect[i]) ? defect[i] : Math.max(missed, Math.abs(defect[i]));
    }
    return missed;
  }

  /** Factors and corrects until every limit stands as assumed. */
  private @Nullable Obstacle settle() {
    for (int i = 0; i < MOST_CORRECTIONS; i++) {
      collect();
      if (!riccati.factor(weights)) {
        return new Obstacle("the second-order condition does not hold", -1);
      }
      if (!held.factor(riccati)) {
        return new Obstacle("limits that hold depend on one another", -1);
      }
      newton();
      LimitStandings.Found found = standings.correct(limited, moves, heldPrices);
      if (found == LimitStandings.Found.AGREED) {
        return null;
      }
      if (found == LimitStandings.Found.ON_AN_EDGE) {
        return new Obstacle("a limit only just holds or is only just free", standings.edge());
      }
    }
    return new Obstacle("which limits hold cannot be told", -1);
  }

  private void collect() {
    double typical = 1e-6;
    for (int k = 0; k <= shape.stages(); k++) {
      for (int i = 0; i < shape.variables(k); i++) {
        typical = Math.max(typical, Math.abs(qp.hessian(k)[i * shape.leading(k) + i]));
      }
    }
    Arrays.fill(weights, 0.0);
    held.clear();
    for (int k = 0; k <= shape.stages(); k++) {
      for (int i = k == 0 ? shape.states(0) : 0; i < shape.variables(k); i++) {
        collect(shape.variableOffset(k) + i, i >= shape.states(k), typical);
      }
      for (int r = 0; r < shape.rows(k); r++) {
        collect(qp.limitOfRow(k, r), false, typical);
      }
    }
  }

  private void collect(int limit, boolean control, double typical) {
    Standing standing = standings.of(limit);
    if (standing.broken) {
      weights[limit] = qp.quadratic()[limit];
    } else if (standing.held() && control) {
      weights[limit] = FIXED;
    } else if (standing.held()) {
      // Any weight gives the same solution; it makes up for curvature the problem lacks here.
      weights[limit] = typical;
      held.add(limit);
    }
  }

  /** A full Newton step from the point: moves and prices. */
  private void newton() {
    Arrays.fill(shifts, 0.0);
    Arrays.fill(step, 0.0);
    for (int k = 0; k <= shape.stages(); k++) {
      System.arraycopy(qp.gradient(k), 0, rhs, shape.variableOffset(k), qp.gradient(k).length);
    }
    for (int i = shape.states(0); i < limited.length; i++) {
      Standing standing = standings.of(i);
      double limit = standing.sign < 0 ? qp.lower()[i] : qp.upper()[i];
      if (standing.held()) {
        shifts[i] = limit;
      } else if (standing.broken) {
        double price = qp.linear()[i] - standing.sign * qp.quadratic()[i] * limit;
        held.addNormal(i, standing.sign * price, rhs);
      }
    }
    System.arraycopy(defect, 0, zeros, 0, defect.length);
    solve(zeros, step);
    Arrays.fill(zeros, 0.0);
    for (int i = 0; i < moves.length; i++) {
      moves[i] = held.value(i, step);
      heldPrices[i] *= standings.of(i).sign;
    }
  }

  /**
   * Solves with the gradient in {@link #rhs} (changed), the transitions' residual and the held
   * limits' {@link #shifts}; the first states of dz are given. Leaves dπ and, in {@link
   * #heldPrices}, dy.
   */
  private void solve(double[] residuals, double[] dz) {
    for (int j = 0; j < held.count(); j++) {
      int limit = held.limit(j);
      held.addNormal(limit, -weights[limit] * shifts[limit], rhs);
    }
    riccati.carry(residuals);
    solveOnce(residuals, dz);
    Arrays.fill(heldPrices, 0.0);
    if (held.count() > 0) {
      double[] y = heldPrices; // its first entries, until they are spread
      for (int j = 0; j < held.count(); j++) {
        y[j] = held.value(held.limit(j), dz) - shifts[held.limit(j)];
      }
      held.solve(y);
      spread();
      for (int j = 0; j < held.count(); j++) {
        held.addNormal(held.limit(j), heldPrices[held.limit(j)], rhs);
      }
      solveOnce(residuals, dz);
    }
    controlPrices(dz);
  }

  /** The right-hand side stays clear of the large weights, which would swallow its last digits. */
  private void solveOnce(double[] residuals, double[] dz) {
    System.arraycopy(rhs, 0, fixing, 0, rhs.length);
    for (int i = shape.states(0); i < fixing.length; i++) {
      if (weights[i] == FIXED) {
        fixing[i] -= FIXED * shifts[i];
      }
    }
    riccati.solve(fixing, residuals, dz, dpi);
  }

  /** Moves y from the first entries to those of its limits; both are increasing per kind. */
  private void spread() {
    for (int j = 0; j < held.count(); j++) {
      moves[j] = heldPrices[j];
    }
    Arrays.fill(heldPrices, 0.0);
    for (int j = 0; j < held.count(); j++) {
      heldPrices[held.limit(j)] = moves[j];
    }
  }

  /** dy of held controls: what is left of their stationarity. */
  private void controlPrices(double[] dz) {
    for (int k = 0; k <= shape.stages(); k++) {
      for (int i = shape.states(k); i < shape.variables(k); i++) {
        int at = shape.variableOffset(k) + i;
        if (standings.of(at).held()) {
          heldPrices[at] = -(rhs[at] + curved(k, i, dz));
        }
      }
    }
  }

  /** Entry of H dz + Σ w a aᵀ dz + Tᵀ dπ for one variable of a stage (not its own fixing). */
  private double curved(int k, int i, double[] dz) {
    int ld = shape.leading(k);
    int zo = shape.variableOffset(k);
    double sum = 0.0;
    for (int j = 0; j < shape.variables(k); j++) {
      sum = Math.fma(qp.hessian(k)[Math.max(i, j) * ld + Math.min(i, j)], dz[zo + j], sum);
    }
    for (int r = 0; r < shape.rows(k); r++) {
      int limit = qp.limitOfRow(k, r);
      double a = qp.rows(k)[r * ld + i];
      if (weights[limit] != 0.0 && a != 0.0) {
        sum += weights[limit] * a * held.value(limit, dz);
      }
    }
    if (standings.of(zo + i).broken) {
      sum += weights[zo + i] * dz[zo + i];
    }
    int child = shape.firstChild(k);
    for (int c = child; c < child + shape.children(k); c++) {
      for (int n = 0; n < shape.states(c); n++) {
        sum = Math.fma(qp.transition(c - 1)[n * ld + i], dpi[shape.stateOffset(c) + n], sum);
      }
    }
    return sum;
  }

  /** dz of a change of the data. */
  public void forward(KktChange change, double[] dz) {
    System.arraycopy(change.gradient, 0, rhs, 0, rhs.length);
    Arrays.fill(shifts, 0.0);
    for (int i = shape.states(0); i < limited.length; i++) {
      Standing standing = standings.of(i);
      double value = i < z.length ? 0.0 : change.rows[i - z.length];
      double limit = standing.sign < 0 ? change.lower[i] : change.upper[i];
      if (standing.held()) {
        shifts[i] = limit - value;
      } else if (standing.broken) {
        double violation = violation(i, standing);
        double price = change.linear[i] + violation * change.quadratic[i];
        price += standing.sign * qp.quadratic()[i] * (value - limit);
        held.addNormal(i, standing.sign * price, rhs);
      }
    }
    System.arraycopy(change.initial, 0, dz, 0, change.initial.length);
    solve(change.transitions, dz);
  }

  private double violation(int i, Standing standing) {
    return standing.sign < 0 ? qp.lower()[i] : -qp.upper()[i];
  }

  /**
   * worth ← what each change of the data is worth to zbarᵀ dz: the transpose of {@link #forward}.
   */
  public void adjoint(double[] zbar, KktChange worth) {
    worth.clear();
    for (int i = 0; i < rhs.length; i++) {
      rhs[i] = -zbar[i];
    }
    Arrays.fill(shifts, 0.0);
    Arrays.fill(step, 0, shape.states(0), 0.0);
    solve(zeros, step);
    for (int i = shape.states(0); i < step.length; i++) {
      worth.gradient[i] = -step[i];
    }
    for (int i = shape.states(0); i < dpi.length; i++) {
      worth.transitions[i] = -dpi[i];
    }
    for (int i = shape.states(0); i < limited.length; i++) {
      limitWorth(i, standings.of(i), worth);
    }
    for (int i = 0; i < shape.states(0); i++) {
      worth.initial[i] = zbar[i] - curved(0, i, step) - heldAtFirst(i);
    }
  }

  private double heldAtFirst(int i) {
    double sum = 0.0;
    for (int r = 0; r < shape.rows(0); r++) {
      sum += qp.rows(0)[r * shape.leading(0) + i] * heldPrices[qp.limitOfRow(0, r)];
    }
    return sum;
  }

  private void limitWorth(int i, Standing standing, KktChange worth) {
    if (standing == Standing.FREE) {
      return;
    }
    double ofLimit;
    if (standing.held()) {
      ofLimit = heldPrices[i];
    } else {
      double ofPrice = -standing.sign * held.value(i, step);
      worth.linear[i] = ofPrice;
      worth.quadratic[i] = ofPrice * violation(i, standing);
      ofLimit = -standing.sign * qp.quadratic()[i] * ofPrice;
    }
    (standing.sign < 0 ? worth.lower : worth.upper)[i] = ofLimit;
    if (i >= z.length) {
      worth.rows[i - z.length] = -ofLimit;
    }
  }
}
