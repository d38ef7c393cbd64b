package io.biopilot.connectors.mqtt;

import java.util.Arrays;
import java.util.LinkedHashSet;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * Knows the last messages, to drop one that the broker marks as sent before (QoS 1 is "at least
 * once") and that did arrive then. An unmarked equal message is a new one.
 */
final class Repeats {
  private record Mark(String topic, int hash, int length) {}

  private final LinkedHashSet<Mark> marks = new LinkedHashSet<>();
  private final int kept;

  Repeats(int kept) {
    this.kept = kept;
  }

  synchronized boolean isRepeated(String topic, MqttMessage message) {
    byte[] payload = message.getPayload();
    boolean known = !marks.add(new Mark(topic, Arrays.hashCode(payload), payload.length));
    if (marks.size() > kept) {
      marks.remove(marks.iterator().next());
    }
    return known && message.isDuplicate();
  }
}
