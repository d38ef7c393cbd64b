package io.biopilot.agent.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.agent.runtime.DemoConfig;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the command line says to wrong input: file, line, value, expectation; exit code 2. */
final class BadInputTest {

  private static final String TWIN = "/io/biopilot/agent/model/ecoli-nominal.yaml";

  @TempDir Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int execute(String... arguments) {
    return Biopilot.commandLine()
        .setOut(new PrintWriter(out, true))
        .setErr(new PrintWriter(err, true))
        .execute(arguments);
  }

  private String refused(String... arguments) {
    assertThat(execute(arguments)).as(err + "\n" + out).isEqualTo(2);
    assertThat(err.toString()).startsWith("biopilot: ").doesNotContain("\tat ", "Exception");
    return err.toString();
  }

  private Path config(String old, String now) throws IOException {
    String sample = DemoConfig.sample();
    assertThat(sample).contains(old);
    return Files.writeString(folder.resolve("plant.yaml"), sample.replace(old, now));
  }

  private static int line(String part) {
    String sample = DemoConfig.sample();
    return (int) sample.substring(0, sample.indexOf(part)).lines().count();
  }

  @ParameterizedTest(name = "{0} for {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "unit: degC|unit: furlong|tags.T.unit|furlong|degC",
        "unit: g/L, output: OD|unit: L, output: OD|tags.OD.unit|L|g/L",
        "actual: Feed.Actual, initial: 0|actual: Feed.Aktual, initial: 0|inputs.F.actual|Feed.Aktual|Feed.Actual",
        "output: OUR|output: OVR|tags.OUR|OVR|OUR",
        "range: [0, 0.15]||actuators.Feed|no range|[smallest, largest]",
        "volume: {maximumL: 3, tag: Volume}||limits|no volume|",
        "kind: recipe  |kind: magic  |controller.kind|magic|learning",
        "speed: 1|speed: fast|speed|fast|",
        "builtin:ecoli-nominal|builtin:ecoli-unheard|model.file|ecoli-unheard|ecoli-nominal",
        "user: biopilot\\n|users: biopilot\\n|connections.opcua|users|user",
      })
  void aConfigurationIsRefusedAtItsLine(
      String old, String now, String place, String found, String expected) throws IOException {
    String was = old.replace("\\n", "\n");
    Path file = config(was, now == null ? "" : now.replace("\\n", "\n"));
    String said = refused("config", "check", file.toString());
    assertThat(said).contains(file.toString(), place, found);
    assertThat(said).contains(expected == null ? "" : expected);
    assertThat(said).as("a line").containsPattern("plant\\.yaml:[1-9]\\d*: ");
    assertThat(execute("run", "--config", file.toString())).as("so does run").isEqualTo(2);
  }

  @Test
  void theLineIsTheRightOne() throws IOException {
    Path file = config("unit: degC", "unit: furlong");
    assertThat(refused("config", "check", file.toString()))
        .contains(String.format(Locale.ROOT, "%s:%d: tags.T.unit", file, line("unit: degC")));
  }

  @Test
  void aModelWithAnUnknownSymbol() throws IOException {
    String twin;
    try (var in = BadInputTest.class.getResourceAsStream(TWIN)) {
      twin = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertThat(twin).contains("V: V + dose / stock");
    Files.writeString(
        folder.resolve("twin.yaml"), twin.replace("V: V + dose / stock", "V: V + dose / stokc"));
    Path file = config("builtin:ecoli-nominal", "twin.yaml");
    assertThat(refused("config", "check", file.toString()))
        .contains(file.toString(), "model.file", "stokc")
        .containsPattern("twin\\.yaml:[1-9]\\d*");
  }

  @Test
  void aPortThatAnotherProgramHas() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Path file = config("web: {port: 8080}", "web: {port: %d}".formatted(taken.getLocalPort()));
      assertThat(refused("run", "--config", file.toString()))
          .contains(file.toString(), "web.port", Integer.toString(taken.getLocalPort()), "in use")
          .doesNotContain("--port");
      assertThat(folder.resolve("data")).as("nothing was begun").doesNotExist();
    }
  }

  @Test
  void secretsThatAreNotThere() throws IOException {
    Path file = config("web: {port: 8080}", "web: {port: 0}");
    assertThat(refused("run", "--config", file.toString()))
        .contains("connections.opcua.password", "data/plant/password", "cannot be read");
    Path other =
        config(
            "    user: biopilot\n    password: {file: \"data/plant/password\"}\n    pki",
            "    user: biopilot\n    password: {env: BIOPILOT_NO_SUCH_SECRET}\n    pki");
    Files.writeString(other, Files.readString(other).replace("port: 8080", "port: 0"));
    assertThat(refused("run", "--config", other.toString()))
        .contains("connections.opcua.password", "BIOPILOT_NO_SUCH_SECRET is not set");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "run --config nowhere.yaml|nowhere.yaml",
        "config check nowhere.yaml|nowhere.yaml",
        "replay nowhere.journal|nowhere.journal",
        "export B1 --journal nowhere|nowhere",
        "simulate --speed fast|--speed",
        "simulate --config nowhere.yaml|nowhere.yaml",
        "trust opc.tcp://127.0.0.1:9/x|127.0.0.1:9",
        "trust http://127.0.0.1:9/x|http://127.0.0.1:9/x",
      })
  void whatIsNotThere(String arguments, String named) {
    assertThat(refused(arguments.split(" ", -1))).contains(named);
  }

  @Test
  void aJournalThatIsNone() throws IOException {
    Path journal = Files.writeString(folder.resolve("x.journal"), "this is a letter\nto nobody\n");
    assertThat(refused("replay", journal.toString())).contains(journal.toString(), "journal");
    assertThat(refused("export", "B1", "--journal", folder.toString()))
        .contains(journal.toString());
  }
}
