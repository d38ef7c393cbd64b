package io.biopilot.simulators.plant;

/**
 * The numbers of the plant {@code ecoli-induced}: nominal value, and coefficient of variation from
 * batch to batch.
 *
 * <p>Metabolism: Anane et al. 2017, E. coli with acetate cycling (doi 10.14279/depositonce-8272),
 * batch and fed-batch at 37 degC. Inducer, burden and recovery: Lee and Ramirez 1992, E. coli
 * D1210. "Choice" marks what is not published but chosen for this plant.
 */
public enum Constant {
  /** Largest specific uptake of glucose, g/(g.h). */
  QS_MAX(0.6356, 0.10),
  /** Affinity to glucose, g/L. */
  KS(0.0370, 0),
  /** Inhibition of uptake by acetate, g/L. */
  KIA(1.2399, 0),
  /** Largest specific overflow, g/(g.h). */
  PA_MAX(0.2268, 0.15),
  /** Uptake at half overflow, g/(g.h). */
  KAP(0.5052, 0),
  /** Acetate on overflown glucose, g/g. */
  YAS(0.9097, 0),
  /** Affinity to oxygen, % of air saturation; choice (0.0001 in the source), so that lack costs. */
  KO(2.0, 0),
  /** Maintenance on glucose, g/(g.h). */
  QM(0.0129, 0),
  /** Biomass on oxidised glucose less maintenance, g/g. */
  YEM(0.5333, 0.05),
  /** Biomass on acetate, g/g. */
  YXA(0.5718, 0),
  /** Biomass on overflown glucose, g/g. */
  YXSOF(0.2268, 0),
  /** Largest specific uptake of acetate, g/(g.h). */
  QA_MAX(0.1148, 0),
  /** Inhibition of acetate uptake by glucose uptake, g/(g.h). */
  KIS(2.1231, 0),
  /** Affinity to acetate, g/L. */
  KSA(0.0134, 0),
  /** Oxygen on glucose, g/g. */
  YOS(1.5620, 0),
  /** Oxygen on acetate, g/g. */
  YOA(0.5440, 0),
  /** Carbon in glucose, g/g. */
  CS(0.391, 0),
  /** Carbon in biomass, g/g. */
  CX(0.488, 0),
  /** Carbon in acetate, g/g (2 x 12.011 / 60.05). */
  CA(0.400, 0),
  /** Carbon in the product, a protein, g/g; choice. */
  CP(0.53, 0),
  /** Oxygen: percent of saturation for one g/L. */
  H(14000, 0),
  /** Saturation seen by the gas, %. */
  DOT_SATURATION(99, 0),
  /** Lag of the oxygen probe, s. */
  PROBE_LAG_SECONDS(35, 0),
  /** Largest kLa, at 1200 1/min and 120 L/h, 1/h; choice. */
  KLA(450, 0.12),
  /** Product on oxidised glucose at full induction, g/g; choice. */
  AP(0.25, 0.20),
  /** Leak of the promoter, g/L of inducer. */
  LEAK(0.0005, 0),
  /** Inducer at half induction, g/L. */
  KI(0.022, 0.20),
  /** Product on the glucose it takes from growth, g/g; choice. */
  YPS(0.6, 0.10),
  /** Recovery under induction: numerator, g/L. */
  RECOVERY(0.22, 0),
  /** Recovery under induction: inducer at half effect, g/L. */
  B(0.22, 0.20),
  /** Fastest shock and recovery, 1/h. */
  KB(0.09, 0.30),
  /** Inducer at half the speed of shock and recovery, g/L. */
  K_SHOCK(0.034, 0),
  /** Glucose in the feed, g/L. */
  FEED_GLUCOSE(300, 0),
  /** Inducer in its stock, g/L; choice. */
  INDUCER_STOCK(10, 0),
  /** Volume at inoculation, L. */
  V0(2, 0),
  /** Biomass at inoculation, g/L. */
  X0(0.5, 0.15),
  /** Glucose at inoculation, g/L. */
  S0(5, 0),
  /** Dissolved oxygen at inoculation, %. */
  DOT0(98, 0),
  /** True feed over the feed the pump believes in. */
  PUMP_GAIN(1, 0.03);

  private final double nominal;
  private final double variation;

  Constant(double nominal, double variation) {
    this.nominal = nominal;
    this.variation = variation;
  }

  public double nominal() {
    return nominal;
  }

  /** Coefficient of variation of the log-normal draw; 0 for a number that does not vary. */
  public double variation() {
    return variation;
  }
}
