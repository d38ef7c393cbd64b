package io.biopilot.agent.web;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.biopilot.agent.loop.OperatorCommand;
import io.biopilot.agent.loop.OperatorCommand.AcknowledgeAlarm;
import io.biopilot.agent.loop.OperatorCommand.ChangeGoal;
import io.biopilot.agent.loop.OperatorCommand.ChangeMode;
import io.biopilot.agent.loop.OperatorCommand.EndBatch;
import io.biopilot.agent.loop.OperatorCommand.GiveDose;
import io.biopilot.agent.loop.OperatorCommand.Rearm;
import io.biopilot.agent.loop.OperatorCommand.SetManual;
import io.biopilot.agent.loop.OperatorCommand.StartBatch;
import io.biopilot.mpc.safety.Mode;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Reads a command from JSON, strictly: a field too many, too few or of another type is refused with
 * the field's name.
 */
final class CommandReader {
  /** The runtime gives a command its id and time; what stands here is not read. */
  private static final Instant NEVER = Instant.EPOCH;

  private static final String WHO = "page";
  private static final String KINDS =
      "mode, setpoint, dose, start, end, acknowledge, rearm or goal";

  private CommandReader() {}

  /** What came of reading. */
  sealed interface Reading {
    record Understood(OperatorCommand command) implements Reading {}

    /** Why not, in words. */
    record Unreadable(String reason) implements Reading {}
  }

  static Reading read(byte[] body, String reactor) {
    try {
      JsonNode node = Json.reader().readTree(body);
      if (!node.isObject()) {
        return new Reading.Unreadable("a command is a JSON object");
      }
      return new Reading.Understood(command(new Fields(node), reactor));
    } catch (JsonProcessingException e) {
      return new Reading.Unreadable(
          "not JSON: %s (line %d, column %d)"
              .formatted(
                  e.getOriginalMessage(),
                  e.getLocation() == null ? 1 : e.getLocation().getLineNr(),
                  e.getLocation() == null ? 1 : e.getLocation().getColumnNr()));
    } catch (IOException e) {
      return new Reading.Unreadable("not JSON: " + e.getMessage());
    } catch (BadField e) {
      return new Reading.Unreadable(e.getMessage());
    }
  }

  private static OperatorCommand command(Fields in, String reactor) throws BadField {
    String kind = in.text("command");
    return switch (kind) {
      case "mode" -> {
        in.only("command", "mode", "confirmed");
        yield new ChangeMode(reactor, NEVER, 0, WHO, in.mode(), in.flag("confirmed"));
      }
      case "setpoint" -> {
        in.only("command", "actuator", "value");
        yield new SetManual(reactor, NEVER, 0, WHO, in.text("actuator"), in.number("value"));
      }
      case "dose" -> {
        in.only("command", "doser", "amount", "confirmed");
        yield new GiveDose(
            reactor, NEVER, 0, WHO, in.text("doser"), in.number("amount"), in.flag("confirmed"));
      }
      case "start" -> {
        in.only("command", "batch", "inoculated", "volumeL", "biomassGPerL");
        yield new StartBatch(
            reactor,
            NEVER,
            0,
            WHO,
            in.text("batch"),
            in.instant("inoculated"),
            in.number("volumeL"),
            in.number("biomassGPerL"));
      }
      case "end" -> {
        in.only("command", "confirmed");
        yield new EndBatch(reactor, NEVER, 0, WHO, in.flag("confirmed"));
      }
      case "acknowledge" -> {
        in.only("command", "alarm");
        yield new AcknowledgeAlarm(reactor, NEVER, 0, WHO, in.text("alarm"));
      }
      case "rearm" -> {
        in.only("command", "confirmed");
        yield new Rearm(reactor, NEVER, 0, WHO, in.flag("confirmed"));
      }
      case "goal" -> {
        in.only("command", "setting", "value");
        yield new ChangeGoal(reactor, NEVER, 0, WHO, in.text("setting"), in.number("value"));
      }
      default -> throw new BadField("command is \"%s\"; expected %s".formatted(kind, KINDS));
    };
  }

  private static final class BadField extends Exception {
    private static final long serialVersionUID = 1;

    BadField(String message) {
      super(message);
    }

    @Override
    public String getMessage() {
      return String.valueOf(super.getMessage());
    }
  }

  /** The object's fields, each read with its expectation. */
  private record Fields(JsonNode node) {

    void only(String... names) throws BadField {
      Set<String> unknown = new TreeSet<>();
      for (Iterator<String> present = node.fieldNames(); present.hasNext(); ) {
        unknown.add(present.next());
      }
      List<String> known = Arrays.asList(names);
      unknown.removeAll(known);
      if (!unknown.isEmpty()) {
        throw new BadField("field %s is not known; expected %s".formatted(unknown, known));
      }
    }

    String text(String name) throws BadField {
      JsonNode field = node.path(name);
      if (!field.isTextual() || field.textValue().isBlank()) {
        throw new BadField("field \"%s\" must be a text".formatted(name));
      }
      return field.textValue();
    }

    boolean flag(String name) throws BadField {
      JsonNode field = node.path(name);
      if (!field.isBoolean()) {
        throw new BadField("field \"%s\" must be true or false".formatted(name));
      }
      return field.booleanValue();
    }

    double number(String name) throws BadField {
      JsonNode field = node.path(name);
      if (!field.isNumber() || !Double.isFinite(field.doubleValue())) {
        throw new BadField("field \"%s\" must be a finite number".formatted(name));
      }
      return field.doubleValue();
    }

    Instant instant(String name) throws BadField {
      try {
        return Instant.parse(text(name));
      } catch (DateTimeException e) {
        throw new BadField(
            "field \"%s\" must be a UTC time such as 2026-01-01T08:00:00Z".formatted(name));
      }
    }

    Mode mode() throws BadField {
      String word = text("mode");
      for (Mode mode : Mode.values()) {
        if (mode.name().equals(word)) {
          return mode;
        }
      }
      throw new BadField("field \"mode\" is \"%s\"; expected AUTO, MANUAL or HOLD".formatted(word));
    }
  }
}
