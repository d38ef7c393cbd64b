package io.biopilot.connectors.mqtt;

import io.biopilot.connectors.Tag;
import io.biopilot.connectors.Units;

/**
 * A set-point that is published as {@code {"v": …, "u": "…", "t": "…"}}.
 *
 * @param tag the agent's name and canonical unit
 * @param topic where it goes
 * @param unit in which the number is sent
 * @param place where the configuration says so, for messages
 */
public record MqttOutput(Tag tag, String topic, String unit, String place) {
  public MqttOutput {
    Units.between(unit, tag.unit());
  }
}
