package io.biopilot.bench.numeric;

/**
 * {@code six-states.yaml} as somebody who knows it would write it in Java: every quotient once,
 * every common part once, nothing but locals. Inputs x = [X S A P C V | F T | t]; the parameters in
 * the file's order.
 */
final class HandWrittenModel {
  private static final int COLUMNS = 9;

  private HandWrittenModel() {}

  /** dx = f(x; p). */
  static void valueInto(double[] x, double[] p, double[] dx) {
    double biomass = x[0];
    double s = x[1];
    double a = x[2];
    double c = x[4];
    double d = x[6] / x[5];
    double warmth = Math.exp(p[4] * (1.0 / p[5] - 1.0 / x[7]));
    double mu = p[0] * warmth * s / (p[1] + s + s * s / p[2]) * c / (p[3] + c);
    double over = p[8] * s / (p[9] + s);
    double reuse = p[10] * a / (p[9] + a);
    dx[0] = (mu - d) * biomass;
    dx[1] = d * (p[16] - s) - (mu / p[6] + p[7] + over) * biomass;
    dx[2] = (over - reuse) * biomass - d * a;
    dx[3] = (p[11] * mu + p[12]) * biomass - d * x[3];
    dx[4] = p[14] * (p[15] - c) - p[13] * mu * biomass - d * c;
    dx[5] = x[6];
  }

  /** The value, and the Jacobian over all nine inputs, row-major; every entry is written. */
  static void valueAndJacobianInto(double[] x, double[] p, double[] dx, double[] j) {
    double biomass = x[0];
    double s = x[1];
    double a = x[2];
    double product = x[3];
    double c = x[4];
    double perV = 1.0 / x[5];
    double d = x[6] * perV;
    double perT = 1.0 / x[7];
    double perKi = 1.0 / p[2];
    double perYield = 1.0 / p[6];
    double warmth = Math.exp(p[4] * (1.0 / p[5] - perT));
    double perS = 1.0 / (p[1] + s + s * s * perKi);
    double perC = 1.0 / (p[3] + c);
    double fast = p[0] * warmth;
    double bySubstrate = s * perS;
    double byOxygen = c * perC;
    double mu = fast * bySubstrate * byOxygen;
    double perKaS = 1.0 / (p[9] + s);
    double perKaA = 1.0 / (p[9] + a);
    double over = p[8] * s * perKaS;
    double reuse = p[10] * a * perKaA;
    double uptake = mu * perYield + p[7] + over;
    dx[0] = (mu - d) * biomass;
    dx[1] = d * (p[16] - s) - uptake * biomass;
    dx[2] = (over - reuse) * biomass - d * a;
    dx[3] = (p[11] * mu + p[12]) * biomass - d * product;
    dx[4] = p[14] * (p[15] - c) - p[13] * mu * biomass - d * c;
    dx[5] = x[6];
    double grown =
        biomass * fast * byOxygen * (perS - bySubstrate * perS * (1.0 + 2.0 * s * perKi));
    double breathed = biomass * fast * bySubstrate * (perC - byOxygen * perC);
    double warmed = biomass * mu * p[4] * perT * perT;
    double flown = biomass * p[8] * p[9] * perKaS * perKaS;
    double perVd = d * perV;
    row(j, 0, mu - d, grown, breathed, biomass * perVd);
    rest(j, 0, -biomass * perV, warmed);
    double inflow = p[16] - s;
    row(j, 1, -uptake, -d - grown * perYield - flown, -breathed * perYield, -inflow * perVd);
    rest(j, 1, inflow * perV, -warmed * perYield);
    row(j, 2, over - reuse, flown, 0.0, a * perVd);
    j[2 * COLUMNS + 2] = -d - biomass * p[10] * p[9] * perKaA * perKaA;
    rest(j, 2, -a * perV, 0.0);
    row(j, 3, p[11] * mu + p[12], p[11] * grown, p[11] * breathed, product * perVd);
    j[3 * COLUMNS + 3] = -d;
    rest(j, 3, -product * perV, p[11] * warmed);
    row(j, 4, -p[13] * mu, -p[13] * grown, -p[14] - d - p[13] * breathed, c * perVd);
    rest(j, 4, -c * perV, -p[13] * warmed);
    row(j, 5, 0.0, 0.0, 0.0, 0.0);
    rest(j, 5, 1.0, 0.0);
  }

  /** The columns of the states; those of A and P are zero but for their own rows. */
  private static void row(double[] j, int i, double x, double s, double c, double v) {
    int at = i * COLUMNS;
    j[at] = x;
    j[at + 1] = s;
    j[at + 2] = 0.0;
    j[at + 3] = 0.0;
    j[at + 4] = c;
    j[at + 5] = v;
  }

  private static void rest(double[] j, int i, double feed, double temperature) {
    int at = i * COLUMNS + 6;
    j[at] = feed;
    j[at + 1] = temperature;
    j[at + 2] = 0.0;
  }
}
