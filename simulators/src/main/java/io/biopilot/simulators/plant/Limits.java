package io.biopilot.simulators.plant;

/**
 * What a batch must keep, and what may be written to its pumps.
 *
 * @param volume largest liquid volume (L)
 * @param feed largest feed rate (L/h)
 * @param feedChange largest change of the feed within {@code feedWindowSeconds} (L/h)
 * @param feedWindowSeconds length of that window (s)
 * @param oxygen lowest dissolved oxygen (% of air saturation)
 * @param acetate highest acetate (g/L)
 * @param glucose highest glucose once feeding (g/L)
 * @param dose what a single dose of inducer and all of them may be
 */
public record Limits(
    double volume,
    double feed,
    double feedChange,
    int feedWindowSeconds,
    double oxygen,
    double acetate,
    double glucose,
    DoseLimits dose) {

  /** Of {@code ecoli-induced}. */
  public static final Limits ECOLI_INDUCED =
      new Limits(3, 0.15, 0.03, 1800, 20, 1, 1, new DoseLimits(0.01, 0.1, 0.01, 900, 0.4));

  /**
   * Doses of inducer.
   *
   * @param least smallest dose (g)
   * @param most largest dose (g)
   * @param step amounts are multiples of this (g)
   * @param apartSeconds shortest time from one dose to the next (s)
   * @param total largest sum over a batch (g)
   */
  public record DoseLimits(
      double least, double most, double step, int apartSeconds, double total) {}
}
