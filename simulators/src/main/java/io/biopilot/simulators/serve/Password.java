package io.biopilot.simulators.serve;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A password that was given, or made once in the data directory. No default exists.
 *
 * @param file where it is kept; null if it was given
 */
record Password(String text, @Nullable Path file) {

  private static final int BYTES = 18;
  private static final int SHORTEST = 8;

  /** The given one, or the directory's own. */
  static Password in(Path dataDir, @Nullable Supplier<char[]> given) throws IOException {
    if (given != null) {
      return checked(given(given), null, "the password that was given");
    }
    Path own = dataDir.resolve("password");
    if (!Files.exists(own)) {
      byte[] made = random().getBytes(StandardCharsets.UTF_8);
      PrivateFile.write(own, out -> out.write(made));
    }
    return checked(Files.readString(own).strip(), own, "the password in " + own);
  }

  /** Asks for a secret; what cannot be had is a message for the user. */
  static String given(Supplier<char[]> secret) throws IOException {
    try {
      return new String(secret.get());
    } catch (IllegalStateException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private static Password checked(String text, @Nullable Path file, String what)
      throws IOException {
    if (text.length() < SHORTEST) {
      throw new IOException("%s has fewer than %d characters".formatted(what, SHORTEST));
    }
    return new Password(text, file);
  }

  /** A fresh random text of 24 characters. */
  static String random() {
    byte[] bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Compares without telling by its duration how much was right. */
  boolean matches(@Nullable String typed) {
    return typed != null
        && MessageDigest.isEqual(
            typed.getBytes(StandardCharsets.UTF_8), text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String toString() {
    return "a password";
  }
}
