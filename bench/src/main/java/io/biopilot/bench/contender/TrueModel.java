package io.biopilot.bench.contender;

import io.biopilot.simulators.plant.Constant;
import io.biopilot.simulators.plant.Draw;
import io.biopilot.twin.linalg.Vec;
import io.biopilot.twin.model.HybridModel;
import io.biopilot.twin.model.Model;
import io.biopilot.twin.model.Schema;
import io.biopilot.twin.model.yaml.ModelFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/** The plant's equations as a model that a controller can use, with the numbers of one batch. */
final class TrueModel {

  private static final String FILE = "ecoli-true.yaml";

  /** What varies from batch to batch, by the model's name for it. */
  private static final Map<String, Constant> DRAWN =
      Map.ofEntries(
          Map.entry("qSmax", Constant.QS_MAX),
          Map.entry("Yem", Constant.YEM),
          Map.entry("pAmax", Constant.PA_MAX),
          Map.entry("kLa", Constant.KLA),
          Map.entry("aP", Constant.AP),
          Map.entry("kb", Constant.KB),
          Map.entry("b", Constant.B),
          Map.entry("KI", Constant.KI),
          Map.entry("Yps", Constant.YPS),
          Map.entry("gain", Constant.PUMP_GAIN));

  private TrueModel() {}

  /** The equations, compiled. */
  static HybridModel process() {
    try (InputStream in = TrueModel.class.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(FILE + " is missing from the jar");
      }
      return ModelFile.parse(FILE, new String(in.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The equations with the numbers of a batch. */
  static Model of(HybridModel process, Draw draw) {
    Vec values = process.nominalParameters();
    for (Map.Entry<String, Constant> drawn : DRAWN.entrySet()) {
      values = with(process, values, drawn.getKey(), draw.get(drawn.getValue()));
    }
    values = with(process, values, "tDrop", draw.transferDropHours());
    return process.with(with(process, values, "drift", draw.probeDriftPerHour()), 0);
  }

  private static Vec with(HybridModel process, Vec values, String name, double value) {
    int index = Schema.indexOf(process.schema().parameters(), name);
    if (index < 0) {
      throw new IllegalStateException("%s has no parameter %s".formatted(FILE, name));
    }
    return values.with(index, value);
  }
}
