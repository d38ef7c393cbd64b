package io.biopilot.agent.journal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.biopilot.mpc.control.Decision;
import io.biopilot.mpc.control.Memory;
import io.biopilot.mpc.control.Plan;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.InputSchedule.TimedImpulse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decisions as JSON. A controller's memory is not written: after a restart it starts cold. */
final class DecisionCodec {

  /** Stands for the memory of a decision that was read back. */
  enum Forgotten implements Memory {
    FORGOTTEN
  }

  private DecisionCodec() {}

  static ObjectNode encode(Decision decision) {
    ObjectNode json = Json.object();
    json.put("iterations", decision.iterations());
    json.put("model", decision.modelHash());
    if (decision instanceof Decision.Planned planned) {
      json.put("status", planned.status());
      json.set("objective", Json.of(planned.objective()));
      json.set("kkt", Json.of(planned.kktResidual()));
      json.set("plan", plan(planned.plan()));
    } else if (decision instanceof Decision.Fallback fallback) {
      json.put("reason", fallback.reason());
      if (fallback.last() != null) {
        json.set("plan", plan(fallback.last()));
      }
    } else {
      throw new AssertionError(decision);
    }
    return json;
  }

  static Decision decode(JsonNode json) {
    int iterations = json.get("iterations").intValue();
    String model = json.get("model").textValue();
    Plan plan = json.has("plan") ? plan(json.get("plan")) : null;
    if (json.has("status") && plan != null) {
      return new Decision.Planned(
          Forgotten.FORGOTTEN,
          iterations,
          model,
          plan,
          json.get("status").textValue(),
          Json.number(json.get("objective")),
          Json.number(json.get("kkt")));
    }
    return new Decision.Fallback(
        Forgotten.FORGOTTEN, iterations, model, json.get("reason").textValue(), plan);
  }

  private static ObjectNode plan(@Nullable Plan plan) {
    ObjectNode json = Json.object();
    if (plan == null) {
      return json;
    }
    json.set("for", Json.of(plan.madeFor()));
    json.set("switches", Json.of(plan.inputs().times()));
    json.set("levels", Json.of(plan.inputs().levels()));
    ArrayNode impulses = json.putArray("impulses");
    for (TimedImpulse impulse : plan.inputs().impulses()) {
      ArrayNode one = impulses.addArray();
      one.add(Json.of(impulse.time())).add(impulse.impulse()).add(Json.of(impulse.amount()));
    }
    json.set("times", Json.of(plan.times()));
    json.set("states", Json.of(plan.states()));
    json.set("deviations", Json.of(plan.deviations()));
    json.set("active", Json.texts(plan.activeConstraints()));
    return json;
  }

  private static Plan plan(JsonNode json) {
    List<TimedImpulse> impulses = new ArrayList<>();
    for (JsonNode one : json.get("impulses")) {
      impulses.add(
          new TimedImpulse(
              Json.number(one.get(0)), one.get(1).intValue(), Json.number(one.get(2))));
    }
    return new Plan(
        Json.number(json.get("for")),
        new InputSchedule(
            Json.vector(json.get("switches")), Json.vectors(json.get("levels")), impulses),
        Json.vector(json.get("times")),
        Json.vectors(json.get("states")),
        Json.vectors(json.get("deviations")),
        Json.texts(json.get("active")));
  }
}
