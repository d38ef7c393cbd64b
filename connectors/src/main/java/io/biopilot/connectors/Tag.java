package io.biopilot.connectors;

/**
 * The agent's name for one value of one reactor; an adapter's configuration maps it to a NodeId or
 * a topic and field.
 *
 * @param reactor e.g. {@code BR1}
 * @param name e.g. {@code DO}, {@code Feed.Setpoint}
 * @param unit canonical unit in which samples of this tag arrive and set-points are given
 */
public record Tag(String reactor, String name, String unit) {
  @Override
  public String toString() {
    return reactor + "/" + name;
  }
}
