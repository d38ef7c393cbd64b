package io.biopilot.agent.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.biopilot.agent.loop.Event;
import io.biopilot.agent.loop.OperatorCommand;
import io.biopilot.connectors.CallResult;
import io.biopilot.connectors.Command;
import io.biopilot.connectors.ConnectionState;
import io.biopilot.connectors.Notice;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.SampleKind;
import io.biopilot.connectors.Setpoint;
import io.biopilot.connectors.Tag;
import io.biopilot.connectors.WriteResult;
import io.biopilot.twin.linalg.Vec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Events as JSON and back. The field {@code e} says which kind. */
public final class EventCodec {

  private EventCodec() {}

  public static ObjectNode encode(Event event) {
    ObjectNode json = Json.object();
    json.put("e", event.getClass().getSimpleName());
    json.put("reactor", event.reactor());
    json.put("at", event.at().toString());
    if (event instanceof OperatorCommand command) {
      CommandCodec.encode(json, command);
    } else if (event instanceof Event.SampleReceived received) {
      sample(json, received.sample());
    } else if (event instanceof Event.TickDue due) {
      json.put("tick", due.tick());
    } else if (event instanceof Event.Planned planned) {
      json.put("request", planned.request());
      json.set("solveMs", Json.of(planned.solveMs()));
      json.set("decision", DecisionCodec.encode(planned.decision()));
    } else if (event instanceof Event.PlanMissed missed) {
      json.put("request", missed.request()).put("reason", missed.reason());
    } else if (event instanceof Event.ModelTrained trained) {
      json.put("request", trained.request()).put("promoted", trained.promoted());
      json.set("parameters", Json.of(trained.parameters()));
      json.put("hash", trained.hash()).put("summary", trained.summary());
    } else if (event instanceof Event.WriteReported reported) {
      json.put("request", reported.request());
      ArrayNode results = json.putArray("results");
      reported.results().forEach(result -> results.add(write(result)));
    } else if (event instanceof Event.CallReported reported) {
      json.set("result", call(reported.result()));
    } else if (event instanceof Event.ConnectionChanged changed) {
      json.put("connection", changed.connection());
      json.set("state", connection(changed.state()));
    } else if (event instanceof Event.Noticed noticed) {
      Notice notice = noticed.notice();
      json.put("connection", noticed.connection()).put("kind", notice.kind().name());
      json.put("source", notice.source()).put("text", notice.text());
      json.put("noticed", notice.at().toString());
    } else if (event instanceof Event.Started started) {
      json.put("version", started.version()).put("kernel", started.kernel());
    } else {
      throw new AssertionError(event);
    }
    return json;
  }

  public static Event decode(JsonNode json) {
    String reactor = json.get("reactor").textValue();
    Instant at = Json.instant(json.get("at"));
    return switch (json.get("e").textValue()) {
      case "SampleReceived" -> new Event.SampleReceived(reactor, at, sample(json));
      case "TickDue" -> new Event.TickDue(reactor, at, json.get("tick").longValue());
      case "Planned" ->
          new Event.Planned(
              reactor,
              at,
              json.get("request").longValue(),
              DecisionCodec.decode(json.get("decision")),
              Json.number(json.get("solveMs")));
      case "PlanMissed" ->
          new Event.PlanMissed(
              reactor, at, json.get("request").longValue(), json.get("reason").textValue());
      case "ModelTrained" -> trained(reactor, at, json);
      case "WriteReported" -> {
        List<WriteResult> results = new ArrayList<>();
        json.get("results").forEach(result -> results.add(write(result)));
        yield new Event.WriteReported(reactor, at, json.get("request").longValue(), results);
      }
      case "CallReported" -> new Event.CallReported(reactor, at, call(json.get("result")));
      case "ConnectionChanged" ->
          new Event.ConnectionChanged(
              reactor, at, json.get("connection").textValue(), connection(json.get("state")));
      case "Noticed" ->
          new Event.Noticed(
              reactor,
              at,
              json.get("connection").textValue(),
              new Notice(
                  Notice.Kind.valueOf(json.get("kind").textValue()),
                  json.get("source").textValue(),
                  json.get("text").textValue(),
                  Json.instant(json.get("noticed"))));
      case "Started" ->
          new Event.Started(
              reactor, at, json.get("version").textValue(), json.get("kernel").textValue());
      default -> CommandCodec.decode(json, reactor, at);
    };
  }

