package io.biopilot.mpc.nlp;

import java.util.Arrays;

/**
 * The one-sided inequalities of a quadratic program with their slacks and prices, as flat arrays:
 * what an interior-point method does to them, side by side.
 *
 * <pre>
 * σ (y − d) + s − t = 0,  t ≥ 0 with price λ;    y a variable or a row, σ = +1 lower, −1 upper
 * soft sides:  s ≥ 0 with price ν,   Q s + q − λ − ν = 0   (Q quadratic, q linear weight)
 * </pre>
 *
 * <p>Hard sides come first. The slack s is eliminated side by side: with w = λ/t and D = Q + w +
 * ν/s the side contributes w (Q + ν/s)/D to the Hessian instead of w.
 */
final class Sides {

  private final int[] index;
  private final double[] sign;
  private final double[] bound;
  private final double[] slack;
  private final double[] price;
  private final double[] softness;
  private final double[] softPrice;
  private final double[] lin;
  private final double[] quad;
  private final double[] residual;
  private final double[] softResidual;
  private final double[] product;
  private final double[] softProduct;
  private final double[] dSlack;
  private final double[] dPrice;
  private final double[] dSoftness;
  private final double[] dSoftPrice;
  private final double[] perSlack; // 1/t, kept by addWeights for the iteration: divisions are slow
  private final double[] perPrice; // 1/λ
  private final double[] ratio; // λ/t
  private final double[] each; // gathered, or to be spread, by side

  private int hard;
  private int count;
  private double largestResidual;

  Sides(StageShape shape) {
    int most = 2 * (shape.totalVariables() + shape.totalRows());
    index = new int[most];
    sign = new double[most];
    bound = new double[most];
    slack = new double[most];
    price = new double[most];
    softness = new double[most];
    softPrice = new double[most];
    lin = new double[most];
    quad = new double[most];
    residual = new double[most];
    softResidual = new double[most];
    product = new double[most];
    softProduct = new double[most];
    dSlack = new double[most];
    dPrice = new double[most];
    dSoftness = new double[most];
    dSoftPrice = new double[most];
    perSlack = new double[most];
    perPrice = new double[most];
    ratio = new double[most];
    each = new double[most];
  }

  int count() {
    return count;
  }

  /** Number of complementary pairs. */
  int pairs() {
    return 2 * count - hard;
  }

  double largestResidual() {
    return largestResidual;
  }

  /** Collects the finite limits, the hard ones first. */
  void collect(StageQp qp) {
    count = 0;
    for (int i = qp.shape().states(0); i < qp.lower().length; i++) {
      if (qp.linear()[i] == Double.POSITIVE_INFINITY) {
        add(qp, i);
      }
    }
    hard = count;
    for (int i = qp.shape().states(0); i < qp.lower().length; i++) {
      if (qp.linear()[i] != Double.POSITIVE_INFINITY) {
        add(qp, i);
      }
    }
  }

  private void add(StageQp qp, int limit) {
    if (qp.fixed(limit)) {
      return;
    }
    if (qp.lower()[limit] > Double.NEGATIVE_INFINITY) {
      put(limit, 1.0, qp.lower()[limit]);
      lin[count - 1] = qp.linear()[limit];
      quad[count - 1] = qp.quadratic()[limit];
    }
    if (qp.upper()[limit] < Double.POSITIVE_INFINITY) {
      put(limit, -1.0, qp.upper()[limit]);
      lin[count - 1] = qp.linear()[limit];
      quad[count - 1] = qp.quadratic()[limit];
    }
  }

  private void put(int limit, double sigma, double value) {
    index[count] = limit;
    sign[count] = sigma;
    bound[count] = value;
    count++;
  }

