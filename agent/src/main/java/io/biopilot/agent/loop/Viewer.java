package io.biopilot.agent.loop;

import io.biopilot.agent.loop.LoopSettings.Actuated;
import io.biopilot.agent.loop.LoopSettings.Dosed;
import io.biopilot.agent.loop.LoopSettings.Measured;
import io.biopilot.agent.loop.LoopState.BatchState;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.Tag;
import io.biopilot.mpc.control.Plan;
import io.biopilot.mpc.safety.DoseLimit;
import io.biopilot.mpc.safety.Envelope;
import io.biopilot.mpc.safety.Ledger.Account;
import io.biopilot.mpc.safety.Limits;
import io.biopilot.twin.estimation.Estimate;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.InputSchedule;
import io.biopilot.twin.model.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Makes the view of a state. */
final class Viewer {

  private final LoopSettings settings;
  private final Limits limits;
  private final Words words;

  Viewer(LoopSettings settings, Limits limits) {
    this.settings = settings;
    this.limits = limits;
    this.words = new Words(settings);
  }

  View view(LoopState state) {
    BatchState batch = state.batch();
    Plan plan = batch != null && batch.running() ? state.planning().plan() : null;
    LoopState.Card card = state.planning().card();
    return new View(
        settings.reactor(),
        state.tick(),
        state.at(),
        batch(state),
        state.control().mode(),
        settings.shadow(),
        variables(state, plan),
        settings.actuators().stream().map(a -> actuator(state, a, plan)).toList(),
        settings.dosers().stream().map(d -> doser(state, d, plan)).toList(),
        state.alarms().list(),
        new View.ControllerCard(
            settings.controller(),
            state.control().source(),
            card.status(),
            card.solveMs(),
            card.iterations(),
            card.active().stream().map(words::of).toList(),
            card.reason(),
            state.control().changes().stream()
                .map(c -> "%s: %s".formatted(c.actuator(), c.reason()))
                .toList(),
            nextTick(state)),
        new View.ModelCard(
            state.twin().model().version(),
            state.twin().model().hash(),
            state.twin().training() != 0,
            state.twin().summary()),
        new TreeMap<>(state.connections())
            .entrySet().stream()
                .map(entry -> new View.Connection(entry.getKey(), entry.getValue()))
                .toList(),
        newest(state));
  }

  private @Nullable Instant nextTick(LoopState state) {
    return state.tick() < 0 ? null : Hours.after(state.tickAt(), settings.timing().tick());
  }

  private View.Batch batch(LoopState state) {
    BatchState batch = state.batch();
    double end = settings.batch().end();
    return batch == null
        ? new View.Batch("", Phase.IDLE, null, Double.NaN, end)
        : new View.Batch(
            batch.name(), batch.phase(), batch.inoculated(), batch.hours(state.at()), end);
  }

  private List<View.Variable> variables(LoopState state, @Nullable Plan plan) {
    List<View.Variable> variables = new ArrayList<>();
    for (Measured measured : settings.measured()) {
      Tag tag = measured.tag();
      View.Reading reading = reading(state, tag);
      variables.add(
          new View.Variable(
              tag.name(),
              measured.label(),
              tag.unit(),
              measured.lower(),
              measured.upper(),
              reading,
              reading != null && Hours.between(reading.time(), state.at()) > measured.staleAfter(),
              estimate(state, measured.state()),
              forecast(state, plan, measured.state())));
    }
    Schema schema = state.twin().model().process().schema();
    for (LoopSettings.Unmeasured shown : settings.unmeasured()) {
      int index = Schema.indexOf(schema.states(), shown.state());
      variables.add(
          new View.Variable(
              shown.state(),
              shown.label(),
              schema.states().get(index).unit(),
              shown.lower(),
              shown.upper(),
              null,
              false,
              estimate(state, shown.state()),
              forecast(state, plan, shown.state())));
    }
    return variables;
  }

  private static View.@Nullable Reading reading(LoopState state, @Nullable Tag tag) {
    Sample sample = tag == null ? null : state.readings().newest().get(tag.name());
    return sample == null
        ? null
        : new View.Reading(sample.scalar(), sample.sourceTime(), sample.quality(), sample.kind());
  }

