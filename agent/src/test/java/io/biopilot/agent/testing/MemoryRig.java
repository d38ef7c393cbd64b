package io.biopilot.agent.testing;

import io.biopilot.agent.config.Config;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.SampleKind;
import io.biopilot.connectors.Setpoint;
import io.biopilot.connectors.Tag;
import io.biopilot.connectors.memory.MemoryPlant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The plant in lock step behind a memory connector: it goes on when a tick is acknowledged. */
public final class MemoryRig {

  private final MemoryPlant memory;
  private final PlantRig rig;
  private final Config.Lockstep lockstep;
  private final long ticks;

  /**
   * @param ticks after so many it stands still
   */
  public MemoryRig(Config config, long seed, long ticks) {
    Set<Tag> tags = tags(config);
    this.memory = new MemoryPlant(tags);
    this.rig = new PlantRig(seed);
    this.ticks = ticks;
    Config.Lockstep found = config.lines().lockstep();
    if (found == null) {
      throw new IllegalArgumentException("the configuration has no lock step");
    }
    this.lockstep = found;
    memory.onWrite(this::written);
    memory.callRule(rig::call);
  }

  /** Every tag that the configuration names. */
  public static Set<Tag> tags(Config config) {
    Set<Tag> tags = new LinkedHashSet<>();
    config.lines().opcua().forEach(line -> tags.add(line.tag()));
    config.lines().mqtt().forEach(line -> tags.add(line.tag()));
    return tags;
  }

  public MemoryPlant memory() {
    return memory;
  }

  public PlantRig rig() {
    return rig;
  }

  /** Shows the first tick. */
  public void begin() {
    publish(rig.look(), 0);
  }

  private void written(List<Setpoint> setpoints) {
    for (Setpoint setpoint : setpoints) {
      if (setpoint.tag().equals(lockstep.acknowledge())) {
        long tick = Math.round(setpoint.value()) + 1;
        if (tick <= ticks) {
          publish(rig.tick(), tick);
        }
      } else {
        rig.write(setpoint);
      }
    }
  }

  private void publish(List<Sample> samples, long tick) {
    long online = 0;
    for (Sample sample : samples) {
      boolean shown = !sample.tag().name().equals("Feed.Total");
      if (shown) {
        memory.publish(
            sample.tag(), sample.value(), sample.sourceTime(), sample.quality(), sample.kind());
      }
      online += shown && sample.kind() == SampleKind.ONLINE ? 1 : 0;
    }
    memory.publish(
        lockstep.barrier(),
        List.of((double) tick, (double) online),
        rig.now(),
        Quality.GOOD,
        SampleKind.ONLINE);
  }
}
