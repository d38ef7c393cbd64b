package io.biopilot.agent.runtime;

import io.vertx.core.Vertx;

/** Calls later, on the loop's own context. */
interface Timers {

  /**
   * Calls once, after so many ms at least.
   *
   * @return by which it can be cancelled
   */
  long after(long millis, Runnable work);

  void cancel(long timer);

  void every(long millis, Runnable work);

  /** To be used on the loop's context. */
  static Timers of(Vertx vertx) {
    return new Timers() {
      @Override
      public long after(long millis, Runnable work) {
        return vertx.setTimer(millis, timer -> work.run());
      }

      @Override
      public void cancel(long timer) {
        vertx.cancelTimer(timer);
      }

      @Override
      public void every(long millis, Runnable work) {
        vertx.setPeriodic(millis, timer -> work.run());
      }
    };
  }
}
