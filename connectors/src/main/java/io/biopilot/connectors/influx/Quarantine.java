package io.biopilot.connectors.influx;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Lines that a store will not take, with its reason above each, in a file that may be sent again by
 * hand. Above its limit a line is only counted.
 */
final class Quarantine {
  private static final long LONGEST = 64L << 20;

  private final Path file;

  Quarantine(Path file) {
    this.file = file;
  }

  void put(String line, String reason) throws IOException {
    if (Files.exists(file) && Files.size(file) > LONGEST) {
      return;
    }
    String comment = "# " + reason.replaceAll("\\s+", " ") + "\n";
    Files.writeString(
        file,
        comment + line + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
  }

  Path file() {
    return file;
  }
}