  /** Slacks at least the threshold, prices such that every product is mu. */
  void begin(double[] y, double threshold, double mu) {
    for (int i = 0; i < count; i++) {
      double gap = sign[i] * (y[index[i]] - bound[i]);
      slack[i] = Math.max(gap, threshold);
      price[i] = mu / slack[i];
      if (i >= hard) {
        softness[i] = Math.max(threshold, threshold - gap);
        slack[i] = gap + softness[i];
        price[i] = Math.min(mu / slack[i], 0.5 * lin[i] + 0.5 * quad[i] * softness[i]);
        softPrice[i] = Math.max(lin[i] + quad[i] * softness[i] - price[i], mu / softness[i]);
      }
    }
  }

  /** Begins from given prices, kept away from the boundary so that every product is about mu. */
  void resume(double[] y, QpSolution last, double mu) {
    double least = Math.sqrt(mu);
    for (int i = 0; i < count; i++) {
      double given = sign[i] > 0 ? last.lowerPrices[index[i]] : last.upperPrices[index[i]];
      double gap = sign[i] * (y[index[i]] - bound[i]);
      price[i] = Math.max(given, Math.min(least, mu / Math.max(gap, 1e-300)));
      if (i >= hard) {
        double total = lin[i] + quad[i] * Math.max(0.0, -gap);
        double rest = total - price[i];
        softPrice[i] = Math.max(rest, Math.min(least, 0.01 * total));
        softness[i] = Math.max(Math.max(-gap, 0.0), mu / softPrice[i]);
        gap += softness[i];
      }
      slack[i] = Math.max(gap, mu / price[i]);
    }
  }

  /** Residuals of the sides; adds −σλ to the gradient in the order of the limits. */
  void residuals(double[] y, double[] gradient) {
    gather(y);
    for (int i = 0; i < count; i++) {
      residual[i] = sign[i] * (each[i] - bound[i]) - slack[i];
    }
    for (int i = hard; i < count; i++) {
      residual[i] += softness[i];
      softResidual[i] = quad[i] * softness[i] + lin[i] - price[i] - softPrice[i];
    }
    for (int i = 0; i < count; i++) {
      gradient[index[i]] -= sign[i] * price[i];
    }
    largestResidual =
        Math.max(Extremes.largest(residual, 0, count), Extremes.largest(softResidual, hard, count));
  }

  /** What follows runs without indices, which the compiler makes vectors of. */
  private void gather(double[] y) {
    for (int i = 0; i < count; i++) {
      each[i] = y[index[i]];
    }
  }

  /** Mean product of slack and price. */
  double mu() {
    double sum = 0.0;
    for (int i = 0; i < count; i++) {
      sum = Math.fma(slack[i], price[i], sum);
    }
    for (int i = hard; i < count; i++) {
      sum = Math.fma(softness[i], softPrice[i], sum);
    }
    int pairs = pairs();
    return pairs == 0 ? 0.0 : sum / pairs;
  }

  double largestProduct() {
    return Math.max(
        Extremes.largestProduct(slack, price, 0, count),
        Extremes.largestProduct(softness, softPrice, hard, count));
  }

  /** Mean product after a step of the given length along the present direction. */
  double muAfter(double step) {
    double sum = 0.0;
    for (int i = 0; i < count; i++) {
      sum += (slack[i] + step * dSlack[i]) * (price[i] + step * dPrice[i]);
    }
    for (int i = hard; i < count; i++) {
      sum += (softness[i] + step * dSoftness[i]) * (softPrice[i] + step * dSoftPrice[i]);
    }
    int pairs = pairs();
    return pairs == 0 ? 0.0 : sum / pairs;
  }

  /**
   * weights += what the sides add to the Hessian's diagonal, in the order of the limits; first in
   * every iteration.
   */
  void addWeights(double[] weights) {
    for (int i = 0; i < count; i++) {
      perSlack[i] = 1.0 / slack[i];
      perPrice[i] = 1.0 / price[i];
      ratio[i] = price[i] * perSlack[i];
    }
    for (int i = 0; i < hard; i++) {
      weights[index[i]] += ratio[i];
    }
    for (int i = hard; i < count; i++) {
      double w = ratio[i];
      double inner = quad[i] + softPrice[i] / softness[i];
      weights[index[i]] += w * inner / (w + inner);
    }
  }

