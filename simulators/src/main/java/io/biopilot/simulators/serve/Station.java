package io.biopilot.simulators.serve;

import io.biopilot.simulators.plant.Plant;
import io.biopilot.simulators.plant.Quantity;
import io.biopilot.simulators.serve.Emission.Late;
import io.biopilot.simulators.serve.Emission.Look;
import io.biopilot.simulators.serve.Emission.TagValue;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings panel, time and servers together: advances the plant by the wall clock or by
 * acknowledgements, tells subscribers, and keeps snapshots. Its monitor guards the plant.
 */
final class Station implements PlantNamespace.Writer {

  private static final Logger LOG = LoggerFactory.getLogger(Station.class);

  private static final long PERIOD_MILLIS = 1000L * Plant.PERIOD_SECONDS;

  /** Plant time between snapshots, at least (ms); a restart loses no more. */
  private static final long SNAPSHOT_PLANT_MILLIS = 5_000;

  /** Wall time between snapshots, at least (ms), so that fast time does not wear out the disk. */
  private static final long SNAPSHOT_WALL_MILLIS = 100;

  /** Longest outage that is caught up (ms of plant time): thirty days, some seconds of work. */
  private static final long LONGEST_OUTAGE_MILLIS = 30L * 24 * 3600 * 1000;

  private final Panel panel;
  private final Pace pace;
  private final LongSupplier wall;
  private final Map<PlantTag, Object> lastTold = new EnumMap<>(PlantTag.class);
  private final List<Late> missed = new ArrayList<>();
  private final Snapshots snapshots;

  private PlantTime time;
  private volatile double endHours = Double.POSITIVE_INFINITY;
  private @Nullable PlantNamespace namespace;
  private @Nullable LatePublisher publisher;
  private @Nullable EarlyTimers timers;

  /**
   * Where snapshots go.
   *
   * @param file null for none
   * @param firstSeed the configured seed
   */
  record Keeping(@Nullable Path file, long firstSeed) {}

  /**
   * @param wall milliseconds since 1970, never going back
   */
  Station(Panel panel, Pace pace, PlantTime time, LongSupplier wall, Keeping keeping) {
    this.panel = panel;
    this.pace = pace;
    this.time = time;
    this.wall = wall;
    this.snapshots = new Snapshots(keeping);
  }

  synchronized PlantTime time() {
    return time;
  }

  /** Catches up with the wall and begins to tell the servers. */
  synchronized void open(PlantNamespace toClients, LatePublisher toBroker, EarlyTimers forSteps) {
    turn();
    namespace = toClients;
    publisher = toBroker;
    timers = forSteps;
    long now = plantNow();
    toClients.show(new Look(now, panel.present()));
    if (!clocked()) {
      toClients.showBarrier(panel.tick(), 0, time.dateTime(now));
      toBroker.barrier(panel.tick(), 0);
    }
    toBroker.publish(new Emission(List.of(), missed, -1));
    missed.clear();
  }

  private boolean clocked() {
    return pace instanceof Pace.Clocked;
  }

  /** Plant time (ms): continuous by the wall clock, standing between the ticks of lock step. */
  private long plantNow() {
    long reached = 1000 * panel.rig().clockSeconds();
    return clocked() ? Math.max(reached, time.plantAt(wall.getAsLong())) : reached;
  }

  /** Lets the plant go on to where the wall clock says it is; to be called often. */
  synchronized void turn() {
    if (!clocked()) {
      return;
    }
    long wallNow = wall.getAsLong();
    long target = time.plantAt(wallNow);
    long reached = 1000 * panel.rig().clockSeconds();
    if (target - reached > LONGEST_OUTAGE_MILLIS) {
      LOG.warn(
          "an outage of {} h of plant time is too long to be caught up: the plant goes on from then",
          (target - reached) / 3_600_000);
      time = time.rebased(wallNow, reached);
      target = reached;
    }
    while (reached + PERIOD_MILLIS <= target) {
      Emission emission = panel.advance(Plant.PERIOD_SECONDS);
      reached += PERIOD_MILLIS;
      tell(emission);
      watch(Math.min(time.wallAt(reached), wallNow));
    }
    watch(wallNow);
    snapshots.maybe(wallNow);
  }

  private void watch(long wallMillis) {
    if (panel.watch(wallMillis)) {
      LOG.warn("no heartbeat for {} ms: local fallback", Watchdog.PATIENCE_MILLIS);
      snapshots.due = true;
      tellChanges();
    }
  }

