package io.biopilot.agent.config;

import io.biopilot.connectors.Conversion;
import io.biopilot.connectors.Units;
import io.biopilot.connectors.opcua.NodeAddress;
import io.biopilot.connectors.opcua.OpcUaCommand;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads commands: variables written in one message, or a method. */
final class CommandReader {

  private final Section root;
  private final String reactor;

  CommandReader(Section root, String reactor) {
    this.root = root;
    this.reactor = reactor;
  }

  List<OpcUaCommand> read() {
    List<OpcUaCommand> commands = new ArrayList<>();
    root.named("commands")
        .forEach(
            (name, section) -> {
              OpcUaCommand command =
                  section.has("method") ? method(name, section) : writes(name, section);
              if (command != null) {
                commands.add(command);
              }
            });
    return commands;
  }

  private @Nullable OpcUaCommand writes(String name, Section section) {
    List<OpcUaCommand.Item> items = new ArrayList<>();
    for (Section item : section.list("writes")) {
      NodeAddress node = item.made("node", () -> NodeAddress.parse(item.text("node")));
      OpcUaCommand.Value value = value(item);
      if (node != null && value != null) {
        items.add(new OpcUaCommand.Item(node, value));
      }
    }
    return items.isEmpty() ? null : new OpcUaCommand.Writes(reactor, name, items, section.place());
  }

  private @Nullable OpcUaCommand method(String name, Section outer) {
    Section section = outer.section("method");
    NodeAddress object = section.made("object", () -> NodeAddress.parse(section.text("object")));
    NodeAddress method = section.made("method", () -> NodeAddress.parse(section.text("method")));
    List<OpcUaCommand.Value> values = new ArrayList<>();
    for (Section argument : section.list("arguments")) {
      OpcUaCommand.Value value = value(argument);
      if (value != null) {
        values.add(value);
      }
    }
    return object == null || method == null
        ? null
        : new OpcUaCommand.MethodCall(reactor, name, object, method, values, section.place());
  }

  private static OpcUaCommand.@Nullable Value value(Section section) {
    int given = 0;
    for (String key : List.of("argument", "id", "value")) {
      given += section.has(key) ? 1 : 0;
    }
    if (given != 1) {
      section.problem("value", "exactly one of argument, id: true or value");
      return null;
    }
    if (section.has("id")) {
      return new OpcUaCommand.Id();
    }
    if (section.has("value")) {
      double constant =
          section.raw("value") instanceof Boolean flag
              ? (flag ? 1 : 0)
              : section.number("value", 0);
      return new OpcUaCommand.Constant(constant);
    }
    Conversion conversion =
        section.has("unit")
            ? section.made("unit", () -> Units.toCanonical(section.text("unit")))
            : Conversion.NONE;
    return conversion == null
        ? null
        : new OpcUaCommand.Argument(section.text("argument"), conversion);
  }
}
