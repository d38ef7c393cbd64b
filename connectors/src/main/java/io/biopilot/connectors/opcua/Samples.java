package io.biopilot.connectors.opcua;

import io.biopilot.connectors.Quality;
import io.biopilot.connectors.Sample;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;

/** From the server's values to samples in canonical units. */
final class Samples {
  private Samples() {}

  /** Empty when a good value is not a number; a bad one without a number becomes NaN. */
  static Optional<Sample> of(OpcUaTag tag, DataValue value, Instant received) {
    Quality quality = quality(value.getStatusCode());
    List<Double> numbers =
        DataKind.numbers(value.getValue().value()).stream().map(tag.conversion()::apply).toList();
    if (numbers.isEmpty()) {
      if (quality != Quality.BAD) {
        return Optional.empty();
      }
      numbers = List.of(Double.NaN);
    }
    return Optional.of(
        new Sample(tag.tag(), numbers, time(value, received), received, quality, tag.kind()));
  }

  private static Quality quality(StatusCode code) {
    return code.isGood() ? Quality.GOOD : code.isUncertain() ? Quality.UNCERTAIN : Quality.BAD;
  }

  private static Instant time(DataValue value, Instant received) {
    DateTime source = value.getSourceTime();
    DateTime server = value.getServerTime();
    return source != null
        ? source.getJavaInstant()
        : server != null ? server.getJavaInstant() : received;
  }
}
