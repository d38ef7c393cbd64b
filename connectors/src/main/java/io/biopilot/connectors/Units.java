package io.biopilot.connectors;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * The units a plant may speak, and the one place where they become canonical units.
 *
 * <p>Canonical: h, L, g, g/L, mol/L, L/h, g/h, 1/h, g/(L.h), degC, bar, 1/min (stirrer), % (also of
 * air saturation), mg/g, W, mV, 1. Sources of the factors: SI brochure (BIPM 2019); Int.
 * avoirdupois and US units are left out on purpose.
 */
public final class Units {

  /**
   * One unit: {@code canonical = value · factor + offset}.
   *
   * @param symbol as written in a configuration, e.g. {@code mL/h}
   * @param dimension only units of one dimension convert into each other
   * @param canonical symbol of the canonical unit of this dimension
   * @param factor canonical units in one of this unit
   * @param offset added after the factor (only temperatures have one)
   */
  public record Unit(
      String symbol, String dimension, String canonical, double factor, double offset) {}

  private static final Map<String, Unit> KNOWN = new LinkedHashMap<>();

  static {
    dimension("time", "h", "h 1", "min 0.016666666666666666", "s 2.777777777777778e-4", "d 24");
    alias("time", "hours=h", "hour=h", "sec=s");
    dimension("volume", "L", "L 1", "mL 1e-3", "uL 1e-6", "m3 1e3");
    alias("volume", "l=L", "ml=mL", "µL=uL");
    dimension("mass", "g", "g 1", "kg 1e3", "mg 1e-3", "ug 1e-6");
    alias("mass", "µg=ug");
    dimension(
        "mass concentration", "g/L", "g/L 1", "mg/L 1e-3", "ug/L 1e-6", "kg/m3 1", "g/mL 1e3");
    alias("mass concentration", "mg/mL=g/L", "g/l=g/L", "mg/l=mg/L", "ug/mL=mg/L", "g.L-1=g/L");
    dimension("amount concentration", "mol/L", "mol/L 1", "mmol/L 1e-3", "umol/L 1e-6");
    alias("amount concentration", "M=mol/L", "mM=mmol/L", "uM=umol/L", "mol/m3=mmol/L");
    dimension("volume flow", "L/h", "L/h 1", "mL/h 1e-3", "uL/h 1e-6", "L/min 60", "mL/min 0.06");
    more("volume flow", "L/h", "uL/min 6e-5", "L/s 3600", "mL/s 3.6", "m3/h 1e3", "m3/s 3.6e6");
    alias("volume flow", "l/h=L/h", "ml/h=mL/h", "ml/min=mL/min", "NL/min=L/min", "slpm=L/min");
    dimension("mass flow", "g/h", "g/h 1", "kg/h 1e3", "mg/h 1e-3", "g/min 60", "mg/min 0.06");
    dimension("rate", "1/h", "1/h 1", "1/d 0.041666666666666664", "1/s 3600");
    alias("rate", "h-1=1/h", "1/hour=1/h", "s-1=1/s");
    dimension(
        "volumetric rate",
        "g/(L.h)",
        "g/(L.h) 1",
        "mg/(L.h) 1e-3",
        "g/(L.min) 60",
        "mg/(L.min) 0.06",
        "kg/(m3.h) 1");
    alias("volumetric rate", "g/L/h=g/(L.h)", "mg/L/h=mg/(L.h)", "mg/L/min=mg/(L.min)");
    dimension("molar rate", "mol/(L.h)", "mol/(L.h) 1", "mmol/(L.h) 1e-3");
    alias("molar rate", "mol/L/h=mol/(L.h)", "mmol/L/h=mmol/(L.h)");
    dimension("temperature", "degC", "degC 1", "K 1 -273.15");
    more("temperature", "degC", "degF 0.5555555555555556 -17.77777777777778");
    alias("temperature", "°C=degC", "C=degC", "°F=degF");
    dimension("pressure", "bar", "bar 1", "mbar 1e-3", "Pa 1e-5", "kPa 1e-2", "MPa 10");
    more("pressure", "bar", "hPa 1e-3", "atm 1.01325", "psi 0.06894757293168361");
    dimension("stirrer speed", "1/min", "1/min 1", "rps 60");
    alias("stirrer speed", "rpm=1/min", "RPM=1/min", "min-1=1/min");
    dimension("fraction", "%", "% 1", "fraction 100", "ppm 1e-4");
    alias("fraction", "percent=%", "%sat=%", "vol%=%", "% air saturation=%");
    dimension("content", "mg/g", "mg/g 1", "g/g 1e3", "g/kg 1", "ug/g 1e-3");
    dimension("power", "W", "W 1", "kW 1e3", "mW 1e-3");
    dimension("voltage", "mV", "mV 1", "V 1e3");
    dimension("electric current", "mA", "mA 1", "A 1e3");
    dimension("number", "1", "1 1");
    alias("number", "pH=1", "AU=1", "OD=1", "count=1", "Boolean=1");
  }

  private Units() {}

  /** The unit of this symbol; an unknown one is an error that lists those of the kind it may be. */
  public static Unit named(String symbol) {
    Unit unit = KNOWN.get(symbol.strip());
    if (unit == null) {
      throw new IllegalArgumentException(
          "unknown unit '%s'; known units are %s".formatted(symbol, String.join(", ", symbols())));
    }
    return unit;
  }

  public static boolean known(String symbol) {
    return KNOWN.containsKey(symbol.strip());
  }

  /** All symbols, in the order of their dimensions. */
  public static List<String> symbols() {
    return List.copyOf(KNOWN.keySet());
  }

  /** Turns values of one unit into values of another of the same dimension. */
  public static Conversion between(String from, String to) {
    Unit source = named(from);
    Unit target = named(to);
    if (!source.dimension().equals(target.dimension())) {
      throw new IllegalArgumentException(
          "'%s' is a %s and cannot become '%s', a %s; units that can: %s"
              .formatted(
                  from,
                  source.dimension(),
                  to,
                  target.dimension(),
                  String.join(", ", ofDimension(target.dimension()))));
    }
    return new Conversion(source.factor(), source.offset())
        .then(new Conversion(target.factor(), target.offset()).inverse());
  }

  /** Turns values of this unit into the canonical unit of its dimension. */
  public static Conversion toCanonical(String from) {
    Unit source = named(from);
    return new Conversion(source.factor(), source.offset());
  }

  private static List<String> ofDimension(String dimension) {
    Predicate<Unit> same = unit -> unit.dimension().equals(dimension);
    return KNOWN.entrySet().stream()
        .filter(entry -> same.test(entry.getValue()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static void dimension(String dimension, String canonical, String... units) {
    more(dimension, canonical, units);
  }

  private static void more(String dimension, String canonical, String... units) {
    for (String text : units) {
      String[] part = text.split(" ", -1);
      double offset = part.length > 2 ? Double.parseDouble(part[2]) : 0;
      add(part[0], new Unit(part[0], dimension, canonical, Double.parseDouble(part[1]), offset));
    }
  }

  private static void alias(String dimension, String... pairs) {
    for (String pair : pairs) {
      String[] part = pair.split("=", -1);
      Unit meant = KNOWN.get(part[1]);
      if (meant == null || !meant.dimension().equals(dimension)) {
        throw new AssertionError("alias '%s' names no %s".formatted(pair, dimension));
      }
      add(part[0], meant);
    }
  }

  private static void add(String symbol, Unit unit) {
    if (KNOWN.put(symbol, unit) != null) {
      throw new AssertionError("unit '%s' is listed twice".formatted(symbol));
    }
  }
}
