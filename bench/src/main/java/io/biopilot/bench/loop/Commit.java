package io.biopilot.bench.loop;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The commit that stands in the working copy, if there is one and git is here. */
final class Commit {

  private static final long PATIENCE_SECONDS = 10;

  private Commit() {}

  static Optional<String> describe(Path inside) {
    Path folder = inside.toAbsolutePath();
    while (folder != null && !folder.toFile().isDirectory()) {
      folder = folder.getParent();
    }
    if (folder == null) {
      return Optional.empty();
    }
    ProcessBuilder git = new ProcessBuilder("git", "describe", "--always", "--dirty=+");
    git.directory(folder.toFile()).redirectError(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = git.start();
      String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean done = process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
      return done && process.exitValue() == 0 && !text.isBlank()
          ? Optional.of(text.trim())
          : Optional.empty();
    } catch (IOException noGit) {
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    }
  }
}
