package io.biopilot.agent.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** docs/config.md names every key that a configuration may have. */
final class ConfigPageTest {
  private static final Path PAGE = Path.of("..", "docs", "config.md");

  @ParameterizedTest
  @ValueSource(strings = {"config.schema.json", "simulate.schema.json"})
  void everyKeyOfTheSchemaIsExplained(String schema) throws IOException {
    Set<String> keys = new TreeSet<>();
    try (InputStream in = ConfigFile.class.getResourceAsStream(schema)) {
      collect(new ObjectMapper().readTree(in), keys);
    }
    assertThat(keys).hasSizeGreaterThan(15);
    String page = Files.readString(PAGE);
    assertThat(keys)
        .allSatisfy(
            key ->
                assertThat(page)
                    .as("docs/config.md must explain '%s'", key)
                    .containsPattern("`([A-Za-z]+\\.)?" + key + "(:[^`]*)?`"));
  }

  private static void collect(JsonNode node, Set<String> keys) {
    JsonNode properties = node.get("properties");
    if (properties != null) {
      for (Iterator<String> names = properties.fieldNames(); names.hasNext(); ) {
        keys.add(names.next());
      }
    }
    node.forEach(inner -> collect(inner, keys));
  }
}
