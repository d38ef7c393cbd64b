package io.biopilot.bench.numeric;

import org.jspecify.annotations.Nullable;

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
 * @param figure what is asked for besides time; null if nothing
 */
public record Row(
    String work,
    double oursUs,
    double oursError,
    String peer,
    double peerUs,
    double peerError,
    double goal,
    @Nullable Figure figure) {

  /**
   * A number that is no time, and what it must be.
   *
   * @param value as measured (unit)
   * @param unit as text; empty for a ratio or a share
   * @param kind of the bound
   * @param bound that the value may not exceed, or fall short of (unit)
   */
  public record Figure(double value, String unit, Bound kind, double bound) {

    /** On which side of its bound a figure has to be. */
    public enum Bound {
      AT_MOST,
      AT_LEAST
    }

    boolean reached() {
      return kind == Bound.AT_MOST ? value <= bound : value >= bound;
    }
  }

  public Row(
      String work,
      double oursUs,
      double oursError,
      String peer,
      double peerUs,
      double peerError,
      double goal) {
    this(work, oursUs, oursError, peer, peerUs, peerError, goal, null);
  }

  /** A row without a peer's figures. */
  public static Row alone(String work, double oursUs, double oursError) {
    return new Row(work, oursUs, oursError, "", Double.NaN, Double.NaN, Double.NaN);
  }

  /** This row with a figure that may be at most that large. */
  public Row atMost(double value, String unit, double bound) {
    return with(new Figure(value, unit, Figure.Bound.AT_MOST, bound));
  }

  /** This row with a figure that must be at least that large. */
  public Row atLeast(double value, String unit, double bound) {
    return with(new Figure(value, unit, Figure.Bound.AT_LEAST, bound));
  }

  private Row with(Figure wanted) {
    return new Row(work, oursUs, oursError, peer, peerUs, peerError, goal, wanted);
  }

  /** The peer's time by ours: above 1 we are faster. */
  public double ratio() {
    return peerUs / oursUs;
  }

  /** Whether the goals are met; true where there are none. */
  public boolean reached() {
    return (Double.isNaN(goal) || ratio() >= goal) && (figure == null || figure.reached());
  }

  /** Whether nothing can be said of the goal, since the peer did not run. */
  boolean peerAbsent() {
    return !Double.isNaN(goal) && Double.isNaN(peerUs) && (figure == null || figure.reached());
  }

  /** Whether anything is asked for. */
  boolean asked() {
    return !Double.isNaN(goal) || figure != null;
  }
}
