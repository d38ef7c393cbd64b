/**
 * OPC UA client behind the connector contract, on Eclipse Milo.
 *
 * <p>Read first: {@link io.biopilot.connectors.opcua.OpcUaConfig} (everything a configuration
 * says), {@link io.biopilot.connectors.opcua.OpcUaConnector}, {@link
 * io.biopilot.connectors.opcua.OpcUaTrust} (first contact).
 *
 * <p>How to:
 *
 * <pre>{@code
 * var dissolvedOxygen = new Tag("BR1", "DO", "%");
 * var map = new OpcUaConfig.PlantMap(
 *     List.of(OpcUaTag.of(dissolvedOxygen, "nsu=urn:biopilot:plant;s=BR1.DO", "%", "plant.yaml:12")),
 *     List.of());
 * var config = new OpcUaConfig("opc.tcp://127.0.0.1:4840/biopilot",
 *     List.of(SecurityChoice.BASIC256SHA256), new Login.Password("agent", () -> password),
 *     Path.of("data/pki"), map, OpcUaConfig.Timing.STANDARD);
 * OpcUaTrust.trust(config.url(), fingerprint, config.directory());   // once: biopilot trust
 * Connector connector = new OpcUaConnector(config, InstantSource.system());
 * connector.open().toCompletableFuture().get();
 * connector.subscribe(Set.of(dissolvedOxygen), queue::add);
 * }</pre>
 *
 * <p>Lock step needs nothing else: map the barrier tag (an Int64 array arrives as a vector sample)
 * and the acknowledge tag; {@code write(setpoints + acknowledge)} is one Write request in list
 * order. Give {@code Timing} a queue of at least twice the samples of a tick.
 *
 * <p>Rules, each learnt from a measured failure: one own supervisor replaces the client instead of
 * waiting for Milo's back-off of up to 16 s; a failed attempt is disconnected; nothing is written
 * unless the session is active at that moment, so that no set-point waits in a queue; the change
 * filter reports equal values with new source times; values are de-duplicated by source time; the
 * overflow bit is a notice. Certificates are pinned for each host and port after a comparison of
 * fingerprints by a person; policies below Basic256Sha256 do not exist here. May use Milo and
 * SLF4J.
 */
@NullMarked
package io.biopilot.connectors.opcua;

import org.jspecify.annotations.NullMarked;
