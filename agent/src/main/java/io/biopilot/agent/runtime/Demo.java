package io.biopilot.agent.runtime;

import io.biopilot.agent.config.Config;
import io.biopilot.agent.config.ConfigFile;
import io.biopilot.agent.journal.JournalLock;
import io.biopilot.agent.loop.Desk;
import io.biopilot.agent.loop.Event;
import io.biopilot.agent.loop.LoopState;
import io.biopilot.agent.loop.OperatorCommand;
import io.biopilot.connectors.opcua.OpcUaTrust;
import io.biopilot.simulators.serve.Pace;
import io.biopilot.simulators.serve.PlantAccess;
import io.biopilot.simulators.serve.SimulatorConfig;
import io.biopilot.simulators.serve.SimulatorServer;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.slf4j.LoggerFactory;

/**
 * Plant and agent in one process, over encrypted OPC UA and TLS MQTT as if they were two. Closing
 * stops the agent first, then the plant.
 */
public final class Demo implements AutoCloseable {

  private static final String REACTOR = "BR1";
  private static final String NOBODY = "demo";

  private final SimulatorServer plant;
  private final Agent agent;
  private final Vertx vertx;
  private final Config config;
  private final Brain brain;
  private final Deque<AutoCloseable> closing = new ArrayDeque<>();

  /**
   * @param data folder for keys, passwords, journal and store
   * @param controller {@code recipe}, {@code nominal} or {@code learning}
   * @param speed times real time; 0 for lock step
   * @param store {@code questdb} or {@code none}
   * @param afterEvent told of the state after each event, on the loop's context
   * @param onFault told if the loop breaks
   */
  public record Options(
      Path data,
      long seed,
      String controller,
      double speed,
      String store,
      Consumer<LoopState> afterEvent,
      Consumer<RuntimeException> onFault) {

    boolean lockStep() {
      return speed == 0;
    }
  }

  private Demo(SimulatorServer plant, Agent agent, Vertx vertx, Config config, Brain brain) {
    this.plant = plant;
    this.agent = agent;
    this.vertx = vertx;
    this.config = config;
    this.brain = brain;
  }

  /**
   * Starts everything.
   *
   * @param driver makes estimator, controller and trainer
   * @throws IOException with a message for the user
   */
  public static Demo start(Options options, Driver driver) throws IOException {
    Deque<AutoCloseable> closing = new ArrayDeque<>();
    try {
      return started(options, driver, closing);
    } catch (IOException | RuntimeException e) {
      Station.closeAll(closing);
      throw e;
    }
  }

  private static Demo started(Options options, Driver driver, Deque<AutoCloseable> closing)
      throws IOException {
    Path data = options.data().toAbsolutePath();
    Path pki = data.resolve("pki");
    closing.push(JournalLock.take(data.resolve("journal").resolve(REACTOR + ".journal")));
    // Threads that log while logging itself starts would be told of it on the terminal.
    var unused = LoggerFactory.getILoggerFactory();
    CompletableFuture<Stores.Opened> store =
        CompletableFuture.supplyAsync(() -> store(options, data));
    closing.push(() -> store.get().close().toCompletableFuture().get());
    // The configuration does not depend on the plant's ports: reading it warms the brain up.
    CompletableFuture<Brain> warm =
        CompletableFuture.supplyAsync(
            () ->
                driver.brain(
                    config(
                        options, data, new Reached("opc.tcp://x:1", "mqtts://x:1", data, data))));
    Vertx vertx = Vertx.vertx();
    closing.push(() -> Waiting.await(vertx.close()));
    Bus.register(vertx);
    SimulatorServer plant = SimulatorServer.start(plant(options, data, pki));
    closing.push(plant);
    driver.plant(plant);
    Config config = config(options, data, reached(plant.access(), data));
    trust(plant.access(), pki);
    Stores.Opened opened = Waiting.await(Future.fromCompletionStage(store));
    Brain brain = Waiting.await(Future.fromCompletionStage(warm));
    Agent agent = Waiting.await(Agent.start(vertx, parts(options, config, brain, opened)));
    closing.push(() -> Waiting.await(agent.close()));
    opened.notices().to(agent::storeTold);
    Waiting.await(agent.connected());
    Demo demo = new Demo(plant, agent, vertx, config, brain);
    demo.closing.addAll(closing);
    return demo;
  }

  /** How the plant is reached by a configuration. */
  private record Reached(String opcua, String mqtt, Path password, Path certificate) {}

  private static Reached reached(PlantAccess access, Path data) {
    return new Reached(
        access.opcUaUrl(),
        access.mqttUrl().replaceFirst("^ssl:", "mqtts:"),
        data.resolve("plant").resolve("password"),
        access.certificate());
  }

