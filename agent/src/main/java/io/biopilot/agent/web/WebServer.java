package io.biopilot.agent.web;

import io.biopilot.agent.loop.Desk;
import io.biopilot.agent.loop.OperatorCommand;
import io.biopilot.connectors.Subscription;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.BodyHandler;
import io.vertx.ext.web.handler.SecurityPolicyHandler;
import java.io.ByteArrayOutputStream;
import java.net.BindException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The operator's page on loopback. One event loop serves everything. */
public final class WebServer {
  private static final Logger LOG = LoggerFactory.getLogger(WebServer.class);

  private static final String ADDRESS = "127.0.0.1";
  private static final int MOST_STREAMS = 32;
  private static final int LARGEST_COMMAND_BYTES = 16_384;
  private static final int MOST_POINTS = 5_000;
  private static final long PULSE_MILLIS = 250;
  private static final long PATIENCE_MILLIS = 60_000;

  private final Vertx vertx;
  private final Desk desk;
  private final Recorder recorder;
  private final Set<LiveStream> streams = new LinkedHashSet<>();
  private @Nullable HttpServer server;
  private @Nullable Subscription subscription;
  private String deployment = "";
  private @Nullable Future<Void> closed;

  private WebServer(Vertx vertx, Desk desk, Recorder recorder) {
    this.vertx = vertx;
    this.desk = desk;
    this.recorder = recorder;
  }

  /**
   * Starts serving.
   *
   * @param port 0 takes a free one, see {@link #port()}
   * @param recorder what came before, if anything; it watches the desk from now on
   * @return fails with a {@link BindException} whose message says what to do if the port is taken
   */
  public static Future<WebServer> start(Vertx vertx, int port, Desk desk, Recorder recorder) {
    WebServer web = new WebServer(vertx, desk, recorder);
    return vertx
        .deployVerticle(
            new VerticleBase() {
              @Override
              public Future<?> start() {
                return web.listen(port);
              }

              @Override
              public Future<?> stop() {
                web.stop();
                return Future.succeededFuture();
              }
            })
        .map(
            id -> {
              web.deployment = id;
              return web;
            });
  }

  /** The port in use. */
  public int port() {
    return server == null ? 0 : server.actualPort();
  }

  /** Ends all streams and stops serving; may be called more than once. */
  public synchronized Future<Void> close() {
    if (closed == null) {
      closed = vertx.undeploy(deployment);
    }
    return closed;
  }

  private Future<HttpServer> listen(int port) {
    HttpServerOptions options =
        new HttpServerOptions()
            .setIdleTimeout(90)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setMaxInitialLineLength(4_096)
            .setMaxHeaderSize(16_384)
            .setHttp2ClearTextEnabled(false)
            .setCompressionSupported(false);
    // A port of 0 is known only after listening, and with it the hosts that may be asked for.
    Router router = Router.router(vertx);
    return vertx
        .createHttpServer(options)
        .requestHandler(router)
        .listen(port, ADDRESS)
        .map(
            listening -> {
              server = listening;
              subscription = desk.watch(recorder);
              mount(router, new Guard(listening.actualPort()));
              vertx.setPeriodic(PULSE_MILLIS, timer -> pulse());
              return listening;
            })
        .recover(cause -> Future.failedFuture(explain(cause, port)));
  }

  private void stop() {
    if (subscription != null) {
      subscription.close();
    }
    streams.forEach(LiveStream::close);
    streams.clear();
  }

  private static Throwable explain(Throwable cause, int port) {
    if (!(cause instanceof BindException)) {
      return cause;
    }
    BindException clear =
        new BindException(
            "port %d on %s is in use by another program; end that program or choose another port with --port"
                .formatted(port, ADDRESS));
    clear.initCause(cause);
    return clear;
  }

