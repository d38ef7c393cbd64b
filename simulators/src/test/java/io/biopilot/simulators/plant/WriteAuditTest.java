package io.biopilot.simulators.plant;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WriteAuditTest {

  private final WriteAudit audit = new WriteAudit(Limits.ECOLI_INDUCED);

  @Test
  void aRampAtTheLimitPasses() {
    for (int minute = 0; minute < 150; minute++) {
      audit.feed(0.001 * minute, 60L * minute);
    }
    assertThat(audit.unsafe()).isZero();
  }

  @Test
  void stepsOfTheLimitEachHalfHourPass() {
    audit.feed(0.03, 0);
    audit.feed(0.06, 1800);
    audit.feed(0.03, 3600);
    assertThat(audit.unsafe()).isZero();
  }

  @Test
  void twoStepsThatSumBeyondTheLimitWithinTheWindowCount() {
    audit.feed(0.02, 0);
    audit.feed(0.04, 1740);
    assertThat(audit.unsafe()).isEqualTo(1);
  }

  @Test
  void secondsUnderWayAreForgiven() {
    audit.feed(0.03, 30);
    audit.dose(0.05, 30);
    audit.feed(0.06, 1805);
    audit.dose(0.05, 905);
    assertThat(audit.unsafe()).isZero();
    audit.dose(0.05, 1765);
    assertThat(audit.unsafe()).isEqualTo(1);
  }

  @Test
  void stoppingIsAllowedAndRisingAgainAtOnceIsNot() {
    for (int step = 1; step <= 3; step++) {
      audit.feed(0.03 * step, 1800L * step);
    }
    audit.feed(0, 6000);
    assertThat(audit.unsafe()).isZero();
    audit.feed(0.03, 6060);
    assertThat(audit.unsafe()).isZero();
    audit.feed(0.09, 6120);
    assertThat(audit.unsafe()).isEqualTo(1);
  }

  @Test
  void dosesOffTheStepTooSoonOrTooMuchCount() {
    audit.dose(0.1, 0);
    assertThat(audit.unsafe()).isZero();
    audit.dose(0.015, 900);
    assertThat(audit.unsafe()).isEqualTo(1);
    audit.dose(0.08, 1740);
    assertThat(audit.unsafe()).isEqualTo(2);
    audit.dose(0.1, 2699);
    audit.dose(0.1, 3599);
    assertThat(audit.unsafe()).isEqualTo(2);
    audit.dose(0.01, 4499);
    assertThat(audit.unsafe()).isEqualTo(3);
  }

  @Test
  void anImageKeepsTheWindow() {
    audit.feed(0.02, 0);
    audit.dose(0.1, 10);
    WriteAudit copy = new WriteAudit(Limits.ECOLI_INDUCED);
    copy.restore(audit.image());
    copy.feed(0.04, 1740);
    copy.dose(0.1, 100);
    assertThat(copy.unsafe()).isEqualTo(2);
    assertThat(copy.dosed()).isEqualTo(0.2);
  }
}
