package io.biopilot.agent.cli.optimize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.biopilot.agent.cli.UserError;
import io.biopilot.agent.cli.model.ModelCommand;
import io.biopilot.mpc.problem.yaml.BatchFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** The command as typed. */
class OptimizeCommandTest {
  @TempDir private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private int run(Object command, String... arguments) {
    CommandLine line = new CommandLine(command);
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    line.setExecutionExceptionHandler(
        (exception, failed, parsed) -> {
          if (exception instanceof UserError) {
            failed.getErr().println(exception.getMessage());
            return 2;
          }
          throw exception;
        });
    return line.execute(arguments);
  }

  private int run(String... arguments) {
    return run(new OptimizeCommand(), arguments);
  }

  private static double[] lastRow(String csv) {
    List<String> lines = csv.lines().toList();
    String[] cells = lines.get(lines.size() - 1).split(",", -1);
    double[] row = new double[cells.length];
    for (int i = 0; i < row.length; i++) {
      row[i] = cells[i].isEmpty() ? Double.NaN : Double.parseDouble(cells[i]);
    }
    return row;
  }

  @Test
  void printedExamplesAreTheBundledOnes() {
    for (String name : BatchFile.EXAMPLES) {
      out.getBuffer().setLength(0);
      assertThat(run("--example", name)).isZero();
      assertThat(out).hasToString(BatchFile.example(name));
    }
    out.getBuffer().setLength(0);
    assertThat(run("--example")).isZero();
    assertThat(out).hasToString(BatchFile.example("fed-batch"));
    assertThat(run("--example", "none")).isEqualTo(2);
    assertThat(err.toString()).contains("no example 'none'; there are fed-batch");
  }

  @Test
  void schemaIsPrintedAsJson() throws IOException {
    assertThat(run("--schema")).isZero();
    assertThat(new ObjectMapper().readTree(out.toString()).get("title").asText())
        .isEqualTo("biopilot control problem");
  }

  /** The tables and the picture, and the schedule simulated by another command. */
  @Test
  void ownModelIsPlannedAndItsScheduleLeadsWhereTheCourseEnds() throws Exception {
    String yaml = BatchFile.example("own-model");
    Path file = write("own.yaml", yaml);
    assertThat(run(file.toString(), "--out", folder.resolve("plans").toString())).isZero();
    assertThat(out.toString())
        .contains("fed-batch-with-inducer: most product at 16 h")
        .contains("converged")
        .contains("KKT residual")
        .containsPattern("doses of any amount at every place would give .*, a gap of .* \\(.* %\\)")
        .contains("integrated again with Rodas5P at 1e-9")
        .contains("X ≤ 60 g/L kept");
    String course = Files.readString(folder.resolve("plans/own.course.csv"));
    assertThat(course).contains("t,V,X,S,P,I,F,dose");
    double[] end = lastRow(course);
    assertThat(end[0]).isEqualTo(16.0);
    Path model = write("model.yaml", yaml.split("(?m)^---$", -1)[1]);
    out.getBuffer().setLength(0);
    int simulated =
        run(
            new ModelCommand(),
            "simulate",
            model.toString(),
            "--inputs",
            folder.resolve("plans/own.schedule.csv").toString(),
            "--until",
            "16",
            "--parameter",
            "qPmax=0.05");
    assertThat(simulated).isZero();
    double[] again = lastRow(out.toString());
    for (int i = 1; i <= 5; i++) {
      assertThat(again[i]).isCloseTo(end[i], within(1e-5 * Math.max(1.0, end[i])));
    }
    Path picture = folder.resolve("plans/own.svg");
    DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(picture.toFile());
    assertThat(Files.readString(picture))
        .contains("liquid volume", "g/L", "time (h)", "≤ 60", "inducer stock given at once");
  }

  @Test
  void resultForProgramsHasBoundGapAndLimits() throws IOException {
    Path file = write("own.yaml", BatchFile.example("own-model"));
    String where = folder.toString();
    assertThat(run(file.toString(), "--json", "--out", where, "--set", "F.total=0.5")).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    double gap = json.get("objective").asDouble() - json.get("relaxedBound").asDouble();
    assertThat(json.get("gap").asDouble()).isCloseTo(gap, within(1e-12));
    assertThat(json.get("kktResidual").asDouble()).isLessThan(1e-6);
    assertThat(json.at("/check/limits/0/name").asText()).isEqualTo("V");
    assertThat(json.at("/check/deviation").asDouble()).isLessThan(1e-2);
    // The total is in L: the volume rises by it and the doses' stock.
    double[] end = lastRow(Files.readString(folder.resolve("own.course.csv")));
    assertThat(end[1]).isLessThan(2.0 + 0.5 + 0.012 + 1e-6);
  }

