package io.biopilot.testing;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds programs that tests run but the project does not contain. */
public final class OutsideProgram {
  private OutsideProgram() {}

  /** Where the program is. */
  public static Optional<Path> find(String program) {
    String given = System.getProperty("program." + program);
    Stream<Path> candidates =
        given != null
            ? Stream.of(Path.of(given))
            : Stream.concat(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                    .map(dir -> Path.of(dir, program)),
                Stream.of(
                    Path.of("/usr/sbin", program), // Debian's place for brokers, not on every PATH
                    Path.of(".cache", "bin", program),
                    Path.of("..", ".cache", "bin", program)));
    return candidates.map(Path::toAbsolutePath).filter(Files::isExecutable).findFirst();
  }
}
