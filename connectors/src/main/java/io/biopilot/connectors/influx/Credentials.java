package io.biopilot.connectors.influx;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.function.Supplier;

/** How a store lets us in. */
public sealed interface Credentials {

  /** Value of the HTTP header Authorization. */
  String header();

  /** An InfluxDB token; for InfluxDB 1.8 it is {@code user:password}. */
  record Token(Supplier<char[]> token) implements Credentials {
    @Override
    public String header() {
      return "Token " + new String(token.get());
    }

    @Override
    public String toString() {
      return "Token";
    }
  }

  /** User name and password of HTTP basic authentication, as QuestDB takes them. */
  record Basic(String user, Supplier<char[]> password) implements Credentials {
    @Override
    public String header() {
      String both = user + ":" + new String(password.get());
      return "Basic " + Base64.getEncoder().encodeToString(both.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public String toString() {
      return "Basic " + user;
    }
  }
}
