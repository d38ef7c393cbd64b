package io.biopilot.connectors.opcua;

import java.util.Base64;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UShort;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * A node by the URI of its namespace (the index may change with every start of a server).
 *
 * @param namespace e.g. {@code urn:biopilot:plant}
 * @param identifier {@link String}, {@link Long} (numeric), {@link UUID} or {@link ByteString}
 */
public record NodeAddress(String namespace, Object identifier) {

  private static final Pattern FORM =
      Pattern.compile("(?:nsu=(?<uri>[^;]+);)?(?<kind>[sigb])=(?<id>.+)", Pattern.DOTALL);

  private static final String EXPECTED =
      "'%s' is not a node: expected nsu=URI;s=TEXT, nsu=URI;i=NUMBER, nsu=URI;g=GUID or"
          + " nsu=URI;b=BASE64 (without nsu: the OPC UA namespace itself; ns=INDEX is not taken,"
          + " because a server may renumber its namespaces at each start)";

  /** Reads the standard text form with a namespace URI. */
  public static NodeAddress parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw new IllegalArgumentException(EXPECTED.formatted(text));
    }
    String uri = matcher.group("uri");
    String id = matcher.group("id");
    try {
      Object identifier =
          switch (matcher.group("kind")) {
            case "i" -> Unsigned.uint(id).longValue();
            case "g" -> UUID.fromString(id);
            case "b" -> ByteString.of(Base64.getDecoder().decode(id));
            default -> id;
          };
      return new NodeAddress(uri == null ? "http://opcfoundation.org/UA/" : uri, identifier);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(EXPECTED.formatted(text), e);
    }
  }

  /** The node's id at a server with these namespaces; null where the server lacks the namespace. */
  @Nullable NodeId resolve(NamespaceTable namespaces) {
    UShort index = namespaces.getIndex(namespace);
    if (index == null) {
      return null;
    }
    if (identifier instanceof Long number) {
      return new NodeId(index, Unsigned.uint(number));
    }
    if (identifier instanceof UUID guid) {
      return new NodeId(index, guid);
    }
    return identifier instanceof ByteString bytes
        ? new NodeId(index, bytes)
        : new NodeId(index, identifier.toString());
  }

  @Override
  public String toString() {
    String kind =
        identifier instanceof Long
            ? "i"
            : identifier instanceof UUID ? "g" : identifier instanceof ByteString ? "b" : "s";
    return "nsu=%s;%s=%s".formatted(namespace, kind, identifier);
  }
}
