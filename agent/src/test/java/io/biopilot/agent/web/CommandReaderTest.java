package io.biopilot.agent.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.agent.loop.OperatorCommand;
import io.biopilot.agent.web.CommandReader.Reading.Understood;
import io.biopilot.agent.web.CommandReader.Reading.Unreadable;
import io.biopilot.mpc.safety.Mode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CommandReaderTest {

  private static CommandReader.Reading read(String json) {
    return CommandReader.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8), "BR1");
  }

  private static OperatorCommand understood(String json) {
    assertThat(read(json)).isInstanceOf(Understood.class);
    return ((Understood) read(json)).command();
  }

  @Test
  void everyKindOfCommandIsUnderstood() {
    assertThat(understood("{'command':'mode','mode':'HOLD','confirmed':true}"))
        .isEqualTo(
            new OperatorCommand.ChangeMode("BR1", Instant.EPOCH, 0, "page", Mode.HOLD, true));
    assertThat(understood("{'command':'setpoint','actuator':'Feed','value':0.05}"))
        .isEqualTo(new OperatorCommand.SetManual("BR1", Instant.EPOCH, 0, "page", "Feed", 0.05));
    assertThat(understood("{'command':'dose','doser':'Inducer','amount':0.05,'confirmed':true}"))
        .isInstanceOf(OperatorCommand.GiveDose.class);
    assertThat(
            understood(
                "{'command':'start','batch':'B-1','inoculated':'2026-03-02T05:30:00Z','volumeL':2,'biomassGPerL':0.5}"))
        .isEqualTo(
            new OperatorCommand.StartBatch(
                "BR1", Instant.EPOCH, 0, "page", "B-1", StoryDesk.INOCULATION, 2, 0.5));
    assertThat(understood("{'command':'end','confirmed':true}"))
        .isInstanceOf(OperatorCommand.EndBatch.class);
    assertThat(understood("{'command':'acknowledge','alarm':'DO.low'}"))
        .isInstanceOf(OperatorCommand.AcknowledgeAlarm.class);
    assertThat(understood("{'command':'rearm','confirmed':true}"))
        .isInstanceOf(OperatorCommand.Rearm.class);
    assertThat(understood("{'command':'goal','setting':'wDO','value':2}"))
        .isInstanceOf(OperatorCommand.ChangeGoal.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "nonsense | not JSON",
        "[] | a command is a JSON object",
        "{'command':'explode'} | command is \"explode\"; expected mode, setpoint",
        "{'command':'mode','mode':'auto','confirmed':true} | expected AUTO, MANUAL or HOLD",
        "{'command':'mode','mode':'AUTO'} | field \"confirmed\" must be true or false",
        "{'command':'setpoint','actuator':'Feed'} | field \"value\" must be a finite number",
        "{'command':'setpoint','actuator':'Feed','value':'0.1'} | must be a finite number",
        "{'command':'setpoint','actuator':'Feed','value':NaN} | not JSON",
        "{'command':'setpoint','actuator':'Feed','value':1e999} | must be a finite number",
        "{'command':'setpoint','actuator':'Feed','value':1,'force':true} | field [force] is not",
        "{'command':'end','command':'rearm','confirmed':true} | Duplicate field 'command'",
        "{'command':'start','batch':'B','inoculated':'today','volumeL':2,'biomassGPerL':1} | UTC",
        "{'command':'end','confirmed':true} {} | not JSON",
      })
  void whatIsWrongIsNamed(String json, String reason) {
    assertThat(read(json)).isInstanceOf(Unreadable.class);
    assertThat(((Unreadable) read(json)).reason()).contains(reason.trim());
  }

  @Test
  void depthIsBounded() {
    String deep = "{'command':" + "[".repeat(5_000) + "]".repeat(5_000) + "}";
    assertThat(((Unreadable) read(deep)).reason()).contains("nesting depth");
  }
}
