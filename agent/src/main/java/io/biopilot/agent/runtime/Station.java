package io.biopilot.agent.runtime;

import io.biopilot.agent.config.Config;
import io.biopilot.agent.config.ConfigFile;
import io.biopilot.agent.config.Secret;
import io.biopilot.agent.journal.JournalLock;
import io.biopilot.agent.journal.Recovery;
import io.biopilot.agent.loop.Desk;
import io.biopilot.agent.loop.LoopState;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One reactor's agent on a plant in another process, as a configuration describes it. */
public final class Station implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Station.class);

  private final Vertx vertx;
  private final Agent agent;
  private final Path journal;
  private final Promise<Void> failed;
  private final Deque<AutoCloseable> closing = new ArrayDeque<>();

  private Station(Vertx vertx, Agent agent, Path journal, Promise<Void> failed) {
    this.vertx = vertx;
    this.agent = agent;
    this.journal = journal;
    this.failed = failed;
  }

  /**
   * Who looks on.
   *
   * @param history told of the events of an interrupted batch before it goes on
   * @param afterEvent told of the state after each event, on the loop's context
   */
  public record Onlooker(Recovery.Witness history, Consumer<LoopState> afterEvent) {}

  /** The journal of a configuration's reactor. */
  public static Path journal(Config config) {
    return config.journal().resolve(config.loop().reactor() + ".journal");
  }

  /**
   * Starts store and agent; the connections come by themselves, see {@link #connected()}.
   *
   * @param shadow plan and show, write nothing
   * @throws IOException with a message for the user
   */
  public static Station start(Config config, Brain brain, boolean shadow, Onlooker onlooker)
      throws IOException {
    requireSecrets(config);
    Deque<AutoCloseable> closing = new ArrayDeque<>();
    Promise<Void> failed = Promise.promise();
    try {
      closing.push(JournalLock.take(journal(config)));
      Stores.Opened store = Stores.open(config.store());
      closing.push(() -> store.close().toCompletableFuture().get());
      store.historian().open();
      Vertx vertx = Vertx.vertx();
      closing.push(() -> Waiting.await(vertx.close()));
      Bus.register(vertx);
      Lines lines = Lines.of(config, false, InstantSource.system());
      Agent agent =
          Waiting.await(
              Agent.start(
                  vertx,
                  new Agent.Parts(
                      config,
                      brain,
                      lines.connectors(),
                      lines.tags(),
                      store.historian(),
                      new Agent.Options(shadow, null, journal(config)),
                      new Agent.Ears(onlooker.history(), onlooker.afterEvent(), failed::tryFail))));
      closing.push(() -> Waiting.await(agent.close()));
      store.notices().to(agent::storeTold);
      Station station = new Station(vertx, agent, journal(config), failed);
      station.closing.addAll(closing);
      return station;
    } catch (IOException | RuntimeException e) {
      closeAll(closing);
      throw e;
    }
  }

  private static void requireSecrets(Config config) throws IOException {
    Config.OpcUa opcua = config.connections().opcua();
    Config.Mqtt mqtt = config.connections().mqtt();
    require(config, "connections.opcua.password", opcua == null ? null : opcua.password());
    require(config, "connections.mqtt.password", mqtt == null ? null : mqtt.password());
    if (config.store() instanceof Config.InfluxDb influx) {
      require(config, "store.token", influx.token());
    }
  }

  private static void require(Config config, String path, @Nullable Secret secret)
      throws IOException {
    String missing = secret == null ? null : secret.missing();
    if (missing != null) {
      throw new IOException(
          "%s:%d: %s: %s".formatted(config.file(), ConfigFile.line(config, path), path, missing));
    }
  }

  /** Completes when all connections stand; fails for good with a message for the user. */
  public Future<?> connected() {
    return agent.connected();
  }

  /** Fails if the loop breaks: it has stopped then, and only {@link #close} is left. */
  public Future<?> failed() {
    return failed.future();
  }

  public Desk desk() {
    return agent.desk();
  }

  public Vertx vertx() {
    return vertx;
  }

  public Path journal() {
    return journal;
  }

  @Override
  public void close() {
    closeAll(closing);
  }

  static void closeAll(Deque<AutoCloseable> closing) {
    while (!closing.isEmpty()) {
      try {
        closing.pop().close();
      } catch (Exception e) {
        LOG.warn("closing: {}", e.toString());
      }
    }
  }
}
