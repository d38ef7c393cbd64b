package io.biopilot.mpc.nlp;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Which limits of a quadratic program are taken to bind, with their net prices ν = λ(lower) −
 * λ(upper), so that stationarity reads gradient − ν = 0.
 *
 * <p>A soft limit has three states: kept (ν = 0), just kept (0 < ν < its price), broken (ν its
 * price, more with a quadratic weight).
 */
final class LimitSet {

  private static final byte FREE = 0;
  private static final byte LOWER = 1;
  private static final byte UPPER = 2;
  private static final byte BELOW = 3;
  private static final byte ABOVE = 4;
  private static final byte EQUAL = 5;

  private final StageQp qp;
  private final double[] net;
  private final byte[] state;
  private final boolean[] clampable; // a control: binding makes it a constant
  private final int[] stage;
  private final int[] limited; // limits with a finite side
  private int count;
  private int lastHeld;
  private int changes;

  LimitSet(StageQp qp) {
    this.qp = qp;
    StageShape shape = qp.shape();
    int limits = qp.lower().length;
    net = new double[limits];
    state = new byte[limits];
    clampable = new boolean[limits];
    stage = new int[limits];
    limited = new int[limits];
    for (int k = 0; k <= shape.stages(); k++) {
      int from = shape.variableOffset(k);
      Arrays.fill(stage, from, from + shape.variables(k), k);
      Arrays.fill(clampable, from + shape.states(k), from + shape.variables(k), true);
      int row = qp.limitOfRow(k, 0);
      Arrays.fill(stage, row, row + shape.rows(k), k);
    }
  }

  /** Takes the set from prices and gaps at y where a last solution is given, else an empty one. */
  void begin(@Nullable QpSolution last, double[] y) {
    double[] lower = qp.lower();
    double[] upper = qp.upper();
    count = 0;
    for (int i = qp.shape().states(0); i < lower.length; i++) {
      net[i] = 0.0;
      state[i] = FREE;
      if (lower[i] == Double.NEGATIVE_INFINITY && upper[i] == Double.POSITIVE_INFINITY) {
        continue;
      }
      limited[count++] = i;
      if (upper[i] - lower[i] <= StageQp.NO_ROOM && hard(i)) {
        state[i] = EQUAL;
      }
      if (last != null) {
        guess(i, last, y[i]);
      }
    }
  }

  private boolean hard(int i) {
    return qp.linear()[i] == Double.POSITIVE_INFINITY;
  }

  private void guess(int i, QpSolution last, double y) {
    double price = last.lowerPrices[i];
    double other = last.upperPrices[i];
    if (state[i] == EQUAL) {
      net[i] = price - other;
    } else if (price > other && price > y - qp.lower()[i]) {
      state[i] = full(i, price) ? BELOW : LOWER;
      net[i] = price;
    } else if (other > price && other > qp.upper()[i] - y) {
      state[i] = full(i, other) ? ABOVE : UPPER;
      net[i] = -other;
    }
  }

  private boolean full(int i, double price) {
    return price >= qp.linear()[i] * (1.0 - 1e-6);
  }

  /** Adds what binding and broken limits add to the Hessian and to the gradient at the origin. */
  void contribute(double clamped, double hold, double[] weights, double[] rhs) {
    lastHeld = -1;
    for (int c = 0; c < count; c++) {
      int i = limited[c];
      switch (state[i]) {
        case LOWER, EQUAL -> bind(i, qp.lower()[i], clampable[i] ? clamped : hold, weights, rhs);
        case UPPER -> bind(i, qp.upper()[i], clampable[i] ? clamped : hold, weights, rhs);
        case BELOW -> {
          weights[i] = qp.quadratic()[i];
          rhs[i] -= qp.linear()[i] + qp.quadratic()[i] * qp.lower()[i];
        }
        case ABOVE -> {
          weights[i] = qp.quadratic()[i];
          rhs[i] += qp.linear()[i] - qp.quadratic()[i] * qp.upper()[i];
        }
        default -> {}
      }
    }
  }

