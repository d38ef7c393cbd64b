package io.biopilot.agent.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.biopilot.twin.model.yaml.ModelFile;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Options and tables of {@code model simulate}: what is taken, and what is refused in which words.
 */
class SimulateCallTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();
  private Path model;

  @BeforeEach
  void writeTheExample() throws IOException {
    model = write("example.yaml", ModelFile.example());
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private int run(String... arguments) {
    return TypedModel.run(out, err, arguments);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --until 5                       | nothing is said about the input(s) F; give --inputs FILE with columns t,F
          --until 5 --input G=1           | 'G' is no input of the model; there are F
          --until 5 --input F=0 --rtol 0  | the relative tolerance must lie between 0 and 1
          --until 5 --input F=0 --rtol -1 | the relative tolerance must lie between 0 and 1
          --until -5 --input F=0          | --until -5.0 must lie after --from 0.0
          --until 5 --input F=0 --at 7    | --at 7.0 lies outside the span: expected times from 0.0 to 5.0 h
          --until 5 --input F=0 --initial X=NaN | --initial X=NaN: expected a finite number in g/L
          --until 5 --input F=0 --initial X=-1  | --initial X=-1.0: expected a value from lower (0.0) to upper
          --until 5 --input F=0 --initial Y=1   | --initial 'Y' is no state of the model; there are V, X, S, P, I
          --until 5 --input F=-1          | --input F=-1.0: expected a value from lower (0.0) to upper (0.15) of the model, in L/h
          --until 5 --input F=0.2         | --input F=0.2: expected a value from lower (0.0) to upper (0.15) of the model, in L/h
          --until 5 --input F=0 --rtol 1e-20 | --rtol 1.0E-20: expected at least 1.0E-14, double precision has 16 digits
          --until 5 --input F=0 --method rk4 --step 1e-12 | --step 1.0E-12 makes 5.0e+12 steps of 5.0 h; expected at most 1e+08
          --until 5 --input F=0 --step-control pd | 'pd' is no step control; there are pi, pid, integral
          --until 5 --input F=0 --method bdf --step-control pid | --step-control pid does not go with --method bdf, which has its own
          --until 5 --input F             | --input 'F': expected NAME=VALUE with a number, such as F=0.1
          --until 5 --input F=0,1         | --input 'F=0,1': expected NAME=VALUE with a number, such as F=0.1
          --until 5 --input F=0.1d        | --input 'F=0.1d': expected NAME=VALUE
          --until 5 --input =0.1          | --input '=0.1': expected NAME=VALUE
          --until 5 --input F=0 --input F=0.1 | --input gives F twice, 0.0 and 0.1; keep one
          --until 5 --input=F=0 --initial X=1 --initial X=2 | --initial gives X twice, 1.0 and 2; keep one
          --until 5 --input F=Infinity    | --input F=Infinity: expected a finite number in L/h
          --until 5 --input F=0 --parameter Ks=NaN | --parameter Ks=NaN: expected a finite number in g/L
          --until 0 --input F=0           | --until 0.0 must lie after --from 0.0
          --from 9 --until 5 --input F=0 --at 6 | --until 5.0 must lie after --from 9.0
          --until NaN --input F=0 --at 1  | --from 0.0 --until NaN: expected two finite times (h)
          --until 5 --input F=0 --at NaN  | --at NaN lies outside the span: expected times from 0.0 to 5.0 h
          --until 5 --input F=0 --atol 0  | the absolute tolerance must be above 0 and finite
          --until 5 --input F=0 --method euler | --method euler makes equal steps: expected --step H with H > 0 (h), got none
          --until 5 --input F=0 --method rk4 --step -1 | expected --step H with H > 0 (h), got -1.0
          --until 5 --input F=0 --step 1  | --step 1.0 goes with --method euler or rk4; rodas5p chooses its steps
          --until 5 --inputs absent.csv   | absent.csv cannot be read: there is no such file or folder
          --until 5 --input F=0 --out absent/out.csv | absent/out.csv cannot be written: there is no such file or folder
          --until 5 --input F=0 --method radu | 'radu' is no method (did you mean 'radau'?); there are auto
          --until 5 --input F=0 --parameter Kss=1 | 'Kss' is no parameter of the model (did you mean 'Ks'?)
          """)
  void badCallsAreUserErrors(String arguments, String message) {
    String[] words = ("simulate " + model + " " + arguments).split(" +", -1);
    assertThat(run(words)).isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          `F;0`            | inputs.csv:1: expected a header that begins with t (time in h), then names, with commas between, found 'F'
          ``               | inputs.csv:1: expected a header that begins with t (time in h), then names, with commas between, found nothing
          `#a;t,F,F;0,1,2` | inputs.csv:2: column 'F' is there twice; keep one
          `t,F;0,NaN`      | inputs.csv:2: column F: 'NaN', expected a finite number
          `t,F;0,x`        | inputs.csv:2: column F: 'x', expected a finite number
          `t,F;0,0;0,0`    | inputs.csv:3: column t: 0.0 follows 0.0; times must increase
          `t,F;1`          | inputs.csv:2: 1 cells, expected 2 as in the header (t,F)
          `t,F`            | inputs.csv:1: expected lines with a time and values below the header, found none
          `t,F;0,-0.1`     | inputs.csv:2: column F: -0.1, expected a value from lower (0.0) to upper (0.15) of the model, in L/h
          `t,F,dose;0,0,;1,,-0.1` | inputs.csv:3: column dose: -0.1, expected a value from lower (0.0) to upper (0.1) of the model, in g
          `t,F;0,;1,0.1`   | inputs.csv:2: column F: empty, expected the level that it starts with
          `t,F;2,0.1`      | inputs.csv:2: column t: the table begins at 2.0 h, the run at 0.0 h; expected a first line with the levels at 0.0
          `t,F;0,0.1d`     | inputs.csv:2: column F: '0.1d', expected a finite number
          `t,F;0,0x1p-4`   | inputs.csv:2: column F: '0x1p-4', expected a finite number
          `t,F;0,;0.1,NaN,3` | inputs.csv:3: 3 cells, expected 2 as in the header (t,F)
          `t,F [L/h];0,1`  | inputs.csv:1: 'F [L/h]' is no input or impulse of the model; there are F, dose
          `t,Feed;0,1`     | inputs.csv:1: 'Feed' is no input or impulse of the model; there are F, dose
          """)
  void badTablesAreUserErrors(String table, String message) throws IOException {
    Path inputs = write("inputs.csv", table.replace(';', '\n'));
    assertThat(run("simulate", model.toString(), "--until", "1", "--inputs", inputs.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }

  @Test
  void anInputIsGivenOnceAndDosesMayStandAlone() throws IOException {
    Path both = write("both.csv", "t,F\n0,0.1\n");
    String[] twice = {
      "simulate", model.toString(), "--until", "1", "--inputs", both.toString(), "--input", "F=0.1"
    };
    assertThat(run(twice)).isEqualTo(2);
    assertThat(err.toString())
        .contains("both.csv:1: column 'F' is an input that --input gives, too; keep one of them");
    // as a spreadsheet writes it
    Path doses = write("doses.csv", "\uFEFFt,dose\r\n0.5,0.05\r\n0.7,0\r\n");
    String[] dosed = {
      "simulate",
      model.toString(),
      "--until",
      "1",
      "--at",
      "1",
      "--inputs",
      doses.toString(),
      "--input",
      "F=0",
      "--json"
    };
    assertThat(run(dosed)).isZero();
    JsonNode row = new ObjectMapper().readTree(out.toString()).get("rows").get(0);
    assertThat(row.get("I").asDouble()).isCloseTo(0.05 / 2.005, within(1e-12));
  }

  @ParameterizedTest
  @CsvSource({"pi", "pid", "integral"})
  void everyStepControlGivesTheSameBatch(String control) throws IOException {
    String[] call = {
      "simulate",
      model.toString(),
      "--until",
      "9",
      "--at",
      "9",
      "--input",
      "F=0.01",
      "--rtol",
      "1e-9",
      "--step-control",
      control,
      "--json"
    };
    assertThat(run(call)).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    // RadauIIA5 at 1e-12
    assertThat(json.get("rows").get(0).get("X").asDouble()).isCloseTo(8.370165879398, within(1e-7));
  }
}
