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
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    return TypedModel.run(out, err, arguments);
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
  void aStateThatIsDrivenOutIsNamed() throws IOException {
    String drain =
        "model: e\nstates: {x: {unit: g, initial: 1, lower: 0}}\nequations: {x: '-1[g/h]'}\n";
    Path drained = write("drain.yaml", drain);
    assertThat(run("simulate", drained.toString(), "--until", "2")).isEqualTo(1);
    assertThat(err.toString())
        .contains("x falls below its lower bound (to -")
        .contains(" g) after");
  }

  @Test
  void aGradientThatDoesNotExistIsExitCodeOne() throws IOException {
    Path explosive =
        write(
            "explosive.yaml",
            """
            model: e
            states: {x: {unit: 1, initial: 1}}
            parameters: {k: {unit: 1/h, value: 1, estimate: true}}
            equations: {x: x^2 * k}
            outputs: {y: {unit: 1, value: x}}
            """);
    Path seen = write("seen.csv", "t,y\n2,1\n");
    assertThat(run("gradient", explosive.toString(), "--observations", seen.toString()))
        .isEqualTo(1);
    assertThat(err.toString()).contains("the integration failed, there is no gradient: the step");
    assertThat(out.toString()).isEmpty();
  }

  @Test
  void filesThatAreNoModelsAreUserErrors() throws IOException {
    assertThat(run("check", folder.resolve("absent.yaml").toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("absent.yaml cannot be read: there is no such file or folder; 'biopilot model");
    assertThat(run("check", folder.toString())).isEqualTo(2);
    Path binary = Files.write(folder.resolve("binary"), new byte[] {(byte) 0xc3, 0x28, 0});
    assertThat(run("check", binary.toString())).isEqualTo(2);
    assertThat(err.toString()).contains("binary cannot be read: it is not text in UTF-8");
    assertThat(run("check", write("tree.yaml", "&a [*a]").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("tree.yaml:1:1: nested more than 50 deep");
  }

  @Test
  void publishedModelsAreListedAndUsable() throws IOException {
    assertThat(run("example", "--list")).isZero();
    assertThat(out.toString().lines()).hasSize(ModelFile.library().size());
    assertThat(out.toString()).contains("kiwigym        pulse-fed E. coli");
    for (String name : ModelFile.library()) {
      out.getBuffer().setLength(0);
      assertThat(run("example", name)).isZero();
      assertThat(run("check", write(name + ".yaml", out.toString()).toString())).isZero();
    }
    assertThat(run("example", "mauro")).isEqualTo(2);
    assertThat(err.toString())
        .contains("there is no published model 'mauro' (did you mean 'mauri'?); there are anane,");
  }

  @ParameterizedTest
  @CsvSource({
    "auto,''",
    "tsit5,''",
    "kvaerno5,''",
    "radau,''",
    "bdf,''",
    "euler,0.0005",
    "rk4,0.05"
  })
  void everyMethodGivesTheSameBatch(String method, String step) throws IOException {
    Path batch = write("batch.yaml", ModelFile.published("dompc-batch"));
    List<String> call =
        new ArrayList<>(
            List.of(
                "simulate", batch.toString(), "--until", "50", "--at", "50", "--input", "u=0.02"));
    call.addAll(List.of("--method", method, "--json"));
    if (!step.isEmpty()) {
      call.addAll(List.of("--step", step));
    }
    assertThat(run(call.toArray(String[]::new))).isZero();
    JsonNode row = new ObjectMapper().readTree(out.toString()).get("rows").get(0);
    // plants.md 1, to the accuracy of Euler's method
    assertThat(row.get("X").asDouble()).isCloseTo(1.928931637, within(1e-5));
    assertThat(row.get("P").asDouble()).isCloseTo(0.2968389945, within(1e-5));
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
  void aModelWithoutOutputsIsToldHowToGetOne() throws IOException {
    String yaml = ModelFile.published("dompc-batch");
    Path batch = write("batch.yaml", yaml);
    Path seen = write("seen.csv", "t,X\n20,1.3\n50,1.9\n");
    String[] call = {
      "gradient", batch.toString(), "--observations", seen.toString(), "--input", "u=0.02"
    };
    assertThat(run(call)).isEqualTo(2);
    String advice = "outputs: {X: {unit: 'g/L', value: X}}";
    assertThat(err.toString()).contains("the model has no outputs").contains(advice);
    write("batch.yaml", yaml + advice + "\n");
    assertThat(run(call)).isZero();
    assertThat(out.toString()).contains("Yx ").contains("Sin ");
  }

  @Test
  void gradientRefusesWhatItCannotUse() throws IOException {
    Path seen = write("seen.csv", "# lab\nt,output,value\n2,Odour,1\n");
    assertThat(
            run("gradient", model.toString(), "--observations", seen.toString(), "--input", "F=0"))
        .isEqualTo(2);
    assertThat(err.toString()).contains("seen.csv:3: 'Odour' is no output of the model");
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