  private static Stores.Opened store(Options options, Path data) {
    try {
      Config.Store store =
          options.store().equals("questdb")
              ? new Config.QuestDb(data.resolve("store"))
              : new Config.NoStore();
      Stores.Opened opened = Stores.open(store);
      opened.historian().open().toCompletableFuture().join();
      return opened;
    } catch (IOException e) {
      throw new CompletionException(e);
    }
  }

  private static SimulatorConfig plant(Options options, Path data, Path pki) {
    Pace pace = options.lockStep() ? Pace.lockStep() : Pace.clocked(options.speed());
    return new SimulatorConfig(
        data.resolve("plant"),
        REACTOR,
        new SimulatorConfig.Batch(options.seed(), List.of(), false),
        pace,
        SimulatorConfig.Address.ANY_LOOPBACK_PORT,
        new SimulatorConfig.Broker.Embedded(SimulatorConfig.Address.ANY_LOOPBACK_PORT),
        new SimulatorConfig.Access("biopilot", null, List.of(pki.resolve("client.der"))));
  }

  private static Config config(Options options, Path data, Reached reached) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("speed", options.lockStep() ? "1" : Double.toString(options.speed()));
    values.put("opcua", reached.opcua());
    values.put("mqtt", reached.mqtt());
    values.put("user", "biopilot");
    values.put("password", reached.password().toString());
    values.put("certificate", reached.certificate().toString());
    values.put("pki", data.resolve("pki").toString());
    // In lock step the plant sends each tick at once, whatever the interval.
    values.put("publishing", options.lockStep() ? "1000" : "200");
    values.put(
        "model",
        options.controller().equals("learning") ? "builtin:ecoli-hybrid" : "builtin:ecoli-nominal");
    values.put("controller", options.controller());
    values.put("store", options.store());
    values.put("port", "0");
    values.put("data", data.toString());
    return ConfigFile.parse(data.resolve("demo.yaml"), DemoConfig.filled(values));
  }

  private static void trust(PlantAccess access, Path pki) throws IOException {
    OpcUaTrust.Answer answer = OpcUaTrust.trust(access.opcUaUrl(), access.fingerprint(), pki);
    if (answer instanceof OpcUaTrust.Refused refused) {
      throw new IOException(refused.reason());
    }
  }

  private static Agent.Parts parts(Options options, Config config, Brain brain, Stores.Opened store)
      throws IOException {
    Lines lines = Lines.of(config, options.lockStep(), InstantSource.system());
    Path journal = config.journal().resolve(REACTOR + ".journal");
    putAside(journal);
    Config.Lockstep lockstep = config.lines().lockstep();
    Agent.LockStepOptions steps =
        options.lockStep() && lockstep != null
            ? new Agent.LockStepOptions(lockstep.lateBarrier(), at -> firstEvents(brain, at))
            : null;
    return new Agent.Parts(
        config,
        brain,
        lines.connectors(),
        lines.tags(),
        store.historian(),
        new Agent.Options(false, steps, journal),
        Agent.Ears.of(options.afterEvent(), options.onFault()));
  }

  /** The demo's plant begins anew at each start, and so does its record. */
  private static void putAside(Path journal) throws IOException {
    if (Files.exists(journal)) {
      Files.move(
          journal,
          journal.resolveSibling("previous.journal"),
          java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private static List<Event> firstEvents(Brain brain, Instant at) {
    return List.of(
        new Event.Started(REACTOR, at, Settings.version(), brain.kernel()), inoculation(at));
  }

  private static OperatorCommand inoculation(Instant at) {
    return new OperatorCommand.StartBatch(REACTOR, at, 1, NOBODY, "demo", at, 2, 0.5);
  }

  /** Starts the batch as soon as the plant's values are there; by the clock only. */
  public void inoculate() throws IOException {
    CompletableFuture<Instant> seen = new CompletableFuture<>();
    var watching =
        desk()
            .watch(
                view -> {
                  if (view.newestSample() != null) {
                    seen.complete(view.at());
                  }
                });
    Instant at = Waiting.await(Future.fromCompletionStage(seen));
    watching.close();
    var answer = Waiting.await(Future.fromCompletionStage(desk().submit(inoculation(at))));
    if (!answer.done()) {
      throw new IOException("the batch could not be started: " + answer.message());
    }
  }

  public Desk desk() {
    return agent.desk();
  }

  public SimulatorServer plant() {
    return plant;
  }

  public Vertx vertx() {
    return vertx;
  }

  public Config config() {
    return config;
  }

  public Brain brain() {
    return brain;
  }

  @Override
  public void close() {
    Station.closeAll(closing);
  }
}
