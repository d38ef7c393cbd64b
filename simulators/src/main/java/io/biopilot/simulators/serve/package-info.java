/**
 * The plant as a plant would be met: an OPC UA server for online tags and set-points, an MQTT
 * broker for late values, encrypted and with passwords made for each data directory.
 *
 * <p>Start with {@link io.biopilot.simulators.serve.SimulatorServer}; {@code
 * docs/plant-interface.md} lists nodes and topics. {@code Panel} is the plant's PLC (names, checks,
 * watchdog, doses, ticks) without any protocol; {@code Station} gives it time and tells the
 * servers; {@code PlantNamespace} pushes samples into monitored items, because a server that polls
 * loses most of them when time runs fast.
 *
 * <p>Time runs at a multiple of the wall clock, or in lock step: then the plant stands still until
 * its tick is acknowledged. Certificates, passwords and snapshots live in the data directory.
 *
 * <p>May use Milo's server, Artemis, Paho and Jackson; they stay in this package.
 */
@NullMarked
package io.biopilot.simulators.serve;

import org.jspecify.annotations.NullMarked;
