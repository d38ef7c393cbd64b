package io.biopilot.agent.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.biopilot.agent.loop.OperatorCommand;
import io.biopilot.mpc.safety.Mode;
import java.time.Instant;

/** People's commands as JSON and back. */
final class CommandCodec {

  private CommandCodec() {}

  static void encode(ObjectNode json, OperatorCommand command) {
    json.put("id", command.id()).put("by", command.by());
    if (command instanceof OperatorCommand.ChangeMode change) {
      json.put("to", change.to().name()).put("confirmed", change.confirmed());
    } else if (command instanceof OperatorCommand.SetManual set) {
      json.put("actuator", set.actuator()).set("value", Json.of(set.value()));
    } else if (command instanceof OperatorCommand.GiveDose give) {
      json.put("doser", give.doser()).put("confirmed", give.confirmed());
      json.set("amount", Json.of(give.amount()));
    } else if (command instanceof OperatorCommand.StartBatch start) {
      json.put("batch", start.batch()).put("inoculated", start.inoculated().toString());
      json.set("volume", Json.of(start.volume()));
      json.set("biomass", Json.of(start.biomass()));
    } else if (command instanceof OperatorCommand.EndBatch end) {
      json.put("confirmed", end.confirmed());
    } else if (command instanceof OperatorCommand.AcknowledgeAlarm acknowledge) {
      json.put("alarm", acknowledge.alarm());
    } else if (command instanceof OperatorCommand.Rearm rearm) {
      json.put("confirmed", rearm.confirmed());
    } else if (command instanceof OperatorCommand.ChangeGoal goal) {
      json.put("setting", goal.setting()).set("value", Json.of(goal.value()));
    } else {
      throw new AssertionError(command);
    }
  }

  static OperatorCommand decode(JsonNode json, String reactor, Instant at) {
    long id = json.get("id").longValue();
    String by = json.get("by").textValue();
    boolean confirmed = json.path("confirmed").booleanValue();
    String kind = json.get("e").textValue();
    return switch (kind) {
      case "ChangeMode" ->
          new OperatorCommand.ChangeMode(
              reactor, at, id, by, Mode.valueOf(json.get("to").textValue()), confirmed);
      case "SetManual" ->
          new OperatorCommand.SetManual(
              reactor,
              at,
              id,
              by,
              json.get("actuator").textValue(),
              Json.number(json.get("value")));
      case "GiveDose" ->
          new OperatorCommand.GiveDose(
              reactor,
              at,
              id,
              by,
              json.get("doser").textValue(),
              Json.number(json.get("amount")),
              confirmed);
      case "StartBatch" ->
          new OperatorCommand.StartBatch(
              reactor,
              at,
              id,
              by,
              json.get("batch").textValue(),
              Json.instant(json.get("inoculated")),
              Json.number(json.get("volume")),
              Json.number(json.get("biomass")));
      case "EndBatch" -> new OperatorCommand.EndBatch(reactor, at, id, by, confirmed);
      case "AcknowledgeAlarm" ->
          new OperatorCommand.AcknowledgeAlarm(reactor, at, id, by, json.get("alarm").textValue());
      case "Rearm" -> new OperatorCommand.Rearm(reactor, at, id, by, confirmed);
      case "ChangeGoal" ->
          new OperatorCommand.ChangeGoal(
              reactor, at, id, by, json.get("setting").textValue(), Json.number(json.get("value")));
      default -> throw new IllegalArgumentException("unknown event '%s'".formatted(kind));
    };
  }
}
