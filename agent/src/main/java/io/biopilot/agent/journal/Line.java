package io.biopilot.agent.journal;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** One line of a journal: CRC-32 of the JSON text in eight hex digits, a space, the text. */
final class Line {

  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int PREFIX = 9;

  private Line() {}

  static byte[] encode(JsonNode record) {
    try {
      String text = MAPPER.writeValueAsString(record);
      String line = "%08x %s\n".formatted(crc(text), text);
      return line.getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree cannot fail to be JSON", e);
    }
  }

  /** The text of a record as it would stand after writing and reading. */
  static String canonical(JsonNode record) {
    try {
      return MAPPER.writeValueAsString(MAPPER.readTree(MAPPER.writeValueAsString(record)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree cannot fail to be JSON", e);
    }
  }

  /** The record, or null if the line is damaged. */
  static @Nullable JsonNode decode(String line) {
    if (line.length() < PREFIX || line.charAt(PREFIX - 1) != ' ') {
      return null;
    }
    String text = line.substring(PREFIX);
    if (!line.startsWith("%08x".formatted(crc(text)))) {
      return null;
    }
    try {
      return MAPPER.readTree(text);
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  private static long crc(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.UTF_8));
    return crc.getValue();
  }
}
