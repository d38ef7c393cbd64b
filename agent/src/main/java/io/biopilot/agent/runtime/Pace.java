package io.biopilot.agent.runtime;

import io.biopilot.agent.loop.Event;
import io.biopilot.agent.loop.LoopState;
import io.biopilot.connectors.Sample;
import java.time.InstantSource;
import java.util.function.Consumer;

/** How time goes: by a clock, or tick by tick with a simulator. All calls on the loop's context. */
interface Pace extends Outlet {

  /** The time that events are given. */
  InstantSource clock();

  /**
   * @param loop takes events; the state it leads to is seen by the next call
   */
  void start(LoopState state, Consumer<Event> loop);

  void arrived(Sample sample);

  /** What came of a write, a call or a training; handed to the loop when its time has come. */
  void reported(Event event);

  /** A training begins; its result comes by {@link #reported}. */
  void training(long request);

  void stop();
}
