package io.biopilot.agent.cli;

import io.biopilot.agent.brain.Brains;
import io.biopilot.agent.config.Config;
import io.biopilot.agent.config.ConfigException;
import io.biopilot.agent.config.ConfigFile;
import io.biopilot.agent.config.ModelCheck;
import io.biopilot.agent.runtime.Brain;
import io.biopilot.agent.runtime.Station;
import io.biopilot.agent.runtime.StatusLine;
import io.biopilot.agent.web.BatchRecord;
import io.biopilot.agent.web.Recorder;
import io.biopilot.agent.web.WebServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
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
      Brain brain = Brains.onThisMachine(config);
      ModelCheck.require(config, brain.model().process().schema());
      return run(Station.start(config, brain, shadow), config);
    } catch (IOException | ConfigException e) {
      throw new UserError(String.valueOf(e.getMessage()), e);
    }
  }

  private Integer run(Station station, Config config) throws InterruptedException {
    CountDownLatch stopped = new CountDownLatch(1);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(station, stopped), "stop"));
    PrintWriter out = spec.commandLine().getOut();
    if (config.webPort() > 0) {
      Recorder recorder = new Recorder(BatchRecord.DEFAULT_CAPACITY);
      WebServer.start(station.vertx(), config.webPort(), station.desk(), recorder)
          .onSuccess(web -> out.println("page  http://localhost:" + web.port()))
          .onFailure(cause -> fail(cause, failure, stopped));
    }
    station.connected().onFailure(cause -> fail(cause, failure, stopped));
    while (!stopped.await(1, TimeUnit.SECONDS)) {
      if (!quiet) {
        out.println(StatusLine.of(station.desk().view()));
      }
      out.flush();
    }
    Throwable cause = failure.get();
    if (cause != null) {
      station.close();
      throw new UserError(String.valueOf(cause.getMessage()), cause);
    }
    return 0;
  }

  private static void fail(
      Throwable cause, AtomicReference<@Nullable Throwable> failure, CountDownLatch stopped) {
    failure.compareAndSet(null, cause);
    stopped.countDown();
  }

  private static void stop(Station station, CountDownLatch stopped) {
    station.close();
    stopped.countDown();
  }
}
