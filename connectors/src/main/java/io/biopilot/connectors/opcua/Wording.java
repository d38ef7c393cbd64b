package io.biopilot.connectors.opcua;

import java.net.ConnectException;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/** Status codes and errors in words. */
final class Wording {
  private Wording() {}

  /** For example {@code Bad_NotWritable: The access level does not allow writing…}. */
  static String of(StatusCode code) {
    return StatusCodes.lookup(code.getValue() & 0xFFFF0000L)
        .map(text -> text[0] + ": " + text[1])
        .orElseGet(code::toString);
  }

  static String of(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null && !(root instanceof ConnectException)) {
      if (root instanceof UaException && !(root.getCause() instanceof ConnectException)) {
        break;
      }
      root = root.getCause();
    }
    if (root instanceof ConnectException) {
      return "connection refused";
    }
    if (root instanceof UaException ua) {
      String words = of(ua.getStatusCode());
      String message = String.valueOf(ua.getMessage());
      return words.contains(message) || message.startsWith("status=")
          ? words
          : words + " (" + message + ")";
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }
}