  private void bind(int i, double bound, double weight, double[] weights, double[] rhs) {
    weights[i] = weight;
    rhs[i] -= weight * bound;
    if (!clampable[i]) {
      rhs[i] -= net[i];
      lastHeld = Math.max(lastHeld, stage[i]);
    }
  }

  /** The last stage with a state or row that is held by its price, which refinements change. */
  int lastHeld() {
    return lastHeld;
  }

  /** New prices of states and rows at their values; returns the largest miss of what is held. */
  double price(double hold, double[] y) {
    double worst = 0.0;
    for (int c = 0; c < count; c++) {
      int i = limited[c];
      byte now = state[i];
      if (now == BELOW) {
        net[i] = qp.linear()[i] + qp.quadratic()[i] * (qp.lower()[i] - y[i]);
      } else if (now == ABOVE) {
        net[i] = -qp.linear()[i] - qp.quadratic()[i] * (y[i] - qp.upper()[i]);
      } else if (now != FREE && !clampable[i]) {
        double miss = y[i] - (now == UPPER ? qp.upper()[i] : qp.lower()[i]);
        net[i] -= hold * miss;
        worst = Math.max(worst, Math.abs(miss));
      }
      if (!(Math.abs(y[i]) <= Double.MAX_VALUE)) {
        return Double.NaN;
      }
    }
    return worst;
  }

  /** gradient −= ν, without the binding controls. */
  void addPrices(double[] gradient) {
    for (int c = 0; c < count; c++) {
      int i = limited[c];
      if (state[i] != FREE && !constant(i)) {
        gradient[i] -= net[i];
      }
    }
  }

  /** A binding control's price is what is left of its gradient. */
  void priceControls(double[] gradient) {
    for (int c = 0; c < count; c++) {
      int i = limited[c];
      if (constant(i)) {
        net[i] = gradient[i];
      }
    }
  }

  /** Whether the limit makes its variable a constant. */
  boolean constant(int i) {
    byte now = state[i];
    return clampable[i] && (now == LOWER || now == UPPER || now == EQUAL);
  }

  /**
   * Corrects the set by the signs of gaps and prices.
   *
   * @return the last stage where anything changed, -1 if nothing did
   */
  int correct(double[] y, double slack) {
    int last = -1;
    changes = 0;
    for (int c = 0; c < count; c++) {
      int i = limited[c];
      byte next = next(i, y[i], slack);
      if (next != state[i]) {
        state[i] = next;
        changes++;
        last = Math.max(last, stage[i]);
        if (next == FREE) {
          net[i] = 0.0;
        }
      }
    }
    return last;
  }

  /** How many limits the last correction changed. */
  int changes() {
    return changes;
  }

  private byte next(int i, double y, double slack) {
    return switch (state[i]) {
      case FREE -> y < qp.lower()[i] - slack ? LOWER : y > qp.upper()[i] + slack ? UPPER : FREE;
      case LOWER -> net[i] < -slack ? FREE : net[i] > qp.linear()[i] + slack ? BELOW : LOWER;
      case UPPER -> net[i] > slack ? FREE : -net[i] > qp.linear()[i] + slack ? ABOVE : UPPER;
      case BELOW -> y > qp.lower()[i] + slack ? LOWER : BELOW;
      case ABOVE -> y < qp.upper()[i] - slack ? UPPER : ABOVE;
      default -> EQUAL;
    };
  }

  void pricesInto(QpSolution solution) {
    Arrays.fill(solution.lowerPrices, 0.0);
    Arrays.fill(solution.upperPrices, 0.0);
    for (int c = 0; c < count; c++) {
      int i = limited[c];
      solution.lowerPrices[i] = Math.max(0.0, net[i]);
      solution.upperPrices[i] = Math.max(0.0, -net[i]);
    }
  }
}
