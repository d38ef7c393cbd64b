package io.biopilot.agent.cli;

import io.biopilot.agent.brain.Brains;
import io.biopilot.agent.config.ConfigException;
import io.biopilot.agent.runtime.Past;
import io.biopilot.agent.web.BatchCsv;
import io.biopilot.agent.web.BatchRecord;
import io.biopilot.agent.web.JournalHistory;
import io.biopilot.agent.web.Recorder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code biopilot export}: a batch as a table with units. */
@Command(
    name = "export",
    description = "Writes the record of a batch as CSV with units, from its journal.",
    mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

  @Spec
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private CommandSpec spec;

  @Parameters(paramLabel = "BATCH", description = "name of the batch")
  @SuppressWarnings("NullAway.Init") // picocli sets it
  private String batch;

  @Option(
      names = "--journal",
      paramLabel = "DIR",
      description = "folder of the journals (data/journal)")
  private Path folder = Path.of("data", "journal");

  @Option(names = "--out", paramLabel = "FILE", description = "standard output if left out")
  private @Nullable Path out;

  @Option(names = "--long", description = "a row a value instead of a row an instant")
  private boolean longForm;

  @Override
  public Integer call() {
    try {
      List<String> seen = new ArrayList<>();
      for (Path journal : journals()) {
        Past past = Past.open(journal, Brains::withKernel);
        Recorder recorder = new Recorder(BatchRecord.DEFAULT_CAPACITY);
        JournalHistory.readInto(journal, past.loop(), past.initial(), recorder);
        BatchRecord record = recorder.record();
        if (record.batch().equals(batch)) {
          write(record);
          return 0;
        }
        seen.add(record.batch());
      }
      throw new UserError(
          "no journal in %s holds batch '%s'; there are: %s"
              .formatted(folder, batch, seen.isEmpty() ? "none" : String.join(", ", seen)));
    } catch (IOException | ConfigException e) {
      throw UserError.of(e);
    }
  }

  /** The newest first: a name that was used twice means the last batch. */
  private List<Path> journals() throws IOException {
    if (!Files.isDirectory(folder)) {
      throw new UserError("%s is no folder; --journal names the journals'".formatted(folder));
    }
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> journals =
          new ArrayList<>(files.filter(f -> f.toString().endsWith(".journal")).toList());
      journals.sort((a, b) -> Long.compare(b.toFile().lastModified(), a.toFile().lastModified()));
      return journals;
    }
  }

  private void write(BatchRecord record) throws IOException {
    BatchCsv.Form form = longForm ? BatchCsv.Form.LONG : BatchCsv.Form.WIDE;
    if (out == null) {
      BatchCsv.write(record, form, System.out);
      return;
    }
    try (OutputStream stream = Files.newOutputStream(out)) {
      BatchCsv.write(record, form, stream);
    }
    spec.commandLine().getErr().println("written to " + out);
  }
}
