package io.biopilot.agent.cli.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.biopilot.agent.cli.UserError;
import io.biopilot.twin.model.yaml.ModelFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The commands as typed. */
class ModelCommandTest {
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
    CommandLine line = new CommandLine(new ModelCommand());
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setExecutionExceptionHandler(
        (exception, command, parsed) -> {
          if (exception instanceof UserError) {
            command.getErr().println(exception.getMessage());
            return 2;
          }
          throw exception;
        });
    return line.execute(arguments);
  }

  @Test
  void examplePassesItsOwnCheck() throws IOException {
    assertThat(run("example")).isZero();
    Path printed = write("printed.yaml", out.toString());
    assertThat(run("check", printed.toString())).isZero();
    assertThat(out.toString())
        .contains("model fed-batch-with-inducer is usable")
        .contains("V              L            starts at 2, sd 0.01, noise 0 per sqrt(h)")
        .contains("0.64, estimated on the logarithm, sd 0.2")
        .contains("burden         3 inputs -> [8, 8] tanh -> gBurden")
        .contains("rank of the stoichiometry 2")
        .contains("no reaction changes V")
        .contains("no reaction changes X + 0.5 S");
  }

  @Test
  void schemaIsPrintedAsJson() throws IOException {
    assertThat(run("example", "--schema")).isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).get("title").asText())
        .isEqualTo("biopilot model");
  }

  @Test
  void wrongModelIsRefusedWithItsPlace() throws IOException {
    Path wrong = write("wrong.yaml", ModelFile.example().replace("qSmax * S", "qsmax * S"));
    assertThat(run("check", wrong.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("wrong.yaml:54:7: qS:")
        .contains("unknown symbol 'qsmax' (did you mean 'qSmax'?)");
  }

  @Test
  void simulationFollowsTheTable() throws IOException {
    Path inputs = write("inputs.csv", "# recipe\nt,F,dose\n0,0,\n8,0.02,\n10,,0.05\n");
    Path result = folder.resolve("result.csv");
    String[] call = {
      "simulate",
      model.toString(),
      "--until",
      "12",
      "--at",
      "0,8,12",
      "--inputs",
      inputs.toString(),
      "--out",
      result.toString(),
      "--method",
      "radau"
    };
    assertThat(run(call)).isZero();
    List<String> lines = Files.readAllLines(result);
    assertThat(lines.get(0)).startsWith("# units: t h, V L, X g/L");
    assertThat(lines.get(1)).startsWith("t,V,X,S,P,I,OD,Glucose,Volume,");
    String[] last = lines.get(4).split(",", -1);
    // 2 L, 4 h of 0.02 L/h, and 0.05 g of a stock of 10 g/L
    assertThat(Double.parseDouble(last[1])).isCloseTo(2.085, within(1e-9));
    assertThat(Double.parseDouble(last[5])).isCloseTo(0.05 / 2.085, within(1e-9));
  }

  @Test
  void simulationAsJson() throws IOException {
    assertThat(
            run(
                "simulate",
                model.toString(),
                "--until",
                "1",
                "--at",
                "1",
                "--input",
                "F=0.1",
                "--parameter",
                "Ks=0.1",
                "--initial",
                "V=3",
                "--json"))
        .isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("usable").asBoolean()).isTrue();
    assertThat(json.get("units").get("mu").asText()).isEqualTo("1/h");
    assertThat(json.get("rows").get(0).get("V").asDouble()).isCloseTo(3.1, within(1e-9));
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
          --until 5 --input F=0 --at 7    | save time 7.0 lies outside the span
          --until 5 --input F=0 --initial X=NaN | the initial state must be finite
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
          `F;0`            | expected a header that begins with t
          `t,F;0,x`        | inputs.csv:2: column F: 'x', expected a finite number
          `t,F;1,0;1,0`    | inputs.csv:3: column t: 1.0 follows 1.0; times must increase
          `t,F;1`          | inputs.csv:2: 1 cells, expected 2 as in the header (t,F)
          `t,Feed;0,1`     | 'Feed' is no input or impulse of the model; there are F, dose
          """)
  void badTablesAreUserErrors(String table, String message) throws IOException {
    Path inputs = write("inputs.csv", table.replace(';', '\n'));
    assertThat(run("simulate", model.toString(), "--until", "1", "--inputs", inputs.toString()))
        .isEqualTo(2);
    assertThat(err.toString()).contains(message);
  }

  @Test
  void failedIntegrationIsExitCodeOne() throws IOException {
    Path explosive =
        write(
            "explosive.yaml",
            "model: e\nstates: {x: {unit: 1, initial: 1}}\nequations: {x: 'x^2 * 1[1/h]'}\n");
    assertThat(run("simulate", explosive.toString(), "--until", "2", "--at", "0.5")).isEqualTo(1);
    assertThat(err.toString()).contains("the integration failed: ");
  }

  @Test
  void gradientInThreeWays() throws IOException {
    Path seen = write("seen.csv", "t,output,value,sd\n2,OD,1.2,0.1\n6,Glucose,2.5,0.2\n9,OD,3,\n");
    assertThat(
            run(
                "gradient",
                model.toString(),
                "--observations",
                seen.toString(),
                "--input",
                "F=0.01",
                "--parameters",
                "qSmax,Yxs,Ks,burden.w110",
                "--json"))
        .isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("value").asDouble()).isGreaterThan(0.0);
    assertThat(json.get("forward_deviation").asDouble()).isLessThan(1e-10);
    assertThat(json.get("differences_deviation").asDouble()).isLessThan(1e-5);
    assertThat(json.get("gradient")).hasSize(4);
  }

  @Test
  void observationsInColumns() throws IOException {
    Path seen = write("seen.csv", "t,OD,Glucose\n2,1.2,\n6,,2.5\n");
    assertThat(
            run(
                "gradient",
                model.toString(),
                "--observations",
                seen.toString(),
                "--input",
                "F=0.01",
                "--parameters",
                "qSmax",
                "--sd",
                "0.1"))
        .isZero();
    assertThat(out.toString()).contains("value ").contains("qSmax").contains("differences");
  }

  @Test
  void gradientRefusesWhatItCannotUse() throws IOException {
    Path seen = write("seen.csv", "t,output,value\n2,Odour,1\n");
    assertThat(
            run("gradient", model.toString(), "--observations", seen.toString(), "--input", "F=0"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("'Odour' is no output of the model");
    assertThat(
            run(
                "gradient",
                model.toString(),
                "--observations",
                seen.toString(),
                "--input",
                "F=0",
                "--method",
                "bdf"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("--method bdf cannot be differentiated");
  }
}
