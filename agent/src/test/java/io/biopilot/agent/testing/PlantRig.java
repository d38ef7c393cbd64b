package io.biopilot.agent.testing;

import io.biopilot.connectors.CallResult;
import io.biopilot.connectors.Command;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.Sample;
import io.biopilot.connectors.SampleKind;
import io.biopilot.connectors.Setpoint;
import io.biopilot.connectors.Tag;
import io.biopilot.simulators.device.Reading;
import io.biopilot.simulators.device.Sensor;
import io.biopilot.simulators.plant.Answer;
import io.biopilot.simulators.plant.EcoliInduced;
import io.biopilot.simulators.plant.Input;
import io.biopilot.simulators.plant.Plant;
import io.biopilot.simulators.scenario.Rig;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The plant ecoli-induced without any protocol: readings as samples, set-points and commands in.
 */
public final class PlantRig {

  public static final Instant EPOCH = Instant.parse("2026-01-01T00:00:00Z");
  private static final int TICK_SECONDS = 60;

  private final Plant plant = new EcoliInduced();
  private final Rig rig = new Rig(plant, Sensor.ofEcoliInduced(), List.of(), TICK_SECONDS);
  private final long seed;

  public PlantRig(long seed) {
    this.seed = seed;
  }

  public Plant plant() {
    return plant;
  }

  public Instant now() {
    return EPOCH.plusSeconds(rig.clockSeconds());
  }

  /** What is to be seen before the first tick. */
  public List<Sample> look() {
    return samples(rig.look());
  }

  /** Goes on by a tick. */
  public List<Sample> tick() {
    return samples(rig.advance(TICK_SECONDS));
  }

  private List<Sample> samples(List<Reading> readings) {
    List<Sample> samples = new ArrayList<>();
    for (Reading reading : readings) {
      Sensor sensor = reading.sensor();
      samples.add(
          new Sample(
              new Tag("BR1", sensor.tag(), sensor.unit()),
              List.of(reading.value()),
              EPOCH.plusSeconds(rig.clockSecondsAt(reading.drawnSecond())),
              now(),
              reading.quality(),
              sensor.kind()));
    }
    samples.add(status("Inducer.Dose.LastId", (double) plant.lastDoseId()));
    samples.add(status("Batch.Running", plant.running() ? 1 : 0));
    samples.add(status("Fallback.Active", plant.fallenBack() ? 1 : 0));
    return samples;
  }

  private Sample status(String name, double value) {
    return new Sample(
        new Tag("BR1", name, "1"), List.of(value), now(), now(), Quality.GOOD, SampleKind.ONLINE);
  }

  public boolean write(Setpoint setpoint) {
    return setpoint.tag().name().equals("Feed.Setpoint")
        && plant.set(Input.FEED, setpoint.value()) == Answer.TAKEN;
  }

  public CallResult call(Command command) {
    Answer answer =
        switch (command.name()) {
          case "Start" -> rig.start(seed);
          case "Inducer.Dose" -> plant.dose(command.id(), command.arguments().get("amount"));
          case "Rearm" -> {
            plant.rearm();
            yield Answer.TAKEN;
          }
          default -> throw new IllegalArgumentException(command.name());
        };
    return answer == Answer.TAKEN
        ? new CallResult.Done(command)
        : new CallResult.Refused(command, answer.toString());
  }
}
