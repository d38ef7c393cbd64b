package io.biopilot.mpc.nlp;

/**
 * Which limits hold, are broken or do not matter at a solution: guessed from the solver's prices,
 * then corrected with those of a Newton step until the two agree. Where one stands on the edge
 * between two cases the solution has no derivative.
 */
final class LimitStandings {

  /** A price or a gap of less than this share of its scale is none. */
  private static final double NEGLIGIBLE = 1e-7;

  private final StageQp qp;
  private final Standing[] standing;
  private double objectiveScale;

  LimitStandings(StageQp qp) {
    this.qp = qp;
    standing = new Standing[qp.lower().length];
  }

  Standing of(int limit) {
    return standing[limit];
  }

  /** Size of what a limit limits. */
  private double scale(int i, double value) {
    double scale = Math.max(Math.abs(value), 1e-9);
    double low = qp.lower()[i] + value;
    double high = qp.upper()[i] + value;
    scale = Double.isInfinite(low) ? scale : Math.max(scale, Math.abs(low));
    return Double.isInfinite(high) ? scale : Math.max(scale, Math.abs(high));
  }

  /**
   * A first guess. Limits are relative to the values.
   *
   * @param values of the limited quantities, by limit
   */
  void guess(QpSolution prices, double objective, double[] values) {
    objectiveScale = Math.max(Math.abs(objective), 1e-9);
    for (int k = 0; k <= qp.shape().stages(); k++) {
      for (int i = 0; i < qp.gradient(k).length; i++) {
        int at = qp.shape().variableOffset(k) + i;
        double effect = Math.abs(qp.gradient(k)[i]) * scale(at, values[at]);
        objectiveScale = Math.max(objectiveScale, effect);
      }
    }
    int first = qp.shape().states(0);
    for (int i = 0; i < standing.length; i++) {
      standing[i] = i >= first && qp.fixed(i) ? Standing.AT_UPPER : Standing.FREE;
      if (i >= first && !qp.fixed(i)) {
        double rate = objectiveScale / Math.pow(scale(i, values[i]), 2);
        Standing low = side(i, -qp.lower()[i], prices.lowerPrices[i], rate, Standing.AT_LOWER);
        Standing high = side(i, qp.upper()[i], prices.upperPrices[i], rate, Standing.AT_UPPER);
        standing[i] = low == Standing.FREE ? high : low;
      }
    }
  }

  private Standing side(int i, double gap, double price, double rate, Standing held) {
    if (!(price > gap * rate)) {
      return Standing.FREE;
    }
    double most = qp.linear()[i];
    if (most < Double.POSITIVE_INFINITY && -gap * rate > most - price) {
      return held == Standing.AT_LOWER ? Standing.BELOW : Standing.ABOVE;
    }
    return held;
  }

  /** What {@link #correct} found. */
  enum Found {
    /** Every limit stands as assumed, clearly. */
    AGREED,
    /** Some were moved; solve again. */
    MOVED,
    /** One stands on an edge: {@link #edge}. */
    ON_AN_EDGE
  }

  private int edge;

  /** The limit that stands on an edge. */
  int edge() {
    return edge;
  }

  /**
   * Compares with a full Newton step.
   *
   * @param moves of the limited quantities, by limit
   * @param heldPrices price of each held limit, positive if it wants to be held
   */
  Found correct(double[] values, double[] moves, double[] heldPrices) {
    boolean moved = false;
    int onEdge = -1;
    for (int i = qp.shape().states(0); i < standing.length; i++) {
      if (qp.fixed(i)) {
        continue;
      }
      double room = NEGLIGIBLE * scale(i, values[i]);
      Standing next = next(i, moves[i], heldPrices[i], room);
      if (next != standing[i]) {
        moved = true;
        standing[i] = next;
      } else if (close(i, moves[i], heldPrices[i], room)) {
        onEdge = i;
      }
    }
    edge = onEdge;
    return moved ? Found.MOVED : onEdge < 0 ? Found.AGREED : Found.ON_AN_EDGE;
  }

  private Standing next(int i, double move, double price, double room) {
    Standing now = standing[i];
    double below = qp.lower()[i] - move;
    double above = move - qp.upper()[i];
    if (now.held()) {
      boolean low = now == Standing.AT_LOWER;
      // Clearly unwanted only: prices near zero are an edge, not a reason to move.
      if (price * scaleOf(room) < -NEGLIGIBLE * objectiveScale) {
        return Standing.FREE;
      }
      if ((price - qp.linear()[i]) * scaleOf(room) > NEGLIGIBLE * objectiveScale) {
        return low ? Standing.BELOW : Standing.ABOVE;
      }
      return now;
    }
    if (now == Standing.FREE) {
      return below > room ? Standing.AT_LOWER : above > room ? Standing.AT_UPPER : now;
    }
    double violation = now == Standing.BELOW ? below : above;
    return violation >= -room ? now : now == Standing.BELOW ? Standing.AT_LOWER : Standing.AT_UPPER;
  }

  private static double scaleOf(double room) {
    return room / NEGLIGIBLE;
  }

  private boolean close(int i, double move, double price, double room) {
    Standing now = standing[i];
    if (now.held()) {
      double least = NEGLIGIBLE * objectiveScale / scaleOf(room);
      return price <= least || qp.linear()[i] - price <= least;
    }
    return Math.abs(qp.lower()[i] - move) <= room || Math.abs(move - qp.upper()[i]) <= room;
  }
}
