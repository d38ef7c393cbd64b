package io.biopilot.agent.journal;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.biopilot.agent.alarm.Alarm;
import io.biopilot.agent.loop.Effect;
import io.biopilot.mpc.safety.Dose;
import io.biopilot.mpc.safety.Ruling;
import io.biopilot.twin.estimation.Estimate;
import org.jspecify.annotations.Nullable;

/** Effects as JSON. They are never read back: a replay makes them again and compares. */
final class EffectCodec {

  private EffectCodec() {}

  /** Null for rows of the store, which only repeat what stands in other records. */
  static @Nullable ObjectNode encode(Effect effect) {
    ObjectNode json = Json.object();
    json.put("f", effect.getClass().getSimpleName());
    if (effect instanceof Effect.Store) {
      return null;
    } else if (effect instanceof Effect.Plan plan) {
      json.put("request", plan.request()).put("model", plan.model().hash());
      json.set("estimate", estimate(plan.estimate()));
      json.set("end", Json.of(plan.goals().end()));
      json.set("goals", Json.of(plan.goals().settings()));
      json.set("inputs", Json.of(plan.applied().levels().get(plan.applied().levels().size() - 1)));
      json.put("cold", plan.memory() == null);
    } else if (effect instanceof Effect.Ruled ruled) {
      json.put("tick", ruled.tick()).put("mode", ruled.mode().name());
      json.put("source", ruled.source().name());
      ruling(json, ruled.ruling());
    } else if (effect instanceof Effect.Write write) {
      ArrayNode setpoints = json.put("request", write.request()).putArray("setpoints");
      write.setpoints().forEach(setpoint -> setpoints.add(EventCodec.setpoint(setpoint)));
    } else if (effect instanceof Effect.Call call) {
      json.set("command", EventCodec.command(call.command()));
    } else if (effect instanceof Effect.TickDone done) {
      json.put("tick", done.tick());
    } else if (effect instanceof Effect.Train train) {
      json.put("request", train.request()).put("model", train.model().hash());
      json.put("seed", train.seed()).put("iterations", train.iterations());
      json.put("values", train.data().values());
    } else if (effect instanceof Effect.AlarmChanged changed) {
      alarm(json, changed.alarm());
    } else if (effect instanceof Effect.Reply reply) {
      json.put("command", reply.answer().command()).put("done", reply.answer().done());
      json.put("message", reply.answer().message());
    } else {
      throw new AssertionError(effect);
    }
    return json;
  }

  private static ObjectNode estimate(Estimate estimate) {
    ObjectNode json = Json.object();
    json.set("time", Json.of(estimate.time()));
    json.set("state", Json.of(estimate.state()));
    ArrayNode deviations = json.putArray("deviations");
    for (int i = 0; i < estimate.state().size(); i++) {
      deviations.add(Json.of(estimate.deviation(i)));
    }
    return json;
  }

  private static void ruling(ObjectNode json, Ruling ruling) {
    json.set("levels", Json.of(ruling.levels()));
    json.set("volume", Json.of(ruling.ledger().volume()));
    ArrayNode doses = json.putArray("doses");
    for (Dose dose : ruling.doses()) {
      doses
          .addObject()
          .put("doser", dose.doser())
          .put("id", dose.id())
          .set("amount", Json.of(dose.amount()));
    }
    ArrayNode changes = json.putArray("changes");
    for (Ruling.Change change : ruling.changes()) {
      ObjectNode one = changes.addObject();
      one.put("actuator", change.actuator()).put("reason", change.reason());
      one.set("asked", Json.of(change.asked()));
      one.set("given", Json.of(change.given()));
    }
  }

  private static void alarm(ObjectNode json, Alarm alarm) {
    json.put("alarm", alarm.id()).put("priority", alarm.priority().name());
    json.put("active", alarm.active()).put("message", alarm.message());
    json.put("by", alarm.acknowledgedBy());
  }
}