  private static Event trained(String reactor, Instant at, JsonNode json) {
    Vec parameters = Json.vector(json.get("parameters"));
    return new Event.ModelTrained(
        reactor,
        at,
        json.get("request").longValue(),
        json.get("promoted").booleanValue(),
        parameters,
        json.get("hash").textValue(),
        json.get("summary").textValue());
  }

  private static void sample(ObjectNode json, Sample sample) {
    json.put("tag", sample.tag().name()).put("unit", sample.tag().unit());
    ArrayNode value = json.putArray("value");
    sample.value().forEach(number -> value.add(Json.of(number)));
    json.put("source", sample.sourceTime().toString());
    json.put("received", sample.receiveTime().toString());
    json.put("quality", sample.quality().name()).put("kind", sample.kind().name());
  }

  private static Sample sample(JsonNode json) {
    List<Double> value = new ArrayList<>();
    json.get("value").forEach(number -> value.add(Json.number(number)));
    return new Sample(
        tag(json, json.get("reactor").textValue()),
        value,
        Json.instant(json.get("source")),
        Json.instant(json.get("received")),
        Quality.valueOf(json.get("quality").textValue()),
        SampleKind.valueOf(json.get("kind").textValue()));
  }

  private static Tag tag(JsonNode json, String reactor) {
    return new Tag(reactor, json.get("tag").textValue(), json.get("unit").textValue());
  }

  static ObjectNode setpoint(Setpoint setpoint) {
    ObjectNode json = Json.object();
    json.put("reactor", setpoint.tag().reactor());
    json.put("tag", setpoint.tag().name()).put("unit", setpoint.tag().unit());
    json.set("value", Json.of(setpoint.value()));
    return json;
  }

  private static ObjectNode write(WriteResult result) {
    ObjectNode json = setpoint(result.setpoint());
    if (result instanceof WriteResult.Refused refused) {
      json.put("refused", refused.reason());
    } else if (result instanceof WriteResult.Unknown unknown) {
      json.put("unknown", unknown.reason());
    }
    return json;
  }

  private static WriteResult write(JsonNode json) {
    Setpoint setpoint =
        new Setpoint(tag(json, json.get("reactor").textValue()), Json.number(json.get("value")));
    if (json.has("refused")) {
      return new WriteResult.Refused(setpoint, json.get("refused").textValue());
    }
    return json.has("unknown")
        ? new WriteResult.Unknown(setpoint, json.get("unknown").textValue())
        : new WriteResult.Accepted(setpoint);
  }

  static ObjectNode command(Command command) {
    ObjectNode json = Json.object();
    json.put("reactor", command.reactor()).put("name", command.name()).put("id", command.id());
    json.set("arguments", Json.of(command.arguments()));
    return json;
  }

  private static ObjectNode call(CallResult result) {
    ObjectNode json = command(result.command());
    if (result instanceof CallResult.Refused refused) {
      json.put("refused", refused.reason());
    } else if (result instanceof CallResult.Unknown unknown) {
      json.put("unknown", unknown.reason());
    }
    return json;
  }

  private static CallResult call(JsonNode json) {
    Map<String, Double> arguments = Json.map(json.get("arguments"));
    Command command =
        new Command(
            json.get("reactor").textValue(),
            json.get("name").textValue(),
            json.get("id").longValue(),
            arguments);
    if (json.has("refused")) {
      return new CallResult.Refused(command, json.get("refused").textValue());
    }
    return json.has("unknown")
        ? new CallResult.Unknown(command, json.get("unknown").textValue())
        : new CallResult.Done(command);
  }

  private static ObjectNode connection(ConnectionState state) {
    ObjectNode json = Json.object();
    if (state instanceof ConnectionState.Connected connected) {
      json.put("since", connected.since().toString());
    } else if (state instanceof ConnectionState.Connecting connecting) {
      json.put("attempt", connecting.attempt()).put("error", connecting.lastError());
    }
    return json;
  }

  private static ConnectionState connection(JsonNode json) {
    if (json.has("since")) {
      return new ConnectionState.Connected(Json.instant(json.get("since")));
    }
    return json.has("attempt")
        ? new ConnectionState.Connecting(
            json.get("attempt").intValue(), json.get("error").textValue())
        : new ConnectionState.Closed();
  }
}
