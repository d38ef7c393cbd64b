package io.biopilot.agent.ends;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The command line in a process of its own, as a user has it, and what it says. */
final class Cli implements AutoCloseable {

  private static final String MAIN = "io.biopilot.agent.cli.Biopilot";

  private final String name;
  private final Process process;
  private final List<String> said = new CopyOnWriteArrayList<>();
  private final Thread ears;

  private Cli(String name, Process process) {
    this.name = name;
    this.process = process;
    this.ears = new Thread(this::listen, "ears of " + name);
    ears.setDaemon(true);
    ears.start();
  }

  /** Starts a command in a folder, to which relative paths refer. */
  static Cli start(Path folder, String... arguments) throws IOException {
    return start(folder, Map.of(), arguments);
  }

  static Cli start(Path folder, Map<String, String> environment, String... arguments)
      throws IOException {
    List<String> line = new ArrayList<>(java());
    line.addAll(List.of(arguments));
    return started(folder, environment, line, arguments[0]);
  }

  /**
   * As {@link #start}, with no file of this process growing beyond so many blocks of 1024 bytes.
   */
  static Cli startWithFilesUpTo(int blocks, Path folder, String... arguments) throws IOException {
    List<String> line = new ArrayList<>(java());
    line.addAll(List.of(arguments));
    String quoted = line.stream().map(a -> "'" + a + "'").collect(Collectors.joining(" "));
    List<String> shell = List.of("bash", "-c", "ulimit -f %d; exec %s".formatted(blocks, quoted));
    return started(folder, Map.of(), shell, arguments[0]);
  }

  private static Cli started(
      Path folder, Map<String, String> environment, List<String> line, String name)
      throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().putAll(environment);
    return new Cli(name, builder.start());
  }

  /** Without the classes of the tests: their logging is not the product's. */
  private static List<String> java() {
    String classes =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
            .filter(entry -> !entry.endsWith("test-classes") && !entry.endsWith("-tests.jar"))
            .map(entry -> Path.of(entry).toAbsolutePath().toString())
            .collect(Collectors.joining(File.pathSeparator));
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx512m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-cp",
        classes,
        MAIN);
  }

  private void listen() {
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      out.lines().forEach(said::add);
    } catch (IOException | UncheckedIOException e) {
      said.add("(no more to be heard: " + e.getMessage() + ")");
    }
  }

  /** Waits for a line that holds the expression; its first group, or the whole match. */
  String await(String expression, int seconds) throws InterruptedException {
    Pattern pattern = Pattern.compile(expression);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (true) {
      boolean ended = !ears.isAlive();
      for (String line : said) {
        Matcher matcher = pattern.matcher(line);
        if (matcher.find()) {
          return matcher.group(Math.min(1, matcher.groupCount()));
        }
      }
      if (ended || System.nanoTime() > end) {
        throw new AssertionError(
            "%s did not say '%s' within %d s%s, but%n%s"
                .formatted(name, expression, seconds, ended ? " and has ended" : "", text()));
      }
      Thread.sleep(50);
    }
  }

  /** Everything that was said so far. */
  String text() {
    return String.join("\n", said);
  }

  /** The last line that was said. */
  String last() {
    return said.isEmpty() ? "" : said.get(said.size() - 1);
  }

  /** Waits for the end. */
  int exit(int seconds) throws InterruptedException {
    if (!process.waitFor(seconds, TimeUnit.SECONDS)) {
      throw new AssertionError(
          "%s did not end within %d s, and said%n%s".formatted(name, seconds, text()));
    }
    ears.join(5_000);
    return process.exitValue();
  }

  /** kill -9. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** As Ctrl-C does. */
  void stop() throws InterruptedException {
    process.destroy();
    exit(60);
  }

  @Override
  public void close() throws InterruptedException {
    kill();
  }
}