  /** Without doses, whose search takes long: the product is then biomass. */
  private static String robust(String section) {
    String yaml = BatchFile.example("robust").replaceFirst("(?m)^doses:\\n.*\\n", "");
    yaml = yaml.replace("value: -P*V}", "value: -X*V}").replace("  dose tries: 30", "");
    return yaml.replace("  method: tree", "  " + section).replace("solver: {dose tries: 30}", "");
  }

  @Test
  void robustPlanIsCheckedInEveryScenario() throws IOException {
    Path file = write("r.yaml", robust("method: tree"));
    assertThat(run(file.toString(), "--out", folder.toString())).isZero();
    assertThat(out.toString())
        .contains("for the model and 2 scenarios, one plan for all")
        .containsPattern("scenario +strong: costs -")
        .containsPattern("scenario +weak: costs -");
    assertThat(folder.resolve("r.strong.course.csv")).exists();
    assertThat(folder.resolve("r.strong.schedule.csv")).doesNotExist();
    assertThat(Files.readString(folder.resolve("r.svg"))).contains("thin: other scenarios");
    // The stronger feed leads to more biomass under the same schedule.
    double strong = lastRow(Files.readString(folder.resolve("r.strong.course.csv")))[2];
    double own = lastRow(Files.readString(folder.resolve("r.course.csv")))[2];
    assertThat(strong).isGreaterThan(own);
  }

  @Test
  void scenariosThatPartHaveSchedulesOfTheirOwn() throws IOException {
    Path file = write("r.yaml", robust("method: tree\n  horizon: 20"));
    assertThat(run(file.toString(), "--json", "--out", folder.toString())).isZero();
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("status").asText()).contains("the first 20 moves are common");
    assertThat(json.at("/scenarios/strong/limits/0/name").asText()).isEqualTo("V");
    assertThat(folder.resolve("r.strong.schedule.csv")).exists();
  }

  @Test
  void backOffIsSaid() throws IOException {
    String yaml = robust("method: back-off").replaceAll("(?m)^  weight: 2.*$", "");
    Path file = write("r.yaml", yaml.replace("weight: 0.5, ", ""));
    assertThat(run(file.toString(), "--out", folder.toString())).isZero();
    assertThat(out.toString())
        .contains("limits backed off for 2 scenarios")
        .containsPattern("back-off +oxygen by up to");
  }

  @Test
  void whatIsWrongIsNamedWithItsPlace() throws IOException {
    String yaml = BatchFile.example("own-model");
    Path wrong = write("wrong.yaml", yaml.replace("upper: 0.15, change", "uper: 0.15, change"));
    long line = yaml.lines().takeWhile(text -> !text.contains("upper: 0.15, change")).count() + 1;
    assertThat(run(wrong.toString())).isEqualTo(2);
    assertThat(err.toString())
        .contains("wrong.yaml:" + line + ":")
        .contains("unknown key 'uper'")
        .contains("inputs.F needs 'upper'");
    assertThat(run(folder.resolve("absent.yaml").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("absent.yaml cannot be read").contains("--example");
    Path file = write("own.yaml", yaml);
    assertThat(run(file.toString(), "--set", "F.uper=1")).isEqualTo(2);
    assertThat(err.toString()).contains("no setting \"F.uper\"").contains("F.upper");
    assertThat(run(file.toString(), "--set", "dose.step=0")).isEqualTo(2);
    assertThat(err.toString()).contains("--set: doses need a positive step (0.0)");
    assertThat(run(file.toString(), "--set", "F.upper=0.2")).isEqualTo(2);
    assertThat(err.toString())
        .contains(
            "--set: F.upper is 0.2, but the model has F from 0.0 to 0.15 L/h: stay within, or");
    assertThat(run()).isEqualTo(2);
    assertThat(err.toString()).contains("which file?");
  }

  @Test
  void planThatCannotBeMadeIsSaidWithItsReason() throws IOException {
    String yaml = BatchFile.example("own-model").replace("qSmax * S / (Ks + S)", "LAW");
    // not a number wherever S is not negative
    String law = "qS: 0.1[1/h] * log(-1 - S / Ks)";
    Path file = write("own.yaml", yaml.replace("qS: LAW", law));
    assertThat(run(file.toString(), "--out", folder.toString())).isEqualTo(1);
    assertThat(err.toString()).contains("no plan for").contains("finite");
  }
}
