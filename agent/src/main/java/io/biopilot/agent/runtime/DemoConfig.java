package io.biopilot.agent.runtime;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** The demo's configuration, with what differs from start to start filled in. */
public final class DemoConfig {

  private DemoConfig() {}

  /** As it stands in deploy/, for a plant in another process on the usual ports. */
  public static String sample() {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("speed", "1");
    values.put("opcua", "opc.tcp://127.0.0.1:4840/biopilot");
    values.put("mqtt", "mqtts://127.0.0.1:8883");
    values.put("user", "biopilot");
    values.put("password", "data/plant/password");
    values.put("certificate", "data/plant/server.pem");
    values.put("pki", "data/pki");
    values.put("publishing", "500");
    values.put("model", "builtin:ecoli-nominal");
    values.put("controller", "recipe");
    values.put("store", "questdb");
    values.put("port", "8080");
    values.put("data", "data");
    return filled(values);
  }

  static String filled(Map<String, String> values) {
    String text = template();
    for (Map.Entry<String, String> value : values.entrySet()) {
      text = text.replace("@" + value.getKey() + "@", value.getValue());
    }
    return text;
  }

  private static String template() {
    try (InputStream in = DemoConfig.class.getResourceAsStream("demo.yaml")) {
      if (in == null) {
        throw new IllegalStateException("demo.yaml is missing from the jar");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
