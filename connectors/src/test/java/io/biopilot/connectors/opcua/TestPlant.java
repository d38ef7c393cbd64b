package io.biopilot.connectors.opcua;

import io.biopilot.connectors.Conversion;
import io.biopilot.connectors.PlantSide;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.Tag;
import io.biopilot.connectors.net.TcpProxy;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The far end of the OPC UA contract: server, wire, and the configuration that maps it. */
final class TestPlant implements PlantSide, AutoCloseable {
  static final OpcUaConfig.Timing FAST =
      new OpcUaConfig.Timing(
          Duration.ofMillis(50),
          100,
          Duration.ofSeconds(2),
          Duration.ofSeconds(5),
          Duration.ofSeconds(3),
          Duration.ofMillis(250));
  static final String PREFIX = "nsu=" + TestPlantServer.URI + ";s=";

  final Path directory;
  final TestPlantServer.Identity identity;
  final TcpProxy wire;
  TestPlantServer server;

  TestPlant(Path directory, TestPlantServer.Identity identity) throws Exception {
    this.directory = directory;
    this.identity = identity;
    server = TestPlantServer.start(0, identity, directory);
    wire = new TcpProxy(server.port());
  }

  String url() {
    return "opc.tcp://127.0.0.1:%s/plant".formatted(wire.port());
  }

  /** The fingerprint that an operator reads at the server. */
  String fingerprint() {
    return Fingerprint.of(identity.certificate());
  }

  OpcUaConfig config(List<OpcUaTag> more, Login login) {
    List<OpcUaTag> tags =
        new ArrayList<>(
            List.of(
                OpcUaTag.of(MEASURED, PREFIX + "Glucose", "mg/L", "test.yaml:1"),
                OpcUaTag.of(FLOW, PREFIX + "Feed.Setpoint", "mL/h", "test.yaml:2"),
                OpcUaTag.of(REFUSED, PREFIX + "ReadOnly", "L", "test.yaml:3")));
    tags.addAll(more);
    var start =
        new OpcUaCommand.MethodCall(
            "BR1",
            "Start",
            NodeAddress.parse("i=85"),
            NodeAddress.parse(PREFIX + "Start"),
            List.of(new OpcUaCommand.Id()),
            "test.yaml:9");
    var dose =
        new OpcUaCommand.Writes(
            "BR1",
            "Dose",
            List.of(
                new OpcUaCommand.Item(
                    NodeAddress.parse(PREFIX + "Dose.Amount"),
                    new OpcUaCommand.Argument("amount", Conversion.of(1, 0, "mg", "g"))),
                new OpcUaCommand.Item(
                    NodeAddress.parse(PREFIX + "Dose.Id"), new OpcUaCommand.Id())),
            "test.yaml:12");
    return new OpcUaConfig(
        url(),
        List.of(SecurityChoice.BASIC256SHA256),
        login,
        directory,
        new OpcUaConfig.PlantMap(tags, List.of(start, dose)),
        FAST);
  }

  static Login login() {
    return new Login.Password(TestPlantServer.USER, TestPlantServer.PASSWORD::toCharArray);
  }

  OpcUaConnector connector(OpcUaTag... more) {
    return new OpcUaConnector(config(List.of(more), login()), InstantSource.system());
  }

  static OpcUaTag tag(String name, String unit) {
    return OpcUaTag.of(new Tag("BR1", name, unit), PREFIX + name, unit, "test.yaml:5");
  }

  @Override
  public void publish(Tag tag, double value, Instant sourceTime, Quality quality) {
    var status = TestPlantServer.status(quality);
    if (tag.equals(MEASURED)) {
      server.nodes().publish("Glucose", (float) (value * 1000), sourceTime, status);
    } else {
      server.nodes().publish("Feed.Setpoint", value * 1000, sourceTime, status);
    }
  }

  @Override
  public Optional<Double> written(Tag tag) {
    return server.nodes().writes().isEmpty()
        ? Optional.empty()
        : Optional.of((double) server.nodes().value("Feed.Setpoint") / 1000);
  }

  @Override
  public List<String> commands() {
    return server.nodes().calls();
  }

  @Override
  public void cut() {
    wire.cut();
  }

  @Override
  public void restore() {
    wire.restore();
  }

  @Override
  public void close() throws Exception {
    wire.close();
    server.close();
  }
}