  private void mount(Router router, Guard guard) {
    router.route().handler(guard::everyRequest);
    PageFiles.mount(router);
    router.get("/api/stream").handler(this::stream);
    router.get("/api/view").handler(context -> json(context, 200, ViewJson.now(desk.view())));
    router.get("/api/trend").handler(this::trend);
    router.get("/api/batch.csv").handler(this::export);
    router
        .post("/api/commands")
        .handler((SecurityPolicyHandler) guard::command)
        .handler(BodyHandler.create(false).setBodyLimit(LARGEST_COMMAND_BYTES))
        .handler(this::command);
    router.errorHandler(404, context -> Guard.refuse(context, 404, "there is no such page"));
    router.errorHandler(405, context -> Guard.refuse(context, 405, "not by this method"));
    router.errorHandler(
        413,
        context ->
            Guard.refuse(
                context, 413, "a command has at most %d bytes".formatted(LARGEST_COMMAND_BYTES)));
    router.errorHandler(
        500,
        context -> {
          LOG.error("the page could not answer {}", context.normalizedPath(), context.failure());
          Guard.refuse(context, 500, "the agent could not answer; its log says why");
        });
  }

  private void stream(RoutingContext context) {
    if (streams.size() >= MOST_STREAMS) {
      Guard.refuse(context, 503, "%d pages are open already; close one".formatted(MOST_STREAMS));
      return;
    }
    long now = now();
    LiveStream stream = new LiveStream(desk, recorder, context.response(), now);
    streams.add(stream);
    context.response().closeHandler(closed -> streams.remove(stream));
    context.response().exceptionHandler(broken -> streams.remove(stream));
    stream.open();
    stream.pulse(now);
  }

  private void pulse() {
    long now = now();
    for (LiveStream stream : List.copyOf(streams)) {
      stream.pulse(now);
      if (stream.abandoned(now, PATIENCE_MILLIS)) {
        LOG.info("a page has not read for {} s and is dropped", PATIENCE_MILLIS / 1000);
        streams.remove(stream);
        stream.close();
      }
    }
  }

  private static long now() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
  }

  private void trend(RoutingContext context) {
    double from;
    double to;
    int points;
    try {
      from = Double.parseDouble(context.request().getParam("from", "-1e6"));
      to = Double.parseDouble(context.request().getParam("to", "1e6"));
      points = Integer.parseInt(context.request().getParam("points", "1500"));
    } catch (NumberFormatException e) {
      Guard.refuse(context, 400, "from and to are hours, points a whole number: " + e.getMessage());
      return;
    }
    if (!(from < to) || points < 2 || points > MOST_POINTS) {
      Guard.refuse(
          context, 400, "from must be before to, points between 2 and %d".formatted(MOST_POINTS));
      return;
    }
    json(context, 200, TrendJson.window(recorder.record(), from, to, points));
  }

  private void export(RoutingContext context) {
    BatchCsv.Form form =
        "long".equals(context.request().getParam("form")) ? BatchCsv.Form.LONG : BatchCsv.Form.WIDE;
    BatchRecord record = recorder.record();
    vertx
        .executeBlocking(
            () -> {
              ByteArrayOutputStream out = new ByteArrayOutputStream();
              BatchCsv.write(record, form, out);
              return Buffer.buffer(out.toByteArray());
            })
        .onSuccess(
            csv ->
                context
                    .response()
                    .putHeader("Content-Type", "text/csv; charset=utf-8")
                    .putHeader(
                        "Content-Disposition",
                        "attachment; filename=\"%s.csv\"".formatted(fileName(record)))
                    .end(csv))
        .onFailure(context::fail);
  }

  private static String fileName(BatchRecord record) {
    return (record.reactor() + "-" + record.batch()).replaceAll("[^A-Za-z0-9._-]", "_");
  }

  private void command(RoutingContext context) {
    Buffer body = context.body().buffer();
    CommandReader.Reading reading =
        CommandReader.read(body == null ? new byte[0] : body.getBytes(), desk.view().reactor());
    if (reading instanceof CommandReader.Reading.Unreadable unreadable) {
      Guard.refuse(context, 400, unreadable.reason());
    } else if (reading instanceof CommandReader.Reading.Understood understood) {
      submit(context, understood.command());
    }
  }

  private void submit(RoutingContext context, OperatorCommand command) {
    Future.fromCompletionStage(desk.submit(command), vertx.getOrCreateContext())
        .onFailure(context::fail)
        .onSuccess(
            answer -> {
              recorder.answered(command, answer);
              if (answer.done()) {
                json(context, 200, Json.object("done", answer.message()));
              } else {
                Guard.refuse(context, 409, answer.message());
              }
            });
  }

  private static void json(RoutingContext context, int status, String body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json; charset=utf-8")
        .end(body);
  }
}
