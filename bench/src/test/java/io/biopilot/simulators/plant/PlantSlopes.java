package io.biopilot.simulators.plant;

/**
 * The plant's own derivatives, for tests that hold other equations against them; in its package,
 * because nothing but the plant uses them otherwise.
 */
public final class PlantSlopes {

  /** The plant's states in their order, as far as a model may share them. */
  public static final String NAMES = "V X S A O D P I s r";

  private PlantSlopes() {}

  /**
   * The plant's derivatives.
   *
   * @param state by {@link EcoliKinetics} index
   * @param feed true feed (L/h)
   * @param transfer kLa (1/h)
   */
  public static double[] at(Draw draw, double[] state, double feed, double transfer) {
    EcoliKinetics kinetics = new EcoliKinetics(draw);
    kinetics.feed = feed;
    kinetics.transfer = transfer;
    double[] slope = new double[EcoliKinetics.STATES];
    kinetics.derivativeInto(state, slope);
    return slope;
  }

  /** True state of a plant in a batch, by {@link EcoliKinetics} index. */
  public static double[] states(EcoliInduced plant) {
    return plant.states();
  }
}
