package io.biopilot.connectors.influx;

import io.biopilot.testing.FreePort;
import io.biopilot.testing.OutsideProgram;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** A real influxd 1.8 on loopback with users. */
public final class InfluxServer implements AutoCloseable {
  private static final String ADMIN = "u=admin&p=root-secret";
  private final HttpClient http = HttpClient.newHttpClient();
  private final Path directory;
  private final int port;
  private Process process;

  public InfluxServer(Path directory) throws Exception {
    this.directory = directory;
    port = FreePort.find();
    int rpc = FreePort.find();
    Files.writeString(
        directory.resolve("influxdb.conf"),
        """
        reporting-disabled = true
        bind-address = "127.0.0.1:%s"
        [meta]
        dir = "%2$s/meta"
        [data]
        dir = "%2$s/data"
        wal-dir = "%2$s/wal"
        query-log-enabled = false
        [monitor]
        store-enabled = false
        [http]
        bind-address = "127.0.0.1:%3$s"
        auth-enabled = true
        flux-enabled = false
        log-enabled = false
        """
            .formatted(rpc, directory, port));
    start();
    ask("CREATE USER admin WITH PASSWORD 'root-secret' WITH ALL PRIVILEGES", "");
    ask("CREATE USER biopilot WITH PASSWORD 'pump-7'", ADMIN);
  }

  void start() throws Exception {
    process =
        new ProcessBuilder(
                OutsideProgram.find("influxd").orElseThrow().toString(),
                "-config",
                directory.resolve("influxdb.conf").toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("influxd.log").toFile())
            .start();
    for (int i = 0; i < 200; i++) {
      try {
        http.send(
            HttpRequest.newBuilder(URI.create(url() + "/ping")).build(),
            HttpResponse.BodyHandlers.discarding());
        return;
      } catch (IOException e) {
        Thread.sleep(100);
      }
    }
    throw new IOException(Files.readString(directory.resolve("influxd.log")));
  }

  public void freshDatabase(String name) throws Exception {
    ask("DROP DATABASE " + name, ADMIN);
    ask("CREATE DATABASE " + name, ADMIN);
    ask("GRANT ALL ON " + name + " TO biopilot", ADMIN);
  }

  public String url() {
    return "http://127.0.0.1:" + port;
  }

  public InfluxConfig config(String database, String token) {
    return new InfluxConfig(
        url(), new Credentials.Token(token::toCharArray), "-", database + "/autogen");
  }

  void kill() throws Exception {
    process.destroyForcibly();
    process.waitFor(20, TimeUnit.SECONDS);
  }

  @Override
  public void close() throws Exception {
    kill();
  }

  private void ask(String influxQl, String login) throws Exception {
    HttpResponse<String> response =
        http.send(
            HttpRequest.newBuilder(
                    URI.create(
                        "%s/query?%s&q=%s"
                            .formatted(
                                url(), login, URLEncoder.encode(influxQl, StandardCharsets.UTF_8))))
                .POST(HttpRequest.BodyPublishers.noBody())
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() != 200) {
      throw new IOException(response.body());
    }
  }
}
