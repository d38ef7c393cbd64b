package io.biopilot.simulators.serve;

/** How plant time goes. */
public sealed interface Pace {

  /** Plant seconds between two looks at the online instruments. */
  int sampleSeconds();

  /** At a multiple of the wall clock, from 1 to 1000. */
  record Clocked(double speed, int sampleSeconds) implements Pace {
    public Clocked {
      if (!(speed >= 1 && speed <= 1000)) {
        throw new IllegalArgumentException(
            "speed must be from 1 to 1000 or max, got %s".formatted(speed));
      }
      checkSamples(sampleSeconds);
    }
  }

  /** One tick at a time, each when the last one is acknowledged. */
  record LockStep(int tickSeconds, int sampleSeconds) implements Pace {
    public LockStep {
      checkSamples(sampleSeconds);
      if (tickSeconds < 1 || tickSeconds % sampleSeconds != 0) {
        throw new IllegalArgumentException(
            "a tick (%d s) must be a multiple of the sample period (%d s)"
                .formatted(tickSeconds, sampleSeconds));
      }
    }
  }

  /** A multiple of the wall clock, sampled each 10 s of plant time. */
  static Pace clocked(double speed) {
    return new Clocked(speed, 10);
  }

  /** Lock step of 60 s, with one sample of each online tag a tick. */
  static Pace lockStep() {
    return new LockStep(60, 60);
  }

  private static void checkSamples(int seconds) {
    if (seconds < 5 || seconds % 5 != 0) {
      throw new IllegalArgumentException(
          "online samples come every multiple of 5 s, not every %d s".formatted(seconds));
    }
  }
}
