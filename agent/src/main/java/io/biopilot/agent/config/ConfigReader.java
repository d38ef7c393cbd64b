package io.biopilot.agent.config;

import io.biopilot.agent.config.Config.Clock;
import io.biopilot.agent.config.Config.Connections;
import io.biopilot.agent.config.Config.ControllerSettings;
import io.biopilot.agent.config.Config.ModelSource;
import io.biopilot.agent.config.Config.Recipe;
import io.biopilot.agent.config.Config.RecipeDose;
import io.biopilot.agent.config.Config.Store;
import io.biopilot.agent.loop.FallbackFeed;
import io.biopilot.agent.loop.LoopSettings;
import io.biopilot.mpc.safety.Limits;
import io.biopilot.mpc.safety.Mode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** From a tree of the right shape to a configuration, with what the words mean checked. */
final class ConfigReader {

  /** How long a connection may be away, by the wall clock, before that is an alarm. */
  private static final double OUTAGE_SECONDS = 20;

  private final Path file;
  private final String text;
  private final Section root;
  private final String reactor;

  ConfigReader(Path file, String text, Section root) {
    this.file = file;
    this.text = text;
    this.root = root;
    this.reactor = root.text("reactor");
  }

  /** Null where problems were noted that leave nothing to go on with. */
  @Nullable Config read() {
    LineReader lines = new LineReader(root, reactor);
    Config.Lines read = lines.read();
    Limits limits = new LimitsReader(root, lines, tickHours()).read();
    FallbackFeed fallback = fallback(lines);
    if (limits == null || fallback == null) {
      return null;
    }
    LoopSettings loop = loop(lines, fallback);
    return new Config(
        file,
        text,
        clock(),
        connections(),
        read,
        loop,
        limits,
        model(),
        controller(),
        recipe(),
        store(),
        root.section("web").whole("port", 8080),
        path(root.section("journal").text("directory", "data/journal")));
  }

  /** Plant time, which the loop knows alone; how soon somebody can act goes by the wall clock. */
  private double outageHours() {
    Clock clock = clock();
    return OUTAGE_SECONDS / 3600 * (clock.plant() ? clock.speed() : 1);
  }

  private Clock clock() {
    return new Clock(root.text("clock", "wall").equals("plant"), root.number("speed", 1));
  }

  private double tickHours() {
    return root.number("tickSeconds", 60) / 3600;
  }

  private LoopSettings loop(LineReader lines, FallbackFeed fallback) {
    Section controller = root.section("controller");
    String kind = controller.text("kind");
    Section model = root.section("model");
    Section learning = controller.section("learning");
    int iterations = kind.equals("learning") ? learning.whole("iterations", 200) : 0;
    List<LoopSettings.Unmeasured> shown = new ArrayList<>();
    for (Section section : root.list("shown")) {
      shown.add(
          new LoopSettings.Unmeasured(
              section.text("state"),
              section.text("label", section.text("state")),
              section.number("lower", Double.NaN),
              section.number("upper", Double.NaN)));
    }
    return new LoopSettings(
        reactor,
        kind,
        Mode.valueOf(root.text("mode", "HOLD")),
        false,
        new LoopSettings.Timing(tickHours(), 3, 3, 3, 60.0 / 3600, outageHours()),
        lines.measured(),
        shown,
        lines.inputs(),
        lines.actuated(),
        lines.dosed(),
        lines.plant(),
        new LoopSettings.BatchPlan(
            root.section("batch").number("endHours", Double.NaN),
            model.text("volumeState", "V"),
            model.text("biomassState", "X")),
        fallback,
        new LoopSettings.Learning(
            iterations,
            learning.number("firstHours", 3),
            learning.number("everyHours", 1),
            learning.whole("seed", 1)));
  }

  private @Nullable FallbackFeed fallback(LineReader lines) {
    Section recipe = root.section("controller").section("recipe");
    recipe.known("actuator", lines.actuatorNames(), "an actuator");
    recipe.known("oxygenTag", lines.tagNames(), "a tag");
    return recipe.made(
        "oxygenFloor",
        () ->
            new FallbackFeed(
                recipe.text("actuator"),
                recipe.number("startHours", 0),
                recipe.number("firstLPerH", 0),
                recipe.number("growthPerH", 0),
                recipe.number("highestLPerH", 0),
                recipe.text("oxygenTag"),
                recipe.number("oxygenFloor", 0),
                recipe.number("oxygenFull", 0)));
  }

