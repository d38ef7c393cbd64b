package io.biopilot.bench.numeric;

import io.biopilot.agent.cli.UserError;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** One run of the bench: times our work and starts the peers. */
public final class Session {
  private final Path home;
  private final Path scratch;
  private final Consumer<String> progress;
  private final List<String> notes = new ArrayList<>();

  Session(Path home, Consumer<String> progress) {
    this.home = home;
    this.progress = progress;
    try {
      scratch = Files.createTempDirectory("biopilot-bench");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The project's folder: the launcher's property, or the first one above that has the peers. */
  static Path home() {
    String given = System.getProperty("biopilot.home");
    Path start = Path.of(given != null ? given : "").toAbsolutePath();
    for (Path at = start; at != null; at = at.getParent()) {
      if (Files.isDirectory(at.resolve("bench/peers"))) {
        return at;
      }
    }
    throw new UserError(
        "bench numeric needs the project's folder (with bench/peers), not found above "
            + start
            + ": start ./biopilot from a checkout");
  }

  /** Something the reader of the table must know, e.g. that a peer is absent. */
  public void note(String text) {
    if (!notes.contains(text)) {
      notes.add(text);
      progress.accept(text);
    }
  }

  /** Says what is being done. */
  public void progress(String text) {
    progress.accept(text);
  }

  List<String> notes() {
    return List.copyOf(notes);
  }

  /**
   * A folder for files that ours and theirs exchange; deleted by nobody, it is in the temp space.
   */
  public Path scratch() {
    return scratch;
  }

  /** A file of {@code bench/peers}. */
  public Path peerFile(String name) {
    return home.resolve("bench/peers").resolve(name);
  }

  /** A file of {@code bench/results}, where figures are kept with the machine's line. */
  public Path resultFile(String name) {
    return home.resolve("bench/results").resolve(name);
  }

  /** The Python of the peers' environment, made by {@code bench/peers/setup.sh}. */
  public Optional<Path> python() {
    Path python = cache().resolve("peers/bin/python");
    return Files.isExecutable(python) ? Optional.of(python) : Optional.empty();
  }

  /** Where what takes long to make is kept: BIOPILOT_CACHE, else ~/.cache/biopilot. */
  public Path cache() {
    String given = System.getenv("BIOPILOT_CACHE");
    return given != null && !given.isEmpty()
        ? Path.of(given)
        : Path.of(System.getProperty("user.home"), ".cache", "biopilot");
  }

  /** Thread CPU time of one call (µs): the fastest of rounds after a warm-up. */
  public double microseconds(Runnable work) {
    return ThreadTimer.microseconds(work);
  }

  /**
   * Runs the main method of one of our classes in a Java of its own, so that nothing measured
   * before has shaped its compiled code, and gives its standard output.
   */
  public String inFreshJava(Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xms256m", "-Xmx768m", "-XX:+UseSerialGC"));
    if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
      command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
    command.addAll(List.of(arguments));
    return output(command).orElseThrow();
  }

  /**
   * Runs a program to its end and gives its standard output; empty, with a note, if it cannot be
   * started. One that fails or takes longer than ten minutes is an error.
   */
  public Optional<String> output(List<String> command) {
    try {
      Path out = Files.createTempFile(scratch, "out", ".txt");
      Path err = Files.createTempFile(scratch, "err", ".txt");
      Process process;
      try {
        process =
            new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
      } catch (IOException absent) {
        note("absent: " + command.get(0) + " (" + absent.getMessage() + ")");
        return Optional.empty();
      }
      if (!process.waitFor(10, TimeUnit.MINUTES)) {
        process.destroyForcibly();
        throw new IllegalStateException("took more than ten minutes: " + command);
      }
      if (process.exitValue() != 0) {
        throw new IllegalStateException(
            "exit code %d of %s:%n%s"
                .formatted(process.exitValue(), command, Files.readString(err)));
      }
      return Optional.of(Files.readString(out));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while " + command.get(0) + " ran", e);
    }
  }

  /**
   * What a peer printed; empty, with a note of its last words, where it cannot do its work: a
   * library that is missing must not cost the rows of all others.
   */
  public Optional<String> peerOutput(List<String> command) {
    try {
      return output(command);
    } catch (IllegalStateException failed) {
      List<String> words = String.valueOf(failed.getMessage()).lines().toList();
      String last = words.get(words.size() - 1).strip();
      note("absent: %s (%s)".formatted(String.join(" ", command.subList(0, 2)), last));
      return Optional.empty();
    }
  }

  /** Compiles a C file of {@code bench/peers} with -O3 -march=native; empty where gcc is absent. */
  public Optional<Path> compileC(String source, String... options) {
    Path program = scratch.resolve(source.replace(".c", ".bin"));
    List<String> command =
        new ArrayList<>(
            List.of(
                "gcc", "-O3", "-march=native", "-o", program.toString(), "" + peerFile(source)));
    command.addAll(List.of(options));
    command.add("-lm");
    return output(command).map(nothing -> program);
  }
}
