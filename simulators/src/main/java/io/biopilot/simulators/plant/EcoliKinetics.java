package io.biopilot.simulators.plant;

/**
 * Right-hand side of the plant {@code ecoli-induced}, for one batch's numbers.
 *
 * <p>Metabolism after Anane et al. 2017; shock, recovery and induction after Lee and Ramirez 1992,
 * with product formed from oxidised glucose instead of from S alone. States by index: see the
 * constants. Not thread-safe: inputs and results of the last evaluation are fields.
 */
final class EcoliKinetics {

  /** Volume (L). */
  static final int V = 0;

  /** Biomass (g/L). */
  static final int X = 1;

  /** Glucose (g/L). */
  static final int S = 2;

  /** Acetate (g/L). */
  static final int A = 3;

  /** Dissolved oxygen (% of air saturation). */
  static final int DOT = 4;

  /** What the lagging probe feels (% of air saturation). */
  static final int DOTM = 5;

  /** Product (g/L). */
  static final int P = 6;

  /** Inducer (g/L). */
  static final int I = 7;

  /** Share of the uptake left by the shock of induction. */
  static final int SHOCK = 8;

  /** Share recovered from it. */
  static final int RECOVERED = 9;

  /** Carbon dioxide given off since inoculation (g). */
  static final int CO2 = 10;

  static final int STATES = 11;

  /** Mass of CO2 for one g of carbon. */
  private static final double CO2_PER_CARBON = 44.009 / 12.011;

  private static final double SECONDS_AN_HOUR = 3600;

  /** True feed (L/h). */
  double feed;

  /** Oxygen transfer coefficient (1/h). */
  double transfer;

  private final double qsMax;
  private final double ks;
  private final double kia;
  private final double paMax;
  private final double kap;
  private final double yas;
  private final double ko;
  private final double qm;
  private final double yem;
  private final double yxa;
  private final double yxsof;
  private final double qaMax;
  private final double kis;
  private final double ksa;
  private final double yos;
  private final double yoa;
  private final double cs;
  private final double cx;
  private final double ca;
  private final double cp;
  private final double h;
  private final double saturation;
  private final double probeRate;
  private final double ap;
  private final double leak;
  private final double ki;
  private final double yps;
  private final double recovery;
  private final double b;
  private final double kb;
  private final double kShock;
  private final double feedGlucose;

  // Specific rates of the last evaluation, g/(g.h).
  private double uptake;
  private double growth;
  private double acetate;
  private double product;
  private double oxygen;

  EcoliKinetics(Draw draw) {
    qsMax = draw.get(Constant.QS_MAX);
    ks = draw.get(Constant.KS);
    kia = draw.get(Constant.KIA);
    paMax = draw.get(Constant.PA_MAX);
    kap = draw.get(Constant.KAP);
    yas = draw.get(Constant.YAS);
    ko = draw.get(Constant.KO);
    qm = draw.get(Constant.QM);
    yem = draw.get(Constant.YEM);
    yxa = draw.get(Constant.YXA);
    yxsof = draw.get(Constant.YXSOF);
    qaMax = draw.get(Constant.QA_MAX);
    kis = draw.get(Constant.KIS);
    ksa = draw.get(Constant.KSA);
    yos = draw.get(Constant.YOS);
    yoa = draw.get(Constant.YOA);
    cs = draw.get(Constant.CS);
    cx = draw.get(Constant.CX);
    ca = draw.get(Constant.CA);
    cp = draw.get(Constant.CP);
    h = draw.get(Constant.H);
    saturation = draw.get(Constant.DOT_SATURATION);
    probeRate = SECONDS_AN_HOUR / draw.get(Constant.PROBE_LAG_SECONDS);
    ap = draw.get(Constant.AP);
    leak = draw.get(Constant.LEAK);
    ki = draw.get(Constant.KI);
    yps = draw.get(Constant.YPS);
    recovery = draw.get(Constant.RECOVERY);
    b = draw.get(Constant.B);
    kb = draw.get(Constant.KB);
    kShock = draw.get(Constant.K_SHOCK);
    feedGlucose = draw.get(Constant.FEED_GLUCOSE);
  }

