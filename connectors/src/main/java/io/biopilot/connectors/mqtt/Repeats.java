package io.biopilot.connectors.mqtt;

import java.util.Arrays;
import java.util.LinkedHashSet;
import org.eclipse.paho.mqttv5.common.MqttMessage;

/**
 * Knows the last messages, to drop one that came before: QoS 1 is "at least once", and what was not
 * acknowledged before a cut is sent again. The broker should mark it (DUP), but Artemis does not
 * when the new connection takes the session over before the old one's end was noticed. A message
 * with a source time needs no mark: equal bytes are the same sample. Without one, an unmarked equal
 * message is a new one.
 */
final class Repeats {
  private record Mark(String topic, int hash, int length) {}

  private final LinkedHashSet<Mark> marks = new LinkedHashSet<>();
  private final int kept;

  Repeats(int kept) {
    this.kept = kept;
  }

  /**
   * @param dated whether the message tells its source time
   */
  synchronized boolean isRepeated(String topic, MqttMessage message, boolean dated) {
    byte[] payload = message.getPayload();
    boolean known = !marks.add(new Mark(topic, Arrays.hashCode(payload), payload.length));
    if (marks.size() > kept) {
      marks.remove(marks.iterator().next());
    }
    return known && (dated || message.isDuplicate());
  }
}
