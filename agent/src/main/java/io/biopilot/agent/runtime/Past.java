package io.biopilot.agent.runtime;

import io.biopilot.agent.config.Config;
import io.biopilot.agent.config.ConfigFile;
import io.biopilot.agent.journal.JournalHeader;
import io.biopilot.agent.journal.JournalReader;
import io.biopilot.agent.journal.Replay;
import io.biopilot.agent.loop.ControlLoop;
import io.biopilot.agent.loop.Effect;
import io.biopilot.agent.loop.LoopState;
import io.biopilot.mpc.control.Budget;
import io.biopilot.mpc.control.Decision;
import io.biopilot.mpc.safety.SafetyGate;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.function.BiFunction;

/**
 * A journal with the loop and the brain that it was begun with, made again from its first line.
 *
 * @param config that was in force
 * @param shadow whether nothing was written
 * @param brains makes the brain for the kernels of a name
 * @param loop as it was
 * @param initial state before the first event
 */
public record Past(
    Path journal,
    Config config,
    boolean shadow,
    BiFunction<Config, String, Brain> brains,
    Brain brain,
    ControlLoop loop,
    LoopState initial) {

  /**
   * Opens a journal.
   *
   * @throws IOException with a message for the user, also if the model is not the one of then
   */
  public static Past open(Path journal, BiFunction<Config, String, Brain> brains)
      throws IOException {
    JournalHeader header;
    try (JournalReader reader = JournalReader.open(journal)) {
      header = reader.header();
    } catch (IllegalArgumentException e) {
      throw new IOException("%s: %s".formatted(journal, e.getMessage()), e);
    }
    Config config = ConfigFile.parse(Path.of(header.configFile()), header.config());
    Brain brain = brain(journal, config, brains, header.kernel());
    if (!brain.model().hash().equals(header.modelHash())) {
      throw new IOException(
          "%s was written with model %s, but %s is now %s: bring that model back"
              .formatted(journal, header.modelHash(), config.model().file(), brain.model().hash()));
    }
    ControlLoop loop = loop(config, header.shadow(), brain);
    return new Past(journal, config, header.shadow(), brains, brain, loop, initial(loop, brain));
  }

  private static Brain brain(
      Path journal, Config config, BiFunction<Config, String, Brain> brains, String kernel)
      throws IOException {
    Brain brain = brains.apply(config, kernel);
    if (!brain.kernel().equals(kernel)) {
      throw new IOException(
          "%s was written with the kernels %s, which this Java lacks (it has %s): start it by ./biopilot on such a machine"
              .formatted(journal, kernel, brain.kernel()));
    }
    return brain;
  }

  private static ControlLoop loop(Config config, boolean shadow, Brain brain) {
    return new ControlLoop(
        Settings.of(config, shadow),
        new SafetyGate(config.limits()),
        brain.estimator(),
        brain.planning().goals());
  }

  private static LoopState initial(ControlLoop loop, Brain brain) {
    return loop.initial(brain.model(), Instant.EPOCH);
  }

  /** Computes everything again and compares; after a restart with the kernels that it found. */
  public Replay.Outcome replay() throws IOException {
    return new Replay(this::cast, brain.kernel()).run(journal);
  }

  private Replay.Cast cast(String kernel) throws IOException {
    boolean same = kernel.equals(brain.kernel());
    Brain played = same ? brain : brain(journal, config, brains, kernel);
    ControlLoop own = same ? loop : loop(config, shadow, played);
    return new Replay.Cast(
        own, (asked, most) -> plan(played.planning(), asked, most), initial(own, played));
  }

  /** With the configured budget; with fewer iterations where time had run out then. */
  private Decision plan(Brain.Planning planning, Effect.Plan asked, int iterations) {
    Decision whole = planning.plan(asked, new Budget.Iterations(config.controller().iterations()));
    return whole.iterations() <= iterations
        ? whole
        : planning.plan(asked, new Budget.Iterations(iterations));
  }
}