  /** Specific rates at y, kept for the balances. */
  private void rates(double[] y) {
    double glucose = y[S];
    double acid = y[A];
    double dot = y[DOT];
    double inducer = y[I];
    // f = s + 0.22 r / (b + I)
    double burden = y[SHOCK] + recovery * y[RECOVERED] / (b + inducer);
    // qS = f qSmax / (1 + A/Kia) · S / (S + Ks)
    uptake = burden * qsMax / (1 + acid / kia) * glucose / (glucose + ks);
    // qSof = pAmax qS / (qS + Kap);  pA = qSof Yas
    double overflow = paMax * uptake / (uptake + kap);
    // qSox = (qS − qSof) DOT / (DOT + Ko)
    double oxidised = (uptake - overflow) * dot / (dot + ko);
    // qP = aP qSox (0.0005 + I) / (KI + I)
    product = ap * oxidised * (leak + inducer) / (ki + inducer);
    // Growth on glucose: (qSox − qm − qP/Yps) Yem; its carbon is not respired: qSan = growth Cx/Cs
    double onGlucose = (oxidised - qm - product / yps) * yem;
    double anabolic = onGlucose * cx / cs;
    // qsA = qAmax / (1 + qS/Kis) · A / (A + Ksa);  qA = pA − qsA
    double acidUptake = qaMax / (1 + uptake / kis) * acid / (acid + ksa);
    acetate = overflow * yas - acidUptake;
    // mu = growth on glucose + qsA Yxa + qSof Yxsof
    growth = onGlucose + acidUptake * yxa + overflow * yxsof;
    // qO = Yos (qSox − qSan) + qsA Yoa
    oxygen = yos * (oxidised - anabolic) + acidUptake * yoa;
  }

  /** y' at y, per hour. Both of length {@link #STATES}; writes {@code slope}. */
  void derivativeInto(double[] y, double[] slope) {
    rates(y);
    double x = y[X];
    double dilution = feed / y[V];
    double inducer = y[I];
    // k = kb I / (0.034 + I)
    double k = kb * inducer / (kShock + inducer);
    slope[V] = feed;
    slope[X] = x * (growth - dilution);
    slope[S] = dilution * (feedGlucose - y[S]) - uptake * x;
    slope[A] = acetate * x - dilution * y[A];
    slope[DOT] = transfer * (saturation - y[DOT]) - oxygen * x * h;
    slope[DOTM] = probeRate * (y[DOT] - y[DOTM]);
    slope[P] = product * x - dilution * y[P];
    slope[I] = -dilution * inducer;
    slope[SHOCK] = -k * y[SHOCK];
    slope[RECOVERED] = k * (1 - y[RECOVERED]);
    slope[CO2] = respired() * x * y[V];
  }

  /** CO2 by the carbon balance, g/(g.h): what was taken up and is in nothing else. */
  private double respired() {
    return CO2_PER_CARBON * (cs * uptake - cx * growth - ca * acetate - cp * product);
  }

  /** Oxygen uptake as seen in the gas, OUR = kLa (99 − DOT) / H, g/(L.h). */
  double oxygenUptake(double[] y) {
    return transfer * (saturation - y[DOT]) / h;
  }

  /** Carbon dioxide evolution, g/(L.h). */
  double carbonEvolution(double[] y) {
    rates(y);
    return respired() * y[X];
  }

  /**
   * A bound of the fastest local rate of change (1/h): gas transfer, probe, and the steepness of
   * the saturating uptakes of oxygen, glucose and acetate. Step sizes are chosen by it.
   */
  double stiffness(double[] y) {
    double x = y[X];
    double dot = Math.max(y[DOT], 0);
    double glucose = Math.max(y[S], 0);
    double acid = Math.max(y[A], 0);
    double oxygenDemand = yos * qsMax * x * h * glucose / (glucose + ks);
    return transfer
        + probeRate
        + oxygenDemand * ko / ((dot + ko) * (dot + ko))
        + qsMax * x * ks / ((glucose + ks) * (glucose + ks))
        + qaMax * x * ksa / ((acid + ksa) * (acid + ksa));
  }
}
