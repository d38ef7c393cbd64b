package io.biopilot.agent.web;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What every request must pass. The Host must be this server's own (a page elsewhere whose name was
 * pointed at 127.0.0.1 has another one); a command must come from this page (Origin) and must be
 * JSON, which no plain form can send.
 */
final class Guard {
  private static final Map<String, String> HEADERS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self';"
              + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          "X-Frame-Options",
          "DENY",
          "Referrer-Policy",
          "no-referrer",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin",
          "Permissions-Policy",
          "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
          "Cache-Control",
          "no-store");

  private final Set<String> hosts;

  Guard(int port) {
    hosts = Set.of("localhost:" + port, "127.0.0.1:" + port, "[::1]:" + port);
  }

  /** For every route: sets the headers, refuses a foreign Host. */
  void everyRequest(RoutingContext context) {
    HttpServerResponse response = context.response();
    HEADERS.forEach(response::putHeader);
    String host = context.request().getHeader("Host");
    if (host == null || !hosts.contains(host)) {
      refuse(context, 403, "this page answers only as localhost, not as " + host);
      return;
    }
    context.next();
  }

  /** For commands: refuses another origin and anything but JSON. */
  void command(RoutingContext context) {
    String reason = otherOrigin(context.request());
    if (reason != null) {
      refuse(context, 403, reason);
      return;
    }
    String type = context.request().getHeader("Content-Type");
    if (type == null || !type.split(";", -1)[0].trim().equalsIgnoreCase("application/json")) {
      refuse(context, 415, "a command must be application/json, not " + type);
      return;
    }
    context.next();
  }

  private static @Nullable String otherOrigin(HttpServerRequest request) {
    String origin = request.getHeader("Origin");
    if (!("http://" + request.getHeader("Host")).equals(origin)) {
      return "commands are taken only from this page; the origin was " + origin;
    }
    String site = request.getHeader("Sec-Fetch-Site");
    return site == null || site.equals("same-origin")
        ? null
        : "commands are taken only from this page; the request was " + site;
  }

  static void refuse(RoutingContext context, int status, String reason) {
    context
        .response()
        .setStatusCode(status)
        .putHeader("Content-Type", "application/json; charset=utf-8")
        .end(Json.object("error", reason));
  }
}
