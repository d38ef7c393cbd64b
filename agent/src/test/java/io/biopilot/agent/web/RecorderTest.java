package io.biopilot.agent.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.biopilot.agent.alarm.Alarm;
import io.biopilot.agent.loop.Answer;
import io.biopilot.agent.loop.OperatorCommand;
import io.biopilot.agent.web.BatchRecord.Channel;
import io.biopilot.agent.web.BatchRecord.Kind;
import io.biopilot.mpc.safety.Mode;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RecorderTest {
  private final Recorder recorder = new Recorder(BatchRecord.DEFAULT_CAPACITY);

  private Column column(String quantity, Kind kind) {
    return recorder.record().snapshot().columns().get(new Channel(quantity, kind));
  }

  @Test
  void everyTickAndEveryReadingIsRecordedOnce() {
    StoryDesk desk = StoryDesk.running(1, 600, recorder);
    recorder.accept(desk.view());
    recorder.accept(desk.view());
    assertThat(column("DO", Kind.MEASURED).size()).isEqualTo(600);
    assertThat(column("DO", Kind.ESTIMATED).size()).isEqualTo(601);
    assertThat(column("S", Kind.MEASURED).size()).as("one an hour").isEqualTo(10);
    assertThat(column("Inducer", Kind.DOSE).size()).isEqualTo(1);
    assertThat(column("Inducer", Kind.DOSE).value(0)).isEqualTo(0.08);
  }

  @Test
  void whatWasExpectedOneHourBeforeIsKeptForItsTime() {
    StoryDesk.running(1, 240, recorder);
    Column expected = column("X", Kind.EXPECTED);
    Column estimated = column("X", Kind.ESTIMATED);
    assertThat(expected.millis(0) - estimated.millis(0)).isBetween(3_540_000L, 3_660_000L);
    // The story's forecast is the story's own model: it comes true while nothing is changed.
    double truth = estimated.value(estimated.firstFrom(expected.millis(60)));
    assertThat(expected.value(60)).isCloseTo(truth, within(0.02 * truth));
  }

  @Test
  void modesAlarmsAndCommandsAreNoted() {
    StoryDesk desk = StoryDesk.running(1, 5, recorder);
    var subscription = desk.watch(recorder);
    OperatorCommand command =
        new OperatorCommand.ChangeMode("BR1", Instant.EPOCH, 0, "page", Mode.HOLD, true);
    desk.submit(command);
    recorder.answered(command, new Answer(7, true, "mode AUTO → HOLD"));
    desk.raise(
        new Alarm(
            "DO.low",
            "BR1",
            Alarm.Priority.HIGH,
            "DO is 18 %, below 20 %",
            "Cut the feed",
            Instant.EPOCH,
            null,
            null));
    desk.submit(new OperatorCommand.AcknowledgeAlarm("BR1", Instant.EPOCH, 0, "page", "DO.low"));
    subscription.close();
    assertThat(recorder.record().snapshot().notes())
        .extracting(note -> note.kind() + ": " + note.text())
        .contains(
            "mode: AUTO to HOLD",
            "command: mode HOLD by page: mode AUTO → HOLD",
            "alarm raised: DO.low, DO is 18 %, below 20 %",
            "alarm acknowledged: DO.low by page");
  }

  @Test
  void aNewBatchBeginsANewRecord() {
    StoryDesk desk = StoryDesk.idle(1);
    desk.watch(recorder);
    desk.tick();
    BatchRecord before = recorder.record();
    assertThat(before.batch()).isEqualTo("no batch");
    desk.submit(
        new OperatorCommand.StartBatch(
            "BR1", Instant.EPOCH, 0, "page", "B-7", StoryDesk.INOCULATION, 2, 0.5));
    assertThat(recorder.record()).isNotSameAs(before);
    assertThat(recorder.record().batch()).isEqualTo("B-7");
    assertThat(recorder.record().start()).isEqualTo(StoryDesk.INOCULATION);
  }
}
