package io.biopilot.connectors.opcua;

import io.biopilot.connectors.Command;
import io.biopilot.connectors.Conversion;
import java.util.List;

/** How a command reaches the plant. */
public sealed interface OpcUaCommand {

  String reactor();

  String name();

  /** Where the configuration says so. */
  String place();

  /** Calls a method of an object; the server must give it the arguments' types. */
  record MethodCall(
      String reactor,
      String name,
      NodeAddress object,
      NodeAddress method,
      List<Value> arguments,
      String place)
      implements OpcUaCommand {
    public MethodCall {
      arguments = List.copyOf(arguments);
    }
  }

  /**
   * Writes guarded variables, all in one Write request in this order: a dose is its amount and then
   * its id, a start is true.
   */
  record Writes(String reactor, String name, List<Item> items, String place)
      implements OpcUaCommand {
    public Writes {
      items = List.copyOf(items);
      if (items.isEmpty()) {
        throw new IllegalArgumentException("%s: command %s writes nothing".formatted(place, name));
      }
    }
  }

  /** One variable of a {@link Writes}. */
  record Item(NodeAddress node, Value value) {}

  /** Where a written or passed number comes from, in the server's unit. */
  sealed interface Value {
    double of(Command command);
  }

  /** The command's id. */
  record Id() implements Value {
    @Override
    public double of(Command command) {
      return command.id();
    }
  }

  /** A named argument; the conversion leads from the server's unit to the canonical one. */
  record Argument(String name, Conversion conversion) implements Value {
    @Override
    public double of(Command command) {
      Double value = command.arguments().get(name);
      if (value == null) {
        throw new IllegalArgumentException(
            "command %s needs an argument '%s'; it has %s"
                .formatted(command.name(), name, command.arguments().keySet()));
      }
      return conversion.invert(value);
    }
  }

  /** Always the same; true is 1. */
  record Constant(double value) implements Value {
    @Override
    public double of(Command command) {
      return value;
    }
  }
}
