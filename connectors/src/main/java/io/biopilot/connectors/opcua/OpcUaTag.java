package io.biopilot.connectors.opcua;

import io.biopilot.connectors.Conversion;
import io.biopilot.connectors.SampleKind;
import io.biopilot.connectors.Tag;

/**
 * One line of the tag map.
 *
 * @param tag the agent's name and canonical unit
 * @param node where the value is at the server
 * @param conversion from the server's number to the canonical unit; written values go backwards
 * @param kind how its samples come about
 * @param place where the configuration says so, for messages, e.g. {@code plant.yaml:12}
 */
public record OpcUaTag(
    Tag tag, NodeAddress node, Conversion conversion, SampleKind kind, String place) {

  /** An online tag whose number at the server has the given unit. */
  public static OpcUaTag of(Tag tag, String node, String unit, String place) {
    return new OpcUaTag(
        tag,
        NodeAddress.parse(node),
        Conversion.of(1, 0, unit, tag.unit()),
        SampleKind.ONLINE,
        place);
  }
}
