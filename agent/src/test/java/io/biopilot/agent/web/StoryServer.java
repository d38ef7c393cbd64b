package io.biopilot.agent.web;

import io.biopilot.agent.alarm.Alarm;
import io.vertx.core.Vertx;

/** Serves the story for whoever works on the page: {@code StoryServer PORT MINUTES [trouble]}. */
final class StoryServer {
  private StoryServer() {}

  public static void main(String[] arguments) throws Exception {
    Vertx vertx = Vertx.vertx();
    Recorder recorder = new Recorder(BatchRecord.DEFAULT_CAPACITY);
    StoryDesk desk = StoryDesk.running(1, Integer.parseInt(arguments[1]), recorder);
    if (arguments.length > 2) {
      trouble(desk);
    }
    WebServer server =
        WebServer.start(vertx, Integer.parseInt(arguments[0]), desk, recorder)
            .toCompletionStage()
            .toCompletableFuture()
            .get();
    vertx.setPeriodic(1_000, timer -> desk.tick());
    System.out.println("http://localhost:" + server.port());
  }

  /** A bad probe, a fallback and the alarms that go with them. */
  private static void trouble(StoryDesk desk) {
    desk.breakOxygenProbe();
    desk.fallBack("the solver found no feasible plan 4 ticks in a row");
    desk.tick();
    desk.raise(
        alarm(
            "controller.fallback",
            Alarm.Priority.MEDIUM,
            "The recipe drives the feed: the solver found no feasible plan 4 ticks in a row",
            "Watch DO and acetate; change to MANUAL if the feed does not suit"));
    desk.raise(
        alarm(
            "model.mismatch",
            Alarm.Priority.LOW,
            "Biomass by OD differs from the estimate by 2.4 standard deviations",
            "Take a sample for dry weight and enter it"));
    desk.raise(
        alarm(
            "DO.bad",
            Alarm.Priority.HIGH,
            "Dissolved oxygen: the probe reports bad quality, last 0.0 %",
            "Check cable and membrane; feed is held while no reading is believed"));
  }

  private static Alarm alarm(String id, Alarm.Priority priority, String message, String response) {
    return new Alarm(id, "BR1", priority, message, response, StoryDesk.INOCULATION, null, null);
  }
}
