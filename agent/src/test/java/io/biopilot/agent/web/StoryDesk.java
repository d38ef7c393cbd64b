package io.biopilot.agent.web;

import io.biopilot.agent.alarm.Alarm;
import io.biopilot.agent.alarm.AlarmBook;
import io.biopilot.agent.loop.Answer;
import io.biopilot.agent.loop.Desk;
import io.biopilot.agent.loop.OperatorCommand;
import io.biopilot.agent.loop.View;
import io.biopilot.connectors.Subscription;
import io.biopilot.mpc.safety.Mode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A desk in memory on a {@link StoryPlant}: a seeded batch that goes on a minute a {@link #tick},
 * with a recipe in the controller's place. A set-point is written at once, taken by the plant at
 * the next {@link #refresh} or tick, and read back with it.
 */
final class StoryDesk implements Desk {
  static final Instant INOCULATION = Instant.parse("2026-03-02T05:30:00Z");
  static final double LARGEST_FEED = 0.15;

  private final List<Consumer<View>> listeners = new CopyOnWriteArrayList<>();
  private final StoryPlant plant = new StoryPlant();
  private final StoryRecipe recipe = new StoryRecipe();
  private final StoryInstruments instruments;
  private final List<View.Level> doses = new ArrayList<>();
  private AlarmBook alarms = AlarmBook.empty();
  private String batch = "B-0001";
  private boolean started;
  private boolean deaf;
  private boolean oxygenProbeBroken;
  private Mode mode = Mode.AUTO;
  private String fallback = "";
  private double manual = Double.NaN;
  private double asked;
  private long tick = -1;
  private volatile View view;

  private StoryDesk(long seed, boolean started) {
    this.instruments = new StoryInstruments(seed);
    this.started = started;
    this.view = look();
  }

  /** A batch that has run for so many minutes, all of which the listener saw. */
  static StoryDesk running(long seed, int minutes, Consumer<View> listener) {
    StoryDesk desk = new StoryDesk(seed, true);
    desk.watch(listener);
    for (int i = 0; i < minutes; i++) {
      desk.tick();
    }
    desk.listeners.clear();
    return desk;
  }

  /** Before inoculation. */
  static StoryDesk idle(long seed) {
    return new StoryDesk(seed, false);
  }

  @Override
  public View view() {
    return view;
  }

  @Override
  public Subscription watch(Consumer<View> listener) {
    listeners.add(listener);
    listener.accept(view);
    return () -> listeners.remove(listener);
  }

  @Override
  public synchronized CompletionStage<Answer> submit(OperatorCommand command) {
    Answer answer = new Answer(1, true, "done");
    if (command instanceof OperatorCommand.ChangeMode change) {
      mode = change.to();
      manual = asked;
    } else if (command instanceof OperatorCommand.SetManual set) {
      answer = setManual(set);
    } else if (command instanceof OperatorCommand.GiveDose dose) {
      give(dose.amount());
    } else if (command instanceof OperatorCommand.StartBatch start) {
      started = true;
      batch = start.batch();
      plant.volume = start.volume();
      plant.biomass = start.biomass();
    } else if (command instanceof OperatorCommand.AcknowledgeAlarm acknowledge) {
      alarms = alarms.acknowledge(acknowledge.alarm(), "page");
    } else {
      answer = new Answer(1, false, "this plant knows no " + command);
    }
    publish();
    return CompletableFuture.completedFuture(answer);
  }

  private Answer setManual(OperatorCommand.SetManual set) {
    if (mode != Mode.MANUAL) {
      return new Answer(1, false, "set-points by hand need MANUAL; the mode is " + mode);
    }
    if (set.value() < 0 || set.value() > LARGEST_FEED) {
      return new Answer(
          1, false, "%s L/h is outside 0 to %s L/h".formatted(set.value(), LARGEST_FEED));
    }
    manual = set.value();
    asked = set.value();
    return new Answer(1, true, "written");
  }

  /** What the pump does (L/h). */
  synchronized double feed() {
    return plant.feed;
  }

  /** From now on set-points are written and the plant does not take them. */
  synchronized void becomeDeaf() {
    deaf = true;
  }

  synchronized void breakOxygenProbe() {
    oxygenProbeBroken = true;
  }

  synchronized void raise(Alarm alarm) {
    alarms = alarms.observe(alarm, true, now());
    publish();
  }

  synchronized void fallBack(String reason) {
    fallback = reason;
    publish();
  }

  /** Lets the plant take what was written, without letting time pass. */
  synchronized void refresh() {
    if (!deaf) {
      plant.feed = asked;
    }
    publish();
  }

  /** One minute of plant time. */
  synchronized void tick() {
    tick++;
    if (started) {
      asked =
          switch (mode) {
            case AUTO -> StoryRecipe.feed(plant.hours);
            case MANUAL -> manual;
            case HOLD -> 0;
          };
      if (mode == Mode.AUTO) {
        recipe.dueDose(plant.hours).ifPresent(this::give);
      }
      if (!deaf) {
        plant.feed = asked;
      }
      plant.run(plant.hours + 1.0 / 60);
      instruments.read(plant, now(), oxygenProbeBroken);
    }
    publish();
  }

  private void give(double grams) {
    plant.dose(grams);
    doses.add(new View.Level(plant.hours, grams));
  }

  private Instant now() {
    return INOCULATION.plusMillis(Math.round(plant.hours * 3_600_000));
  }

  private void publish() {
    View newest = look();
    view = newest;
    listeners.forEach(listener -> listener.accept(newest));
  }

  private View look() {
    StoryView parts = new StoryView(plant, instruments, recipe, mode == Mode.AUTO);
    return new View(
        "BR1",
        tick,
        now(),
        parts.batch(batch, started ? INOCULATION : null),
        mode,
        false,
        parts.variables(started),
        List.of(parts.feed(asked, manual, started)),
        List.of(parts.inducer(doses, started)),
        alarms.list(),
        parts.controller(mode, fallback, now().plusSeconds(42)),
        new View.ModelCard(
            2, "3f9a12c7", false, "2 h ahead error 1.42 sd, was 1.88 sd: in use since 07:12"),
        parts.connections(),
        started ? now() : null);
  }
}
