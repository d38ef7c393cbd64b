package io.biopilot.agent.cli;

import io.biopilot.agent.brain.Brains;
import io.biopilot.agent.config.Config;
import io.biopilot.agent.config.ConfigException;
import io.biopilot.agent.config.ConfigFile;
import io.biopilot.agent.config.ModelCheck;
import io.biopilot.agent.journal.Recovery;
import io.biopilot.agent.runtime.Brain;
import io.biopilot.agent.runtime.Station;
import io.biopilot.agent.runtime.StatusLine;
import io.biopilot.agent.web.BatchRecord;
import io.biopilot.agent.web.JournalHistory;
import io.biopilot.agent.web.Recorder;
import io.biopilot.agent.web.WebServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code biopilot run}: the agent on a plant. */
@Command(
    name = "run",
    description = {
      "Runs the autopilot on the plant of a configuration until it is stopped.",
      "With --shadow it plans and shows, and writes nothing: the way to begin."
    },
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "configuration of the reactor; deploy/ has commented samples")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private Path file;

  @Option(names = "--shadow", description = "plan and show, write nothing")
  private boolean shadow;

  @Option(names = "--quiet", description = "no status line each second")
  private boolean quiet;

  @Override
  public Integer call() throws InterruptedException {
    try {
      Config config = ConfigFile.read(file);
      requireFreePort(config);
      Brain brain = brain(config);
      ModelCheck.require(config, brain.model().process().schema());
      Recorder recorder = new Recorder(BatchRecord.DEFAULT_CAPACITY);
      Station.Onlooker onlooker =
          new Station.Onlooker(JournalHistory.into(recorder), recorder::after);
      return run(Station.start(config, brain, shadow, onlooker), config, recorder);
    } catch (IOException | ConfigException e) {
      throw UserError.of(e);
    }
  }

  /** An interrupted batch keeps its kernels, so that it is computed on to the last bit. */
  private Brain brain(Config config) throws IOException {
    String before = Recovery.kernel(Station.journal(config));
    if (before == null) {
      return Brains.onThisMachine(config);
    }
    Brain brain = Brains.resuming(config, before);
    if (!brain.kernel().equals(before)) {
      spec.commandLine()
          .getErr()
          .printf(
              "biopilot: the batch was computed with the kernels %s, which this Java lacks: it goes on with %s, which agree to about 1e-12 (journaled; start by ./biopilot on the machine of before to keep them)%n",
              before, brain.kernel());
    }
    return brain;
  }

  private Integer run(Station station, Config config, Recorder recorder)
      throws InterruptedException {
    CompletableFuture<Void> end = new CompletableFuture<>();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(station, end), "stop"));
    PrintWriter out = spec.commandLine().getOut();
    station.failed().onFailure(cause -> end.completeExceptionally(new Broken(cause)));
    station.connected().onFailure(end::completeExceptionally);
    if (config.webPort() > 0) {
      WebServer.start(station.vertx(), config.webPort(), station.desk(), recorder)
          .onSuccess(web -> out.println("page  http://localhost:" + web.port()))
          .onFailure(
              cause ->
                  end.completeExceptionally(
                      cause instanceof BindException ? portInUse(config, cause) : cause));
    }
    try {
      while (!ended(end)) {
        if (!quiet) {
          out.println(StatusLine.of(station.desk().view()));
        }
        out.flush();
      }
      return 0;
    } catch (ExecutionException e) {
      station.close();
      return failed(e.getCause() == null ? e : e.getCause());
    }
  }

  private static boolean ended(CompletableFuture<Void> end)
      throws InterruptedException, ExecutionException {
    try {
      end.get(1, TimeUnit.SECONDS);
      return true;
    } catch (TimeoutException e) {
      return false;
    }
  }

  /** The loop broke: the actuators got their safe values, and the plant hears nothing any more. */
  private static final class Broken extends RuntimeException {
    private static final long serialVersionUID = 1L;

    Broken(Throwable cause) {
      super(cause);
    }
  }

  private int failed(Throwable cause) {
    if (cause instanceof Broken broken) {
      spec.commandLine()
          .getErr()
          .println(
              "biopilot: the loop broke and has stopped (%s); the plant got the safe values and is on its own from now on. Look at the log above, then start again: the batch comes up in HOLD"
                  .formatted(reason(broken)));
      return 1;
    }
    throw new UserError(String.valueOf(cause.getMessage()), cause);
  }

  private static String reason(Broken broken) {
    Throwable cause = broken.getCause();
    Throwable inner = cause == null ? null : cause.getCause();
    return inner == null ? String.valueOf(cause) : "%s: %s".formatted(cause, inner);
  }

  /** Before anything is connected; whoever takes it later is found by the page itself. */
  private static void requireFreePort(Config config) throws IOException {
    try (ServerSocket probe =
        new ServerSocket(config.webPort(), 1, InetAddress.getLoopbackAddress())) {
      probe.getLocalPort();
    } catch (BindException e) {
      throw portInUse(config, e);
    }
  }

  private static UserError portInUse(Config config, Throwable cause) {
    return new UserError(
        "%s:%d: web.port: port %d on 127.0.0.1 is in use by another program; end that program or choose another port (0 for no page)"
            .formatted(config.file(), ConfigFile.line(config, "web.port"), config.webPort()),
        cause);
  }

  private static void stop(Station station, CompletableFuture<Void> end) {
    station.close();
    end.complete(null);
  }
}
