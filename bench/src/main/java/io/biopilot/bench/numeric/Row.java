package io.biopilot.bench.numeric;

/**
 * One line of the table. NaN stands for "not measured" or "no such figure".
 *
 * @param work what was done, with its size and tolerance
 * @param oursUs our thread CPU time (µs), the fastest of many rounds
 * @param oursError our error against the reference named in the work (relative)
 * @param peer who did the same
 * @param peerUs its thread CPU time (µs); NaN if it is absent
 * @param peerError its error
 * @param goal smallest ratio of peer's to our time that is aimed at; NaN if none is set
 */
public record Row(
    String work,
    double oursUs,
    double oursError,
    String peer,
    double peerUs,
    double peerError,
    double goal) {

  /** A row without a peer's figures. */
  public static Row alone(String work, double oursUs, double oursError) {
    return new Row(work, oursUs, oursError, "", Double.NaN, Double.NaN, Double.NaN);
  }

  /** The peer's time by ours: above 1 we are faster. */
  public double ratio() {
    return peerUs / oursUs;
  }

  /** Whether the goal is met; true where there is none. */
  public boolean reached() {
    return Double.isNaN(goal) || ratio() >= goal;
  }
}
