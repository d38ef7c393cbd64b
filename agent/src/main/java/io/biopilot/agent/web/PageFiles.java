package io.biopilot.agent.web;

import io.vertx.core.buffer.Buffer;
import io.vertx.ext.web.Router;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * The files of the page: a fixed list, read once from the class path. Nothing else can be asked
 * for, so there is no path to traverse and no cache to poison.
 */
final class PageFiles {
  /** Everything under {@code webroot} that the browser asks for. */
  static final List<String> NAMES =
      List.of(
          "index.html",
          "style.css",
          "favicon.svg",
          "js/main.js",
          "js/alarms.js",
          "js/cards.js",
          "js/commands.js",
          "js/faces.js",
          "js/format.js",
          "js/ink.js",
          "js/stream.js",
          "js/strips.js",
          "js/trace.js",
          "lib/uPlot.iife.min.js",
          "lib/uPlot.min.css",
          "lib/LICENSE");

  private PageFiles() {}

  static void mount(Router router) {
    for (String name : NAMES) {
      Buffer content = read(name);
      String type = type(name);
      for (String path :
          name.equals("index.html") ? List.of("/", "/index.html") : List.of("/" + name)) {
        router
            .get(path)
            .handler(
                context ->
                    context
                        .response()
                        .putHeader("Content-Type", type)
                        .putHeader("Cache-Control", "no-cache")
                        .end(content));
      }
    }
  }

  private static Buffer read(String name) {
    try (InputStream in = PageFiles.class.getResourceAsStream("/webroot/" + name)) {
      if (in == null) {
        throw new IllegalStateException("webroot/" + name + " is not on the class path");
      }
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("webroot/" + name + " cannot be read", e);
    }
  }

  private static String type(String name) {
    if (name.endsWith(".html")) {
      return "text/html; charset=utf-8";
    }
    if (name.endsWith(".css")) {
      return "text/css; charset=utf-8";
    }
    if (name.endsWith(".js")) {
      return "text/javascript; charset=utf-8";
    }
    return name.endsWith(".svg") ? "image/svg+xml" : "text/plain; charset=utf-8";
  }
}
