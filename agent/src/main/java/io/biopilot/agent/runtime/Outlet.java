package io.biopilot.agent.runtime;

import io.biopilot.agent.loop.Effect;

/** Where set-points, commands and finished ticks go; what comes of them returns over the bus. */
interface Outlet {

  void write(Effect.Write write);

  void call(Effect.Call call);

  /** Comes after everything that the tick wrote or called. */
  void tickDone(long tick);
}
