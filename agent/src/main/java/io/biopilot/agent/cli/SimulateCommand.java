package io.biopilot.agent.cli;

import io.biopilot.agent.config.ConfigException;
import io.biopilot.agent.config.SimulateFile;
import io.biopilot.simulators.serve.Pace;
import io.biopilot.simulators.serve.PlantAccess;
import io.biopilot.simulators.serve.PlantStatus;
import io.biopilot.simulators.serve.SimulatorConfig;
import io.biopilot.simulators.serve.SimulatorConfig.Access;
import io.biopilot.simulators.serve.SimulatorConfig.Address;
import io.biopilot.simulators.serve.SimulatorConfig.Batch;
import io.biopilot.simulators.serve.SimulatorConfig.Broker;
import io.biopilot.simulators.serve.SimulatorServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code biopilot simulate}: the plant alone, in a process of its own. */
@Command(
    name = "simulate",
    description = {
      "Serves a simulated plant over OPC UA and MQTT until it is stopped.",
      "Options win over the file; deploy/simulate.yaml shows and explains every key."
    },
    mixinStandardHelpOptions = true)
final class SimulateCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(names = "--config", paramLabel = "FILE", description = "configuration of the plant")
  private @Nullable Path config;

  @Option(
      names = "--speed",
      paramLabel = "X",
      description = "plant time for one of the wall clock, 1 to 1000, or max for lock step")
  private @Nullable String speed;

  @Option(names = "--seed", paramLabel = "N", description = "seed of the first batch")
  private @Nullable Long seed;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "folder for certificate, password and snapshot")
  private @Nullable Path data;

  @Option(names = "--opcua-port", paramLabel = "PORT", description = "0 takes a free one")
  private @Nullable Integer opcUaPort;

  @Option(
      names = "--mqtt-port",
      paramLabel = "PORT",
      description = "of the embedded broker; 0 takes a free one")
  private @Nullable Integer mqttPort;

  @Option(
      names = "--trust",
      paramLabel = "PATH",
      description = "certificate of an OPC UA client that may come in, or a folder of them")
  private List<Path> trusted = new ArrayList<>();

  @Option(names = "--fresh", description = "begin anew, whatever the snapshot says")
  private boolean fresh;

  @Option(names = "--quiet", description = "no status line each second")
  private boolean quiet;

  @Override
  public Integer call() throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    try (SimulatorServer server = SimulatorServer.start(settings())) {
      Thread hook = new Thread(() -> stop(server, stopped), "stop");
      Runtime.getRuntime().addShutdownHook(hook);
      PrintWriter out = spec.commandLine().getOut();
      show(out, server.access());
      while (!stopped.await(1, TimeUnit.SECONDS)) {
        if (!quiet) {
          out.println(line(server.status()));
          out.flush();
        }
      }
    } catch (IOException e) {
      throw UserError.of(e);
    }
    return 0;
  }

  private static void stop(SimulatorServer server, CountDownLatch stopped) {
    server.close();
    stopped.countDown();
  }

  private static void show(PrintWriter out, PlantAccess access) {
    out.println("OPC UA       " + access.opcUaUrl());
    out.println("MQTT         " + access.mqttUrl());
    out.println("fingerprint  " + access.fingerprint());
    out.println("certificate  " + access.certificate());
    Path kept = access.passwordFile();
    out.println("user         " + access.user() + (kept == null ? "" : ", password in " + kept));
    out.flush();
  }

  /** What an operator of the plant would see, and what only the simulator knows. */
  static String line(PlantStatus status) {
    return String.format(
        Locale.ROOT,
        "%7.3f h  %s  DO %5.1f %%  feed %.4f L/h  biomass %6.2f g  product %6.3f g%s",
        status.truth().hours(),
        status.running() ? "running" : "idle   ",
        status.oxygenPercent(),
        status.feedLPerH(),
        status.truth().biomassG(),
        status.truth().productG(),
        status.fallback() ? "  LOCAL FALLBACK" : "");
  }

  /** File and options together. */
  SimulatorConfig settings() {
    try {
      SimulatorConfig base = config == null ? SimulateFile.standard() : SimulateFile.read(config);
      List<Path> clients = new ArrayList<>(base.access().trustedClients());
      clients.addAll(trusted);
      return new SimulatorConfig(
          data == null ? base.dataDir() : data,
          base.reactor(),
          new Batch(
              seed == null ? base.batch().seed() : seed,
              base.batch().faults(),
              base.batch().resume() && !fresh),
          speed == null ? base.pace() : pace(speed),
          opcUaPort == null ? base.opcUa() : new Address(base.opcUa().host(), opcUaPort),
          broker(base.mqtt()),
          new Access(base.access().user(), base.access().password(), clients));
    } catch (ConfigException | IllegalArgumentException e) {
      throw UserError.of(e);
    }
  }

  private Broker broker(Broker base) {
    if (mqttPort == null) {
      return base;
    }
    if (base instanceof Broker.Embedded embedded) {
      return new Broker.Embedded(new Address(embedded.address().host(), mqttPort));
    }
    throw new UserError("--mqtt-port is for the embedded broker, but the file names another");
  }

  private static Pace pace(String text) {
    if (text.equals("max")) {
      return Pace.lockStep();
    }
    try {
      return Pace.clocked(Double.parseDouble(text));
    } catch (NumberFormatException e) {
      throw new UserError("--speed is a number from 1 to 1000, or max, not '" + text + "'", e);
    }
  }
}