  /** Products to be removed by the predictor. */
  void predict() {
    for (int i = 0; i < count; i++) {
      product[i] = slack[i] * price[i];
    }
    for (int i = hard; i < count; i++) {
      softProduct[i] = softness[i] * softPrice[i];
    }
  }

  /** Second-order term of the predictor's step and the centring target (Mehrotra 1992). */
  void correct(double target) {
    for (int i = 0; i < count; i++) {
      product[i] = slack[i] * price[i] + dSlack[i] * dPrice[i] - target;
    }
    for (int i = hard; i < count; i++) {
      softProduct[i] = softness[i] * softPrice[i] + dSoftness[i] * dSoftPrice[i] - target;
    }
  }

  /** gradient += what the sides' right-hand side adds, in the order of the limits. */
  void addGradient(double[] gradient) {
    for (int i = 0; i < count; i++) {
      each[i] = Math.fma(product[i], perSlack[i], ratio[i] * residual[i]);
    }
    for (int i = hard; i < count; i++) {
      double w = ratio[i];
      double d = quad[i] + w + softPrice[i] / softness[i];
      each[i] -= w / d * (softResidual[i] + each[i] + softProduct[i] / softness[i]);
    }
    for (int i = 0; i < count; i++) {
      gradient[index[i]] += sign[i] * each[i];
    }
  }

  /** The sides' own steps from the step dy of variables and rows. */
  void recover(double[] dy) {
    gather(dy);
    for (int i = 0; i < hard; i++) {
      double dt = sign[i] * each[i] + residual[i];
      dSlack[i] = dt;
      dPrice[i] = -product[i] * perSlack[i] - ratio[i] * dt;
    }
    for (int i = hard; i < count; i++) {
      double w = ratio[i];
      double move = sign[i] * each[i];
      double v = softPrice[i] / softness[i];
      double e = Math.fma(product[i], perSlack[i], w * residual[i]);
      double rest = softResidual[i] + e + softProduct[i] / softness[i];
      double ds = -(rest + w * move) / (quad[i] + w + v);
      dSoftness[i] = ds;
      dSoftPrice[i] = -softProduct[i] / softness[i] - v * ds;
      double dt = move + ds + residual[i];
      dSlack[i] = dt;
      dPrice[i] = -product[i] * perSlack[i] - w * dt;
    }
  }

  /** Longest step in (0, 1] that keeps everything positive. */
  double longestStep() {
    double worst = Extremes.smallestProduct(dSlack, perSlack, 0, count, -1.0);
    worst = Extremes.smallestProduct(dPrice, perPrice, 0, count, worst);
    for (int i = hard; i < count; i++) {
      worst = Math.min(worst, Math.min(dSoftness[i] / softness[i], dSoftPrice[i] / softPrice[i]));
    }
    return -1.0 / worst;
  }

  void advance(double step) {
    for (int i = 0; i < count; i++) {
      slack[i] = Math.fma(step, dSlack[i], slack[i]);
      price[i] = Math.fma(step, dPrice[i], price[i]);
    }
    for (int i = hard; i < count; i++) {
      softness[i] = Math.fma(step, dSoftness[i], softness[i]);
      softPrice[i] = Math.fma(step, dSoftPrice[i], softPrice[i]);
    }
  }

  /** Writes the prices by limit; absent limits get 0. */
  void pricesInto(QpSolution solution) {
    Arrays.fill(solution.lowerPrices, 0.0);
    Arrays.fill(solution.upperPrices, 0.0);
    for (int i = 0; i < count; i++) {
      if (sign[i] > 0) {
        solution.lowerPrices[index[i]] = price[i];
      } else {
        solution.upperPrices[index[i]] = price[i];
      }
    }
  }
}
