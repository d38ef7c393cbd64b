package io.biopilot.bench.loop;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Batches that were run, one a line; a run that was interrupted finds them again. */
final class ResultFile {

  private final Path file;
  private final String until;
  private final Map<BatchResult.Key, BatchResult> results = new LinkedHashMap<>();

  /**
   * @param until how far batches go; others in the file are not these
   */
  ResultFile(Path file, String until) throws IOException {
    this.file = file;
    this.until = until;
    if (Files.exists(file)) {
      for (String line : Files.readAllLines(file)) {
        read(line);
      }
    }
  }

  private void read(String line) {
    try {
      BatchResult result = BatchResult.parse(line);
      if (result.until().equals(until)) {
        results.put(result.key(), result);
      }
    } catch (JsonProcessingException torn) {
      // The line was being written when the run was interrupted: that batch is run again.
    }
  }

  synchronized Optional<BatchResult> find(BatchResult.Key key) {
    return Optional.ofNullable(results.get(key));
  }

  synchronized void add(BatchResult result) throws IOException {
    Path folder = file.toAbsolutePath().getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.writeString(
        file,
        result.text() + "\n",
        StandardCharsets.UTF_8,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    results.put(result.key(), result);
  }
}
