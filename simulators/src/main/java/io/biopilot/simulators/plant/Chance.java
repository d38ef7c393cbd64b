package io.biopilot.simulators.plant;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/**
 * Random numbers that depend on a seed, a name and an index, and on nothing drawn before. So one
 * instrument more, or a restart in mid-batch, changes no other number.
 */
public final class Chance {

  private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
      RandomGeneratorFactory.of("L64X128MixRandom");

  private Chance() {}

  /** Standard normal. */
  public static double normal(long seed, String name, long index) {
    return FACTORY.create(mixed(seed, name, index)).nextGaussian();
  }

  /** Uniform in [0, 1). */
  public static double uniform(long seed, String name, long index) {
    return FACTORY.create(mixed(seed, name, index)).nextDouble();
  }

  private static long mixed(long seed, String name, long index) {
    long state = stir(seed + 0x9E3779B97F4A7C15L);
    for (int i = 0; i < name.length(); i++) {
      state = stir(state ^ name.charAt(i));
    }
    return stir(state + 0x9E3779B97F4A7C15L * (index + 1));
  }

  /** The finaliser of SplitMix64 (Steele, Lea, Flood 2014, "mix64variant13"). */
  private static long stir(long z) {
    long a = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    long b = (a ^ (a >>> 27)) * 0x94D049BB133111EBL;
    return b ^ (b >>> 31);
  }
}