  private static int index(LoopState state, @Nullable String name) {
    return name == null
        ? -1
        : Schema.indexOf(state.twin().model().process().schema().states(), name);
  }

  private static View.@Nullable Gaussian estimate(LoopState state, @Nullable String name) {
    int index = index(state, name);
    if (index < 0 || state.batch() == null) {
      return null;
    }
    Estimate estimate = state.batch().belief().estimate();
    return new View.Gaussian(estimate.state().get(index), estimate.deviation(index));
  }

  private static View.@Nullable Forecast forecast(
      LoopState state, @Nullable Plan plan, @Nullable String name) {
    int index = index(state, name);
    if (index < 0 || plan == null || plan.states().size() != plan.times().size()) {
      return null;
    }
    double[] mean = new double[plan.times().size()];
    double[] deviation = new double[mean.length];
    for (int i = 0; i < mean.length; i++) {
      mean[i] = plan.states().get(i).get(index);
      deviation[i] = i < plan.deviations().size() ? plan.deviations().get(i).get(index) : 0;
    }
    return new View.Forecast(plan.times(), Vec.of(mean), Vec.of(deviation));
  }

  private View.Actuator actuator(LoopState state, Actuated actuated, @Nullable Plan plan) {
    Envelope envelope =
        limits.envelopes().stream()
            .filter(e -> e.actuator().equals(actuated.actuator()))
            .findFirst()
            .orElseThrow();
    BatchState batch = state.batch();
    return new View.Actuator(
        actuated.actuator(),
        actuated.label(),
        actuated.setpoint().unit(),
        envelope.lower(),
        envelope.upper(),
        batch == null ? Double.NaN : batch.ledger().level(actuated.actuator()),
        !state.control().notInEffect().containsKey(actuated.actuator()),
        reading(state, actuated.actual()),
        state.control().manual().getOrDefault(actuated.actuator(), Double.NaN),
        levels(state, actuated, plan));
  }

  private static List<View.Level> levels(LoopState state, Actuated actuated, @Nullable Plan plan) {
    String input = actuated.input();
    if (plan == null || input == null) {
      return List.of();
    }
    int index = Schema.indexOf(state.twin().model().process().schema().inputs(), input);
    InputSchedule inputs = plan.inputs();
    List<View.Level> levels = new ArrayList<>();
    for (int i = 0; index >= 0 && i < inputs.times().size(); i++) {
      levels.add(new View.Level(inputs.times().get(i), inputs.levels().get(i).get(index)));
    }
    return levels;
  }

  private View.Doser doser(LoopState state, Dosed dosed, @Nullable Plan plan) {
    DoseLimit limit =
        limits.doses().stream()
            .filter(d -> d.doser().equals(dosed.doser()))
            .findFirst()
            .orElseThrow();
    BatchState batch = state.batch();
    Account account = batch == null ? null : batch.ledger().account(dosed.doser());
    List<View.Level> given = new ArrayList<>();
    if (batch != null) {
      batch.given().stream()
          .filter(dose -> dose.doser().equals(dosed.doser()))
          .forEach(dose -> given.add(new View.Level(dose.hours(), dose.amount())));
    }
    return new View.Doser(
        dosed.doser(),
        dosed.label(),
        "g",
        limit.minimum(),
        limit.maximum(),
        limit.step(),
        account == null ? 0 : account.total(),
        limit.budget(),
        account != null && account.pending() != null,
        given,
        doses(state, dosed, plan));
  }

  private static List<View.Level> doses(LoopState state, Dosed dosed, @Nullable Plan plan) {
    List<View.Level> planned = new ArrayList<>();
    if (plan != null) {
      Schema schema = state.twin().model().process().schema();
      int impulse = Schema.indexOf(schema.impulses(), dosed.impulse());
      plan.inputs().impulses().stream()
          .filter(timed -> timed.impulse() == impulse)
          .forEach(timed -> planned.add(new View.Level(timed.time(), timed.amount())));
    }
    return planned;
  }

  private static @Nullable Instant newest(LoopState state) {
    return state.readings().newest().entrySet().stream()
        .map(Map.Entry::getValue)
        .map(Sample::sourceTime)
        .max(Comparator.naturalOrder())
        .orElse(null);
  }
}
