package io.biopilot.agent.cli;

import io.biopilot.agent.brain.Brains;
import io.biopilot.agent.config.ConfigException;
import io.biopilot.agent.loop.LoopState;
import io.biopilot.agent.loop.Phase;
import io.biopilot.agent.loop.View;
import io.biopilot.agent.runtime.Demo;
import io.biopilot.agent.runtime.HeadlessBatch;
import io.biopilot.agent.runtime.StatusLine;
import io.biopilot.agent.runtime.Summary;
import io.biopilot.agent.web.BatchRecord;
import io.biopilot.agent.web.Recorder;
import io.biopilot.agent.web.WebServer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code biopilot demo}: a simulated plant and its autopilot in one process. */
@Command(
    name = "demo",
    description = {
      "Runs a simulated fed-batch with its autopilot, over encrypted OPC UA and MQTT.",
      "With a page in the browser, or --headless to the end of a batch."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Option(names = "--headless", description = "no page; run a batch and print what came of it")
  private boolean headless;

  @Option(
      names = "--speed",
      paramLabel = "X",
      description = "plant time for one of the wall clock, 1 to 1000, or max (60; headless: max)")
  private @Nullable String speed;

  @Option(
      names = "--until",
      paramLabel = "T",
      description =
          "harvest, or a batch time in hours at which to stop (headless: harvest; else it goes on)")
  private @Nullable String until;

  @Option(names = "--seed", paramLabel = "N", description = "decides everything random (1)")
  private long seed = 1;

  @Option(
      names = "--controller",
      paramLabel = "KIND",
      description = "recipe, nominal or learning (learning)")
  private String controller = "learning";

  @Option(names = "--json", description = "print the summary for machines")
  private boolean json;

  @Option(names = "--port", paramLabel = "PORT", description = "of the page (8080)")
  private int port = 8080;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "folder for keys, journal and store (data/demo)")
  private Path data = Path.of("data", "demo");

  @Option(
      names = "--store",
      paramLabel = "KIND",
      description = "questdb or none (questdb; headless: none)")
  private @Nullable String store;

  @Override
  public Integer call() throws InterruptedException, ExecutionException {
    check("--controller", controller, "recipe", "nominal", "learning");
    try {
      return headless ? batch() : live();
    } catch (IOException | ConfigException e) {
      throw UserError.of(e);
    }
  }

  private void check(String option, String value, String... allowed) {
    if (!List.of(allowed).contains(value)) {
      throw new ParameterException(
          spec.commandLine(),
          "%s '%s': expected one of %s".formatted(option, value, String.join(", ", allowed)));
    }
  }

  private Integer batch() throws IOException {
    if (speed != null && !speed.equals("max")) {
      throw new ParameterException(
          spec.commandLine(), "--headless runs at --speed max, not '%s'".formatted(speed));
    }
    double end = end();
    Summary summary =
        HeadlessBatch.run(
            new HeadlessBatch.Asked(data, seed, controller, end, store == null ? "none" : store),
            Brains::of,
            json ? state -> {} : everySecond());
    PrintWriter out = spec.commandLine().getOut();
    out.print(json ? summary.json().encode() + "\n" : summary.table());
    out.flush();
    return 0;
  }

  /** Batch time at which to stop (h); infinity for the end of the batch. */
  private double end() {
    return until == null || until.equals("harvest")
        ? Double.POSITIVE_INFINITY
        : number("--until", until);
  }

  private double number(String option, String text) {
    try {
      double value = Double.parseDouble(text);
      if (value > 0 && value <= 1000) {
        return value;
      }
    } catch (NumberFormatException e) {
      // The message below says it.
    }
    throw new ParameterException(
        spec.commandLine(),
        "%s '%s': expected a number above 0, at most 1000".formatted(option, text));
  }

  /** Prints at most one line a second, to the error output so that results stay alone. */
  private Consumer<LoopState> everySecond() {
    AtomicLong last = new AtomicLong();
    PrintWriter err = spec.commandLine().getErr();
    return state -> {
      long now = System.nanoTime();
      if (state.planning().awaited() == 0 && now - last.get() > TimeUnit.SECONDS.toNanos(1)) {
        last.set(now);
        err.println(StatusLine.of(state));
        err.flush();
      }
    };
  }

  private Integer live() throws IOException, InterruptedException, ExecutionException {
    double times = speed == null ? 60 : number("--speed", speed);
    double end = end();
    PrintWriter out = spec.commandLine().getOut();
    CountDownLatch stopped = new CountDownLatch(1);
    AtomicReference<@Nullable RuntimeException> broken = new AtomicReference<>();
    Recorder recorder = new Recorder(BatchRecord.DEFAULT_CAPACITY);
    Demo demo =
        Demo.start(
            new Demo.Options(
                data,
                seed,
                controller,
                times,
                store == null ? "questdb" : store,
                recorder::after,
                fault -> {
                  broken.compareAndSet(null, fault);
                  stopped.countDown();
                }),
            Brains::onThisMachine);
    WebServer web =
        WebServer.start(demo.vertx(), port, demo.desk(), recorder)
            .onFailure(failure -> demo.close())
            .toCompletionStage()
            .toCompletableFuture()
            .handle(DemoCommand::orUserError)
            .get();
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  demo.close();
                  stopped.countDown();
                },
                "stop"));
    out.println("page  http://localhost:" + web.port());
    out.flush();
    demo.inoculate();
    while (!stopped.await(1, TimeUnit.SECONDS) && !(until != null && over(demo, end))) {
      out.println(StatusLine.of(demo.desk().view()));
      out.flush();
    }
    RuntimeException fault = broken.get();
    if (fault != null) {
      spec.commandLine().getErr().println("biopilot: the loop broke and has stopped: " + fault);
    }
    return fault == null ? 0 : 1;
  }

  private static boolean over(Demo demo, double end) {
    View.Batch batch = demo.desk().view().batch();
    return batch.phase() == Phase.COMPLETE || batch.hours() >= end;
  }

  private static WebServer orUserError(@Nullable WebServer web, @Nullable Throwable failure) {
    if (web == null) {
      throw new UserError(failure == null ? "no page" : String.valueOf(failure.getMessage()));
    }
    return web;
  }
}
