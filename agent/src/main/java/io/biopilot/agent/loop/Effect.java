package io.biopilot.agent.loop;

import io.biopilot.agent.alarm.Alarm;
import io.biopilot.connectors.Command;
import io.biopilot.connectors.Historian;
import io.biopilot.connectors.Setpoint;
import io.biopilot.mpc.control.Goals;
import io.biopilot.mpc.control.Memory;
import io.biopilot.mpc.safety.Mode;
import io.biopilot.mpc.safety.Ruling;
import io.biopilot.twin.data.Batch;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Model;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Something the shell is asked to do. What comes of it returns as an {@link Event}. */
public sealed interface Effect {

  /**
   * Ask the controller; answered by {@link Event.Planned} or {@link Event.PlanMissed}.
   *
   * @param request increasing id
   * @param applied what was done so far, in the model's schema order
   * @param memory of the last decision; the controller's initial one for a cold start
   */
  record Plan(
      String reactor,
      long request,
      Estimate estimate,
      Goals goals,
      Model model,
      InputSchedule applied,
      @Nullable Memory memory)
      implements Effect {

    /** The same, for other goals. */
    public Plan withGoals(Goals other) {
      return new Plan(reactor, request, estimate, other, model, applied, memory);
    }

    /** The same, with another memory. */
    public Plan withMemory(@Nullable Memory other) {
      return new Plan(reactor, request, estimate, goals, model, applied, other);
    }
  }

  /**
   * What the gate ruled in this tick and who proposed it; for the record, also in shadow.
   *
   * @param source what was ruled on
   */
  record Ruled(String reactor, long tick, Mode mode, Source source, Ruling ruling)
      implements Effect {}

  /** Write set-points that passed the gate; answered by {@link Event.WriteReported}. */
  record Write(String reactor, long request, List<Setpoint> setpoints) implements Effect {
    public Write {
      setpoints = List.copyOf(setpoints);
    }
  }

  /** Call a command that passed the gate; answered by {@link Event.CallReported}. */
  record Call(String reactor, Command command) implements Effect {}

  /**
   * The tick is finished: set-points and calls of it were issued before this. In lock step the
   * shell acknowledges the tick in the same write.
   */
  record TickDone(String reactor, long tick) implements Effect {}

  /**
   * Train the model on the running batch; answered by {@link Event.ModelTrained}.
   *
   * @param seed of everything random in it
   * @param iterations budget
   */
  record Train(String reactor, long request, Model model, Batch data, long seed, int iterations)
      implements Effect {}

  /** Rows for the store. */
  record Store(String reactor, List<Historian.Point> points) implements Effect {
    public Store {
      points = List.copyOf(points);
    }
  }

  /** An alarm was raised, ended or acknowledged. */
  record AlarmChanged(String reactor, Alarm alarm) implements Effect {}

  /** To the person who gave a command. */
  record Reply(String reactor, Answer answer) implements Effect {}
}
