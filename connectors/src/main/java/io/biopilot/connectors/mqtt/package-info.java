/**
 * MQTT 5 client behind the connector contract: JSON payloads in, set-points and telemetry out.
 *
 * <p>Read first: {@link io.biopilot.connectors.mqtt.MqttConfig}, {@link
 * io.biopilot.connectors.mqtt.MqttConnector}.
 *
 * <p>How to:
 *
 * <pre>{@code
 * var glucose = new Tag("BR1", "Glucose", "g/L");
 * var in = MqttTag.of(glucose, "biopilot/plant1/BR1/atline/Glucose", SampleKind.AT_LINE, "plant.yaml:40");
 * var config = new MqttConfig("mqtts://127.0.0.1:8883", "agent-BR1",
 *     new MqttConfig.Access(new TlsTrust.CaFile(Path.of("ca.pem")), "agent", () -> password),
 *     new MqttConfig.Topics(List.of(in), List.of()), Path.of("data/outbox"), Timing.STANDARD);
 * var connector = new MqttConnector(config, InstantSource.system());
 * connector.open(); connector.subscribe(Set.of(glucose), queue::add);
 * connector.publish("biopilot/plant1/BR1/estimate/X", json);   // telemetry: never lost, may repeat
 * }</pre>
 *
 * <p>Rules: QoS 1 throughout. The session lives on at the broker while we are away, so samples of
 * an outage arrive afterwards, and what the broker sends twice is dropped. Each connection is a new
 * Paho client without memory of the last, so that no old set-point is sent again; set-points are
 * refused while away and carry an expiry. Telemetry goes through a spool on disk, sent in a window
 * no larger than the broker's receive-maximum (Paho's own buffer loses messages: it is not used).
 * What cannot be read is a notice. A password is sent only over TLS or to this machine. May use
 * Paho, Jackson, SLF4J.
 */
@NullMarked
package io.biopilot.connectors.mqtt;

import org.jspecify.annotations.NullMarked;
