package io.biopilot.agent.runtime;

import io.biopilot.agent.config.Config;
import io.biopilot.agent.loop.LoopSettings;

/** What a start decides beside the configuration. */
final class Settings {

  private Settings() {}

  /** The configuration's loop, in shadow or not. */
  static LoopSettings of(Config config, boolean shadow) {
    LoopSettings loop = config.loop();
    return new LoopSettings(
        loop.reactor(),
        loop.controller(),
        loop.initialMode(),
        shadow,
        loop.timing(),
        loop.measured(),
        loop.unmeasured(),
        loop.inputs(),
        loop.actuators(),
        loop.dosers(),
        loop.plant(),
        loop.batch(),
        loop.fallback(),
        loop.learning());
  }

  static String version() {
    String version = Settings.class.getPackage().getImplementationVersion();
    return version == null ? "development" : version;
  }
}
