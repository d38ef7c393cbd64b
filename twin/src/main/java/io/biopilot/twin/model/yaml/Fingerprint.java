package io.biopilot.twin.model.yaml;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/** SHA-256 of a file's meaning: comments, quotes and indentation do not count, order does. */
final class Fingerprint {
  private Fingerprint() {}

  /** As 64 hexadecimal digits. */
  static String of(Node root) {
    StringBuilder canonical = new StringBuilder();
    write(root, canonical);
    try {
      byte[] bytes = canonical.toString().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (NoSuchAlgorithmException everyJavaHasIt) {
      throw new AssertionError(everyJavaHasIt);
    }
  }

  private static void write(Node node, StringBuilder out) {
    if (node instanceof ScalarNode scalar) {
      String value = scalar.getValue();
      out.append(value.length()).append(':').append(value);
    } else if (node instanceof SequenceNode sequence) {
      out.append('[');
      sequence.getValue().forEach(item -> write(item, out));
      out.append(']');
    } else if (node instanceof MappingNode mapping) {
      out.append('{');
      for (NodeTuple tuple : mapping.getValue()) {
        write(tuple.getKeyNode(), out);
        write(tuple.getValueNode(), out);
      }
      out.append('}');
    }
  }
}
