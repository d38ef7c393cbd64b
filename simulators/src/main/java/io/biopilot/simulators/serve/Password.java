package io.biopilot.simulators.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/** A password kept in a file; made there when the data directory has none. No default exists. */
record Password(Path file, String text) {

  private static final int BYTES = 18;
  private static final int SHORTEST = 8;

  static Password in(Path dataDir, @Nullable Path given) throws IOException {
    if (given != null) {
      return read(given);
    }
    Path own = dataDir.resolve("plant.password");
    if (!Files.exists(own)) {
      byte[] made = random().getBytes(StandardCharsets.UTF_8);
      PrivateFile.write(own, out -> out.write(made));
    }
    return read(own);
  }

  /** A fresh random text of 24 characters. */
  static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  static Password read(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new IOException("the password file %s cannot be read".formatted(file));
    }
    String text = Files.readString(file).strip();
    if (text.length() < SHORTEST) {
      throw new IOException(
          "the password in %s has fewer than %d characters".formatted(file, SHORTEST));
    }
    return new Password(file, text);
  }

  /** Compares without telling by its duration how much was right. */
  boolean matches(@Nullable String typed) {
    return typed != null
        && MessageDigest.isEqual(
            typed.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "password of " + file;
  }
}
