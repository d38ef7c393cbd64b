package io.biopilot.simulators.scenario;

/**
 * What is done at a tick.
 *
 * @param feed set-point of the feed pump from now on (L/h)
 * @param dose of inducer, given now (g); 0 for none
 */
public record Moves(double feed, double dose) {
  public static final Moves NOTHING = new Moves(0, 0);
}
