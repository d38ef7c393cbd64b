package io.biopilot.agent.config;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where a secret is; it is read each time it is needed and never kept or shown. */
public sealed interface Secret extends Supplier<char[]> {

  /** Why it cannot be had now, in words; null if it can. */
  @Nullable String missing();

  /** In an environment variable. */
  record InEnvironment(String name) implements Secret {
    @Override
    public char[] get() {
      String value = System.getenv(name);
      if (value == null) {
        throw new IllegalStateException(missing());
      }
      return value.toCharArray();
    }

    @Override
    public @Nullable String missing() {
      return System.getenv(name) == null
          ? "the environment variable %s is not set; set it before the start".formatted(name)
          : null;
    }
  }

  /** Alone in a file; a line break at its end does not belong to it. */
  record InFile(Path file) implements Secret {
    @Override
    public char[] get() {
      try {
        return Files.readString(file).stripTrailing().toCharArray();
      } catch (IOException e) {
        throw new IllegalStateException(missing(), e);
      }
    }

    @Override
    public @Nullable String missing() {
      return Files.isReadable(file)
          ? null
          : "the file %s cannot be read; write the secret into it".formatted(file);
    }
  }
}
