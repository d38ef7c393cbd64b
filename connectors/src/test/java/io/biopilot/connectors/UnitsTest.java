package io.biopilot.connectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UnitsTest {

  @ParameterizedTest
  @CsvSource({
    "310.15, K, degC, 37",
    "37, °C, K, 310.15",
    "212, degF, degC, 100",
    "250, mL/h, L/h, 0.25",
    "2, L/min, L/h, 120",
    "1.5, NL/min, L/h, 90",
    "1500, mg/L, g/L, 1.5",
    "5, kg/m3, g/L, 5",
    "900, rpm, 1/min, 900",
    "15, rps, 1/min, 900",
    "0.3, fraction, %, 30",
    "30, %, fraction, 0.3",
    "90, min, h, 1.5",
    "7200, s, h, 2",
    "1013.25, mbar, bar, 1.01325",
    "101325, Pa, bar, 1.01325",
    "0.0001, 1/s, 1/h, 0.36",
    "250, mg/L/h, g/(L.h), 0.25",
    "2, kg, g, 2000",
    "40, mM, mol/L, 0.04",
    "0.02, g/g, mg/g, 20",
    "7.1, pH, 1, 7.1"
  })
  void valuesConvertAndComeBack(double value, String from, String to, double expected) {
    Conversion conversion = Units.between(from, to);
    double tolerance = 1e-12 * Math.max(1, Math.abs(expected));
    assertThat(conversion.apply(value)).isCloseTo(expected, within(tolerance));
    assertThat(conversion.invert(expected)).isCloseTo(value, within(1e-12 * Math.abs(value)));
  }

  @Test
  void everyUnitBecomesItsCanonicalOneAndBack() {
    for (String symbol : Units.symbols()) {
      Units.Unit unit = Units.named(symbol);
      assertThat(Units.named(unit.canonical()).factor()).as(symbol).isEqualTo(1);
      double there = Units.toCanonical(symbol).apply(12.5);
      double back = Units.between(unit.canonical(), symbol).apply(there);
      assertThat(back).as(symbol).isCloseTo(12.5, within(1e-9));
    }
  }

  @Test
  void unknownUnitListsTheKnownOnes() {
    assertThatThrownBy(() -> Units.between("furlong", "L"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'furlong'")
        .hasMessageContaining("mL/h")
        .hasMessageContaining("degC");
  }

  @Test
  void unitsOfDifferentKindsDoNotMix() {
    assertThatThrownBy(() -> Units.between("mL/h", "g/L"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("'mL/h' is a volume flow")
        .hasMessageContaining("mg/L");
  }

  @Test
  void scaleAndOffsetComeBeforeTheUnit() {
    // A transmitter of 4-20 mA as 0-1: 0..1 is 0..150 % minus 10 %.
    Conversion conversion = Conversion.of(150, -10, "%", "%");
    assertThat(conversion.apply(0.5)).isCloseTo(65, within(1e-12));
    assertThat(conversion.invert(65)).isCloseTo(0.5, within(1e-12));
    assertThatThrownBy(() -> Conversion.of(0, 0, "%", "%")).hasMessageContaining("not 0");
  }
}
