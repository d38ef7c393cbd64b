package io.biopilot.agent.alarm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** The states of ISA-18.2 (A normal, B unseen, C seen, D returned unseen) and the delays. */
final class AlarmBookTest {

  private static final Instant NOON = Instant.parse("2026-03-02T12:00:00Z");
  private static final Delay DELAY = new Delay(Duration.ofMinutes(2), Duration.ofMinutes(5));

  private AlarmBook book = AlarmBook.empty();

  private static Alarm saying(String message) {
    return new Alarm("DO.low", "BR1", Alarm.Priority.HIGH, message, "look", NOON, null, null);
  }

  private void at(int minute, boolean present, Delay delay) {
    book =
        book.observe(saying("at " + minute), present, NOON.plus(Duration.ofMinutes(minute)), delay);
  }

  @Test
  void anAlarmThatCameAndWentStaysUntilSomebodyHasSeenIt() {
    at(0, true, Delay.NONE);
    assertThat(book.active("DO.low")).isTrue();
    at(1, false, Delay.NONE);
    assertThat(book.list()).singleElement().matches(alarm -> !alarm.active());
    book = book.acknowledge("DO.low", "operator");
    assertThat(book.list()).isEmpty();
  }

  @Test
  void aSeenAlarmLeavesWithItsConditionAndComesBackUnseen() {
    at(0, true, Delay.NONE);
    book = book.acknowledge("DO.low", "operator");
    assertThat(book.list()).singleElement().matches(Alarm::acknowledged);
    at(1, false, Delay.NONE);
    assertThat(book.list()).isEmpty();
    at(2, true, Delay.NONE);
    assertThat(book.list()).singleElement().matches(alarm -> !alarm.acknowledged());
  }

  @Test
  void aReturnedAlarmThatNobodySawIsRaisedAgainAtItsNewTime() {
    at(0, true, Delay.NONE);
    at(1, false, Delay.NONE);
    at(3, true, Delay.NONE);
    assertThat(book.list())
        .singleElement()
        .matches(Alarm::active)
        .returns(NOON.plus(Duration.ofMinutes(3)), Alarm::raised)
        .returns("at 3", Alarm::message);
  }

  @Test
  void aConditionShorterThanTheOnDelayIsNoAlarm() {
    for (int minute = 0; minute < 60; minute++) {
      at(minute, minute % 3 < 2, DELAY);
      assertThat(book.list()).as("minute %d", minute).isEmpty();
    }
    at(60, true, DELAY);
    at(61, true, DELAY);
    assertThat(book.list()).as("control: one minute is too short").isEmpty();
    at(62, true, DELAY);
    assertThat(book.active("DO.low")).isTrue();
  }

  @Test
  void aValueThatComesBackForLessThanTheOffDelayDoesNotEndIt() {
    at(0, true, DELAY);
    at(2, true, DELAY);
    Instant raised = book.list().get(0).raised();
    for (int minute = 3; minute < 60; minute++) {
      at(minute, minute % 5 == 0, DELAY);
      assertThat(book.list()).singleElement().returns(raised, Alarm::raised);
      assertThat(book.active("DO.low")).as("minute %d", minute).isTrue();
    }
    for (int minute = 60; minute <= 66; minute++) {
      at(minute, minute == 60, DELAY);
    }
    assertThat(book.list())
        .singleElement()
        .matches(alarm -> !alarm.active())
        .returns(NOON.plus(Duration.ofMinutes(66)), Alarm::cleared);
  }

  @Test
  void onlyChangesOfStateAreTold() {
    at(0, true, Delay.NONE);
    AlarmBook before = book;
    at(1, true, Delay.NONE);
    assertThat(book.list().get(0).message()).isEqualTo("at 1");
    assertThat(book.changedSince(before)).isEmpty();
    at(2, false, Delay.NONE);
    assertThat(book.changedSince(before)).hasSize(1);
  }

  @Test
  void aNegativeDelayIsRefused() {
    assertThatThrownBy(() -> new Delay(Duration.ofMinutes(-1), Duration.ZERO))
        .hasMessageContaining("must not be negative");
  }
}
