package io.biopilot.simulators.serve;

import io.biopilot.simulators.device.Fault;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides how a plant is served.
 *
 * @param dataDir holds key, certificate, password and snapshot; made if absent
 * @param reactor name of the reactor in nodes and topics, e.g. {@code BR1}
 * @param batch what is grown
 * @param pace how plant time goes
 * @param opcUa where the OPC UA server listens
 * @param mqtt which broker gets the late values
 * @param access who may come in
 */
public record SimulatorConfig(
    Path dataDir,
    String reactor,
    Batch batch,
    Pace pace,
    Address opcUa,
    Broker mqtt,
    Access access) {

  public SimulatorConfig {
    if (!reactor.matches("[A-Za-z][A-Za-z0-9_-]{0,31}")) {
      throw new IllegalArgumentException(
          "a reactor's name is a letter and up to 31 letters, digits, _ or -, not '%s'"
              .formatted(reactor));
    }
  }

  /**
   * What is grown.
   *
   * @param seed of the first batch; the next ones have the seeds that follow
   * @param faults of the instruments, in every batch
   * @param resume whether a snapshot in the data directory is taken up
   */
  public record Batch(long seed, List<Fault> faults, boolean resume) {
    public Batch {
      faults = List.copyOf(faults);
    }
  }

  /** A TCP address; port 0 takes a free one. */
  public record Address(String host, int port) {
    public static final Address ANY_LOOPBACK_PORT = new Address("127.0.0.1", 0);

    public Address {
      if (port < 0 || port > 65_535) {
        throw new IllegalArgumentException("a port is from 0 to 65535, not " + port);
      }
    }
  }

  /** The MQTT broker. */
  public sealed interface Broker {

    /** Our own, in this process, with TLS and the same user and password as OPC UA. */
    record Embedded(Address address) implements Broker {}

    /**
     * One that runs elsewhere.
     *
     * @param url {@code ssl://host:port} or {@code tcp://host:port}
     * @param user empty for none
     * @param password asked for at the start; null for none
     * @param authority PEM file with the certificates to trust; null for the platform's own
     */
    record External(
        URI url, String user, @Nullable Supplier<char[]> password, @Nullable Path authority)
        implements Broker {}
  }

  /**
   * Who may come in.
   *
   * @param user name for OPC UA and for the embedded broker
   * @param password asked for at the start; null makes one in the data directory
   * @param trustedClients certificates (DER or PEM) of OPC UA clients, files or directories; read
   *     at each connection, next to {@code trusted/} in the data directory
   */
  public record Access(
      String user, @Nullable Supplier<char[]> password, List<Path> trustedClients) {
    public Access {
      trustedClients = List.copyOf(trustedClients);
      if (user.isBlank()) {
        throw new IllegalArgumentException("the user's name must not be empty");
      }
    }
  }

  /** The demo's plant on free loopback ports; the password is made in the directory. */
  public static SimulatorConfig local(Path dataDir, Pace pace, long seed) {
    return new SimulatorConfig(
        dataDir,
        "BR1",
        new Batch(seed, List.of(), false),
        pace,
        Address.ANY_LOOPBACK_PORT,
        new Broker.Embedded(Address.ANY_LOOPBACK_PORT),
        new Access("biopilot", null, List.of()));
  }
}
