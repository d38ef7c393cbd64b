package io.biopilot.agent.web;

import io.biopilot.agent.loop.View;
import io.biopilot.connectors.Quality;
import io.biopilot.connectors.SampleKind;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.jspecify.annotations.Nullable;

/** Noisy readings of the story's plant: on-line every minute, at-line every hour 20 min late. */
final class StoryInstruments {
  private final RandomGenerator random;
  private final Map<String, View.Reading> newest = new HashMap<>();

  StoryInstruments(long seed) {
    random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
  }

  void read(StoryPlant plant, Instant now, boolean oxygenProbeBroken) {
    online("X", plant.biomass * (1 + 0.03 * random.nextGaussian()), now, Quality.GOOD);
    online(
        "DO",
        oxygenProbeBroken ? 0 : plant.oxygen + random.nextGaussian(),
        now,
        oxygenProbeBroken ? Quality.BAD : Quality.GOOD);
    online("V", plant.volume + 0.002 * random.nextGaussian(), now, Quality.GOOD);
    online("OUR", plant.oxygenUptake * (1 + 0.02 * random.nextGaussian()), now, Quality.GOOD);
    online("T", 37 + 0.03 * random.nextGaussian(), now, Quality.GOOD);
    online("pH", 7 + 0.01 * random.nextGaussian(), now, Quality.GOOD);
    online("Feed", plant.feed * (1 + 0.004 * random.nextGaussian()), now, Quality.GOOD);
    int minute = (int) Math.round(plant.hours * 60);
    if (minute % 60 == 20) {
      atLine("S", plant.glucose * (1 + 0.03 * random.nextGaussian()), now);
      atLine("A", plant.acetate * (1 + 0.03 * random.nextGaussian()), now);
    }
  }

  View.@Nullable Reading of(String name) {
    return newest.get(name);
  }

  private void online(String name, double value, Instant at, Quality quality) {
    newest.put(name, new View.Reading(value, at, quality, SampleKind.ONLINE));
  }

  private void atLine(String name, double value, Instant at) {
    newest.put(name, new View.Reading(value, at, Quality.GOOD, SampleKind.AT_LINE));
  }
}
