package io.biopilot.connectors.influx;

/**
 * A store that takes the InfluxDB v2 write API.
 *
 * @param url e.g. {@code http://127.0.0.1:8086}
 * @param credentials token, or basic for QuestDB
 * @param org organisation; anything for 1.8 and QuestDB
 * @param bucket bucket of 2.x, {@code database/policy} of 1.8
 */
public record InfluxConfig(String url, Credentials credentials, String org, String bucket) {
  public InfluxConfig {
    if (!url.matches("https?://.+")) {
      throw new IllegalArgumentException("'%s' must begin with http:// or https://".formatted(url));
    }
  }

  /** The InfluxQL database: the bucket up to a slash. */
  String database() {
    int slash = bucket.indexOf('/');
    return slash < 0 ? bucket : bucket.substring(0, slash);
  }

  /** The InfluxQL retention policy: the bucket after a slash, or empty for the default one. */
  String policy() {
    int slash = bucket.indexOf('/');
    return slash < 0 ? "" : bucket.substring(slash + 1);
  }
}
