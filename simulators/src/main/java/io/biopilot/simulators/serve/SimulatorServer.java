package io.biopilot.simulators.serve;

import io.biopilot.simulators.device.Sensor;
import io.biopilot.simulators.plant.EcoliInduced;
import io.biopilot.simulators.plant.Plant;
import io.biopilot.simulators.plant.Quantity;
import io.biopilot.simulators.scenario.Rig;
import io.biopilot.simulators.serve.SimulatorConfig.Address;
import io.biopilot.simulators.serve.SimulatorConfig.Broker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The plant {@code ecoli-induced} with its instruments, behind an OPC UA server and an MQTT broker.
 *
 * <p>{@link #start} returns when both can be reached; {@link #access()} says how. Closing stops
 * everything in order and keeps a last snapshot.
 */
public final class SimulatorServer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(SimulatorServer.class);

  /** How often plant time follows the wall clock (ms). */
  private static final long TURN_MILLIS = 20;

  private final Station station;
  private final PlantAccess access;
  private final ClientTrust trust;
  private final Deque<Runnable> closing = new ArrayDeque<>();

  private SimulatorServer(Station station, PlantAccess access, ClientTrust trust) {
    this.station = station;
    this.access = access;
    this.trust = trust;
  }

  /**
   * Starts everything.
   *
   * @throws IOException with a message for the user: a port in use, a file that cannot be read
   */
  public static SimulatorServer start(SimulatorConfig config) throws IOException {
    Deque<Runnable> closing = new ArrayDeque<>();
    try {
      SimulatorServer server = build(config, closing);
      server.closing.addAll(closing);
      return server;
    } catch (IOException | RuntimeException e) {
      closing.forEach(Runnable::run);
      throw e;
    }
  }

  private static SimulatorServer build(SimulatorConfig config, Deque<Runnable> closing)
      throws IOException {
    Path dir = Files.createDirectories(config.dataDir());
    Address opcUa = free(config.opcUa(), "OPC UA server");
    ServerIdentity identity = ServerIdentity.in(dir, PlantOpcUa.hostname(opcUa));
    Password password = Password.in(dir, config.access().password());
    ClientTrust trust = new ClientTrust(dir, config.access().trustedClients());
    Station station = station(config);

    EarlyTimers timers = new EarlyTimers("plant-timers");
    closing.push(timers::shutdownNow);
    PlantOpcUa server =
        PlantOpcUa.create(
            opcUa,
            new PlantOpcUa.Gatekeeping(identity, trust, config.access().user(), password),
            timers);
    PlantNamespace namespace =
        new PlantNamespace(server.server(), config.reactor(), station.time()::dateTime, station);
    namespace.startup();
    LatePublisher.Target target = broker(config, identity, password, closing);
    LatePublisher publisher = new LatePublisher(target, config.reactor(), station.time()::instant);
    closing.push(publisher::close);
    station.open(namespace, publisher, timers);
    server.start();
    closing.push(server::stop);
    closing.push(station::close);
    if (config.pace() instanceof Pace.Clocked) {
      closing.push(turning(station));
    }
    PlantAccess access =
        new PlantAccess(
            server.url(),
            target.url(),
            identity.fingerprint(),
            identity.pem(),
            config.access().user(),
            password.text()::toCharArray,
            password.file());
    LOG.info("plant {} at {} and {}", config.reactor(), access.opcUaUrl(), access.mqttUrl());
    return new SimulatorServer(station, access, trust);
  }

  private static Station station(SimulatorConfig config) throws IOException {
    Path file = Snapshot.in(config.dataDir());
    long seed = config.batch().seed();
    Rig rig =
        new Rig(
            new EcoliInduced(),
            Sensor.ofEcoliInduced(),
            config.batch().faults(),
            config.pace().sampleSeconds());
    Panel panel = new Panel(rig, config.pace(), seed);
    LongSupplier wall = steadyWall();
    PlantTime time = PlantTime.starting(config.pace(), wall.getAsLong());
    if (config.batch().resume() && config.pace() instanceof Pace.Clocked clocked) {
      Optional<Snapshot> snapshot = Snapshot.read(file);
      if (snapshot.isPresent()) {
        requireSame(seed, snapshot.get().firstSeed(), file);
        time = PlantTime.resuming(clocked, snapshot.get().time(), wall.getAsLong());
        restore(rig, panel, snapshot.get());
      }
    }
    return new Station(panel, config.pace(), time, wall, new Station.Keeping(file, seed));
  }

  private static void requireSame(long asked, long kept, Path file) throws IOException {
    if (asked != kept) {
      throw new IOException(
          ("the snapshot %s is of a plant with seed %d, but seed %d is asked for. Ask for seed %d to"
                  + " go on with that plant, or begin anew with --fresh (resume: false), which"
                  + " overwrites it; another data folder keeps both")
              .formatted(file, kept, asked, kept));
    }
  }

  private static void restore(Rig rig, Panel panel, Snapshot snapshot) {
    Plant plant = rig.plant();
    plant.restore(snapshot.plant());
    rig.restore(snapshot.rig(), snapshot.instruments());
    panel.restore(snapshot.panel());
    LOG.info(
        "resumed at {} h of the batch, after {} s away",
        plant.batchHours(),
        (System.currentTimeMillis() - snapshot.time().wall()) / 1000);
  }

  /** The wall clock at the start, going on by the clock that nobody sets. */
  private static LongSupplier steadyWall() {
    long wall = System.currentTimeMillis();
    long nanos = System.nanoTime();
    return () -> wall + TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - nanos);
  }

  private static Runnable turning(Station station) {
    ScheduledExecutorService clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "plant-clock");
              thread.setDaemon(true);
              return thread;
            });
    Runnable turn =
        () -> {
          try {
            station.turn();
          } catch (RuntimeException e) {
            // A plant that stops must be seen to have stopped: its values grow old.
            LOG.error("the plant has stopped", e);
            throw e;
          }
        };
    ScheduledFuture<?> turns =
        clock.scheduleAtFixedRate(turn, TURN_MILLIS, TURN_MILLIS, TimeUnit.MILLISECONDS);
    return () -> {
      turns.cancel(false);
      clock.shutdown();
    };
  }

  private static LatePublisher.Target broker(
      SimulatorConfig config, ServerIdentity identity, Password password, Deque<Runnable> closing)
      throws IOException {
    if (config.mqtt() instanceof Broker.External external) {
      Supplier<char[]> secret = external.password();
      return new LatePublisher.Target(
          external.url().toString(),
          external.user(),
          secret == null ? "" : Password.given(secret),
          external.authority() == null ? null : trusting(external.authority()));
    }
    if (config.mqtt() instanceof Broker.Embedded embedded) {
      Address address = free(embedded.address(), "MQTT broker");
      String own = Password.random();
      EmbeddedBroker broker =
          EmbeddedBroker.start(
              address,
              config.dataDir(),
              identity,
              new EmbeddedBroker.Users(config.access().user(), password, own));
      closing.push(broker::stop);
      String url = "ssl://%s:%d".formatted(PlantOpcUa.hostname(address), address.port());
      return new LatePublisher.Target(
          url, EmbeddedBroker.PLANT_USER, own, trusting(identity.pem()));
    }
    throw new AssertionError(config.mqtt());
  }

  /** TLS that trusts the certificates of a PEM file and no other. */
  private static SocketFactory trusting(Path pem) throws IOException {
    try (var in = Files.newInputStream(pem)) {
      KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
      store.load(null, null);
      int number = 0;
      for (var certificate : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        store.setCertificateEntry("trusted-" + number++, certificate);
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException e) {
      throw new IOException(pem + " holds no certificates that can be trusted", e);
    }
  }

  /** The address with a port that is free now; a message for the user if the asked one is not. */
  private static Address free(Address asked, String who) throws IOException {
    try (ServerSocket probe = new ServerSocket()) {
      probe.setReuseAddress(true);
      probe.bind(new InetSocketAddress(InetAddress.getByName(asked.host()), asked.port()));
      return new Address(asked.host(), probe.getLocalPort());
    } catch (IOException e) {
      throw new IOException(
          ("the %s cannot listen on %s port %d: %s. Is another simulator running? Choose another"
                  + " port, or 0 for a free one")
              .formatted(who, asked.host(), asked.port(), e.getMessage()),
          e);
    }
  }

  /** How to reach the plant. */
  public PlantAccess access() {
    return access;
  }

  /** In lock step: plant time stands still from this batch time on (h), whoever acknowledges. */
  public void stopAt(double hours) {
    station.stopAt(hours);
  }

  /** How the plant stands, with the truth that no controller sees. */
  public PlantStatus status() {
    return station.status();
  }

  /** Every true value, for those who judge; consistent with each other. */
  public Map<Quantity, Double> truth() {
    return station.truth();
  }

  /** Lets an OPC UA client of this process in, by its certificate, until the server is closed. */
  public void trustClient(X509Certificate certificate) {
    trust.trust(certificate);
  }

  @Override
  public void close() {
    @Nullable Runnable next;
    while ((next = closing.poll()) != null) {
      next.run();
    }
  }
}