  private Recipe recipe() {
    List<RecipeDose> doses = new ArrayList<>();
    for (Section dose : root.section("controller").section("recipe").list("doses")) {
      dose.known("doser", root.section("dosers").keys(), "a doser");
      doses.add(
          new RecipeDose(dose.text("doser"), dose.number("atHours", 0), dose.number("amountG", 0)));
    }
    return new Recipe(doses);
  }

  private Connections connections() {
    Section connections = root.section("connections");
    return new Connections(
        connections.has("opcua") ? opcua(connections.section("opcua")) : null,
        connections.has("mqtt") ? mqtt(connections.section("mqtt")) : null);
  }

  private Config.OpcUa opcua(Section section) {
    boolean anonymous = section.has("anonymous");
    if (anonymous == section.has("user")) {
      section.problem(
          "user", "either user and password, or anonymous: true where the server wants nobody");
    }
    if (section.has("user") && !section.has("password")) {
      section.problem("password", "{env: NAME} or {file: PATH} for this user");
    }
    List<String> security = section.texts("security", List.of("Basic256Sha256"));
    if (security.contains("None") && section.has("password")) {
      section.problem("security", "no None beside a password, which would travel unencrypted");
    }
    return new Config.OpcUa(
        section.text("url"),
        security,
        section.text("user", ""),
        secret(section, "password"),
        path(section.text("pki", "data/pki")),
        section.number("publishingMs", 500),
        section.whole("queueSize", 20));
  }

  private Config.Mqtt mqtt(Section section) {
    if (section.has("user") != section.has("password")) {
      section.problem("password", "user and password together, or neither");
    }
    String certificate = section.textOrNull("certificate");
    return new Config.Mqtt(
        section.text("url"),
        section.text("user", ""),
        secret(section, "password"),
        certificate == null ? null : path(certificate),
        section.text("clientId", "biopilot-" + reactor));
  }

  private @Nullable Secret secret(Section outer, String key) {
    if (!outer.has(key)) {
      return null;
    }
    Section section = outer.section(key);
    return section.has("env")
        ? new Secret.InEnvironment(section.text("env"))
        : new Secret.InFile(path(section.text("file")));
  }

  private ModelSource model() {
    Section model = root.section("model");
    String name = model.text("file");
    String parameters = model.textOrNull("parameters");
    return new ModelSource(
        name.startsWith("builtin:") ? name : path(name).toString(),
        parameters == null || parameters.startsWith("builtin:")
            ? parameters
            : path(parameters).toString());
  }

  private ControllerSettings controller() {
    Section controller = root.section("controller");
    String goal = controller.text("goal", "builtin:ecoli-product");
    Map<String, Double> goals = new HashMap<>();
    Section section = controller.section("goals");
    section.keys().forEach(key -> goals.put(key, section.number(key, Double.NaN)));
    return new ControllerSettings(
        controller.text("kind"),
        controller.whole("iterations", 20),
        controller.whole("everyTicks", 1),
        controller.number("deadlineMs", 5000),
        goal.startsWith("builtin:") ? goal : path(goal).toString(),
        goals);
  }

  private Store store() {
    Section store = root.section("store");
    Path directory = path(store.text("directory", "data/store"));
    String kind = store.text("kind", "questdb");
    if (kind.equals("none")) {
      return new Config.NoStore();
    }
    if (kind.equals("questdb")) {
      return new Config.QuestDb(directory);
    }
    for (String key : List.of("url", "bucket", "token")) {
      if (!store.has(key)) {
        store.problem(key, "it is needed for an InfluxDB server");
      }
    }
    return new Config.InfluxDb(
        store.text("url", ""),
        store.text("organisation", "-"),
        store.text("bucket", ""),
        secret(store, "token"),
        directory);
  }

  private Path path(String name) {
    Path folder = file.toAbsolutePath().getParent();
    return folder == null ? Path.of(name) : folder.resolve(name).normalize();
  }
}
