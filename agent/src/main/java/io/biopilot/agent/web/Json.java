package io.biopilot.agent.web;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/** The page's JSON: numbers that are not known are null, instants ISO 8601; strict when reading. */
final class Json {
  private static final ObjectMapper MAPPER = mapper();

  private Json() {}

  static ObjectMapper reader() {
    return MAPPER;
  }

  static JsonFactory factory() {
    return MAPPER.getFactory();
  }

  /** An object of one text field. */
  static String object(String name, String text) {
    return JsonNodeFactory.instance.objectNode().put(name, text).toString();
  }

  /** Writes with the precision of a float, which is beyond that of any instrument and a screen. */
  static void number(JsonGenerator out, double value) throws IOException {
    if (Double.isFinite(value)) {
      out.writeNumber((float) value);
    } else {
      out.writeNull();
    }
  }

  static void number(JsonGenerator out, String name, double value) throws IOException {
    out.writeFieldName(name);
    number(out, value);
  }

  /** What the content writes. */
  static String write(Content content) {
    StringWriter text = new StringWriter();
    try (JsonGenerator out = factory().createGenerator(text)) {
      content.writeTo(out);
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory does not fail", e);
    }
    return text.toString();
  }

  /** Writes itself. */
  interface Content {
    void writeTo(JsonGenerator out) throws IOException;
  }

  private static ObjectMapper mapper() {
    JsonFactory factory =
        JsonFactory.builder()
            .streamReadConstraints(
                StreamReadConstraints.builder()
                    .maxNestingDepth(10)
                    .maxStringLength(2_000)
                    .maxNumberLength(50)
                    .maxDocumentLength(20_000)
                    .build())
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();
    return new ObjectMapper(factory).enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }
}