  private void tell(Emission emission) {
    PlantNamespace toClients = namespace;
    LatePublisher toBroker = publisher;
    if (toClients == null || toBroker == null) {
      missed.addAll(emission.late());
      return;
    }
    for (Look look : emission.looks()) {
      for (TagValue value : look.values()) {
        lastTold.put(value.tag(), value.value());
      }
    }
    toClients.push(emission);
    toBroker.publish(emission);
  }

  /** Tells what is not measured and has changed since it was last told. */
  private void tellChanges() {
    List<TagValue> changed = new ArrayList<>();
    for (TagValue value : panel.present()) {
      boolean told = value.value().equals(lastTold.get(value.tag()));
      if (value.tag().sampled() && value.tag().kind() != PlantTag.Kind.SENSOR && !told) {
        changed.add(value);
      }
    }
    if (!changed.isEmpty()) {
      tell(new Emission(List.of(new Look(plantNow(), changed)), List.of(), -1));
    }
  }

  @Override
  public synchronized List<WriteStatus> write(List<PlantTag> tags, List<Object> values) {
    turn();
    List<WriteStatus> statuses = new ArrayList<>(tags.size());
    for (int i = 0; i < tags.size(); i++) {
      WriteStatus status = panel.write(tags.get(i), values.get(i), wall.getAsLong());
      snapshots.due |= status == WriteStatus.GOOD && tags.get(i) != PlantTag.HEARTBEAT;
      statuses.add(status);
    }
    if (clocked()) {
      tellChanges();
    } else if (panel.takeAcknowledgement()) {
      step();
      return statuses;
    }
    PlantNamespace toClients = namespace;
    if (toClients != null) {
      toClients.show(new Look(plantNow(), panel.present()));
    }
    return statuses;
  }

  /**
   * In lock step: from this batch time on (h) acknowledgements are taken, but time stands still.
   */
  void stopAt(double hours) {
    endHours = hours;
  }

  private void step() {
    if (panel.batchHours() >= endHours - 1e-9) {
      return;
    }
    if (pace instanceof Pace.LockStep lockStep) {
      tell(panel.tick(lockStep.tickSeconds()));
    }
    PlantNamespace toClients = namespace;
    EarlyTimers publishing = timers;
    if (toClients != null && publishing != null) {
      publishing.fire(toClients.subscriptions());
    }
  }

  /** How things stand. */
  synchronized PlantStatus status() {
    Plant plant = panel.rig().plant();
    return new PlantStatus(
        panel.tick(),
        plant.running(),
        plant.fallenBack(),
        panel.rig().seed(),
        plant.value(Quantity.OXYGEN),
        plant.value(Quantity.FEED_RATE),
        plant.truth());
  }

  /** Every true value. */
  synchronized Map<Quantity, Double> truth() {
    Map<Quantity, Double> truth = new EnumMap<>(Quantity.class);
    for (Quantity quantity : Quantity.values()) {
      truth.put(quantity, panel.rig().plant().value(quantity));
    }
    return truth;
  }

  /** Takes a last snapshot and ceases to tell. */
  synchronized void close() {
    snapshots.due = true;
    snapshots.last = Long.MIN_VALUE / 2;
    snapshots.maybe(wall.getAsLong());
    namespace = null;
    publisher = null;
  }

  /** Decides when a snapshot is due, and writes it. */
  private final class Snapshots {
    private final Keeping keeping;
    private boolean due = true;
    private boolean failing;
    private long last = Long.MIN_VALUE / 2;
    private long lastPlant = Long.MIN_VALUE / 2;

    Snapshots(Keeping keeping) {
      this.keeping = keeping;
    }

    void maybe(long wallNow) {
      long plant = 1000 * panel.rig().clockSeconds();
      boolean old = due || plant - lastPlant >= SNAPSHOT_PLANT_MILLIS;
      if (keeping.file() == null || !clocked() || !old || wallNow - last < SNAPSHOT_WALL_MILLIS) {
        return;
      }
      due = false;
      last = wallNow;
      lastPlant = plant;
      try {
        image(plant).write(keeping.file());
        failing = false;
      } catch (IOException e) {
        if (!failing) {
          LOG.error("no snapshot in {}: {}", keeping.file(), e.getMessage());
        }
        failing = true;
      }
    }

    private Snapshot image(long plant) {
      return new Snapshot(
          Snapshot.VERSION,
          keeping.firstSeed(),
          new Snapshot.Time(time.wallAt(plant), plant, time.epoch()),
          panel.rig().position(),
          panel.rig().plant().image(),
          panel.rig().instruments(),
          panel.image());
    }
  }
}
