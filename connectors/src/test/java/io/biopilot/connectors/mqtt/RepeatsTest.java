package io.biopilot.connectors.mqtt;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.junit.jupiter.api.Test;

class RepeatsTest {
  private final Repeats repeats = new Repeats(3);

  private static MqttMessage message(String text, boolean marked) {
    MqttMessage message = new MqttMessage(text.getBytes(StandardCharsets.UTF_8), 1, false, null);
    message.setDuplicate(marked);
    return message;
  }

  private boolean repeated(String topic, String text, boolean marked, boolean dated) {
    return repeats.isRepeated(topic, message(text, marked), dated);
  }

  @Test
  void whatTellsItsTimeIsTheSameWhenItsBytesAre() {
    assertThat(repeated("a", "4.2 at noon", false, true)).isFalse();
    assertThat(repeated("a", "4.2 at noon", false, true)).isTrue();
    assertThat(repeated("a", "4.2 at one", false, true)).isFalse();
    assertThat(repeated("b", "4.2 at noon", false, true)).isFalse();
  }

  @Test
  void whatTellsNoTimeIsTheSameOnlyWhenTheBrokerSaysSo() {
    assertThat(repeated("a", "4.2", false, false)).isFalse();
    assertThat(repeated("a", "4.2", false, false)).isFalse();
    assertThat(repeated("a", "4.2", true, false)).isTrue();
  }

  @Test
  void whatIsMarkedButNeverArrivedIsNew() {
    assertThat(repeated("a", "4.2", true, true)).isFalse();
  }

  @Test
  void onlySoManyAreKnown() {
    for (String text : new String[] {"1", "2", "3", "4"}) {
      assertThat(repeated("a", text, false, true)).isFalse();
    }
    assertThat(repeated("a", "1", false, true)).isFalse();
    assertThat(repeated("a", "4", false, true)).isTrue();
  }
}
