package io.biopilot.connectors.opcua;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.jspecify.annotations.Nullable;

/**
 * The built-in number types of OPC UA (Part 6, 5.1.2): values are written in the variable's own,
 * because other servers refuse a Float for a Double.
 */
enum DataKind {
  BOOLEAN(1, 0, 1),
  SBYTE(2, Byte.MIN_VALUE, Byte.MAX_VALUE),
  BYTE(3, 0, 255),
  INT16(4, Short.MIN_VALUE, Short.MAX_VALUE),
  UINT16(5, 0, 65_535),
  INT32(6, Integer.MIN_VALUE, Integer.MAX_VALUE),
  UINT32(7, 0, 4_294_967_295.0),
  INT64(8, -9_007_199_254_740_992.0, 9_007_199_254_740_992.0),
  UINT64(9, 0, 9_007_199_254_740_992.0),
  FLOAT(10, -Float.MAX_VALUE, Float.MAX_VALUE),
  DOUBLE(11, -Double.MAX_VALUE, Double.MAX_VALUE);

  private final int id;
  private final double lowest;
  private final double highest;

  DataKind(int id, double lowest, double highest) {
    this.id = id;
    this.lowest = lowest;
    this.highest = highest;
  }

  /**
   * The kind of a DataType attribute. Abstract Number, Integer, UInteger and Enumeration (26 to 29)
   * and types of other namespaces take the kind of the present value, if there is one.
   */
  static Optional<DataKind> of(@Nullable Object dataType, @Nullable Variant present) {
    if (dataType instanceof NodeId type
        && type.getNamespaceIndex().intValue() == 0
        && type.getIdentifier() instanceof UInteger number) {
      for (DataKind kind : values()) {
        if (kind.id == number.intValue()) {
          return Optional.of(kind);
        }
      }
    }
    return present == null ? Optional.empty() : ofValue(present.value());
  }

  private static Optional<DataKind> ofValue(@Nullable Object value) {
    List<Double> numbers = numbers(value);
    for (DataKind kind : values()) {
      if (!numbers.isEmpty()
          && value != null
          && kind.box(kind.lowest).getClass() == value.getClass()) {
        return Optional.of(kind);
      }
    }
    return Optional.empty();
  }

  /**
   * The number in this type; whole types round to the nearest. Outside the range it is an error.
   */
  Variant write(double value) {
    boolean whole = this != FLOAT && this != DOUBLE;
    double number = whole ? Math.rint(value) : value;
    if (!(number >= lowest && number <= highest) || (this == BOOLEAN && number != value)) {
      throw new IllegalArgumentException(
          "%s does not fit the variable's type %s (%s to %s)"
              .formatted(value, this, lowest, highest));
    }
    return new Variant(box(number));
  }

  private Object box(double number) {
    return switch (this) {
      case BOOLEAN -> number != 0;
      case SBYTE -> (byte) number;
      case BYTE -> Unsigned.ubyte((short) number);
      case INT16 -> (short) number;
      case UINT16 -> Unsigned.ushort((int) number);
      case INT32 -> (int) number;
      case UINT32 -> Unsigned.uint((long) number);
      case INT64 -> (long) number;
      case UINT64 -> Unsigned.ulong((long) number);
      case FLOAT -> (float) number;
      case DOUBLE -> number;
    };
  }

  /** A scalar or one-dimensional array as numbers; empty for anything else. */
  static List<Double> numbers(@Nullable Object value) {
    List<Double> numbers = new ArrayList<>();
    if (value instanceof double[] array) {
      return DoubleStream.of(array).boxed().toList();
    } else if (value instanceof long[] array) {
      return LongStream.of(array).asDoubleStream().boxed().toList();
    } else if (value instanceof int[] array) {
      return IntStream.of(array).asDoubleStream().boxed().toList();
    } else if (value instanceof float[] array) {
      return IntStream.range(0, array.length).mapToObj(i -> (double) array[i]).toList();
    } else if (value instanceof Object[] array) {
      for (Object element : array) {
        if (element instanceof Object[]) {
          return List.of();
        }
        numbers.addAll(numbers(element));
      }
      return numbers.size() == array.length ? numbers : List.of();
    } else if (value instanceof Number number) {
      numbers.add(number.doubleValue());
    } else if (value instanceof Boolean bit) {
      numbers.add(bit ? 1.0 : 0.0);
    }
    return numbers;
  }
}
