package io.biopilot.connectors.questdb;

import com.fasterxml.jackson.databind.JsonNode;
import io.biopilot.connectors.Notice;
import io.biopilot.connectors.influx.Credentials;
import io.biopilot.connectors.influx.InfluxConfig;
import io.biopilot.connectors.influx.LineHistorian;
import io.questdb.ServerMain;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.function.Consumer;

/** QuestDB in this process, on 127.0.0.1. */
public final class QuestDbStore implements Closeable {
  private static final String USER = "biopilot";

  private final ServerMain server;
  private final String url;
  private final String password;

  private QuestDbStore(ServerMain server, String url, String password) {
    this.server = server;
    this.url = url;
    this.password = password;
  }

  /**
   * Starts on data in this directory, which is made if absent.
   *
   * @param port of HTTP; 0 for any free one
   */
  public static QuestDbStore start(Path directory, int port) throws IOException {
    Path settings = Files.createDirectories(directory.resolve("conf"));
    String password = password(directory.resolve("password.txt"));
    Files.writeString(settings.resolve("server.conf"), settings(port, password));
    // Without this QuestDB logs everything to the console, and what it calls advice at any level.
    Files.writeString(
        settings.resolve("log.conf"),
        """
        writers=file
        w.file.class=io.questdb.log.LogFileWriter
        w.file.location=%s
        w.file.level=CRITICAL
        """
            .formatted(directory.toAbsolutePath().resolve("questdb.log")));
    ServerMain server = new ServerMain("-d", directory.toAbsolutePath().toString());
    server.start();
    return new QuestDbStore(server, "http://127.0.0.1:" + server.getHttpServerPort(), password);
  }

  private static String settings(int port, String password) {
    return """
        http.bind.to=127.0.0.1:%s
        http.user=%s
        http.password=%s
        http.min.enabled=false
        http.worker.count=1
        pg.enabled=false
        line.tcp.enabled=false
        line.udp.enabled=false
        telemetry.enabled=false
        telemetry.disable.completely=true
        shared.worker.count=1
        cairo.writer.data.append.page.size=256k
        cairo.system.writer.data.append.page.size=64k
        cairo.max.uncommitted.rows=100000
        """
        .formatted(port, USER, password);
  }

  private static String password(Path file) throws IOException {
    if (!Files.exists(file)) {
      byte[] secret = new byte[24];
      new SecureRandom().nextBytes(secret);
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        var ownerOnly = PosixFilePermissions.fromString("rw-------");
        Files.createFile(file, PosixFilePermissions.asFileAttribute(ownerOnly));
      }
      Files.writeString(file, HexFormat.of().formatHex(secret));
    }
    return Files.readString(file).strip();
  }

  /** A historian on this store; close it before the store. */
  public LineHistorian historian(Path spool, Consumer<Notice> notices) throws IOException {
    Credentials credentials = new Credentials.Basic(USER, password::toCharArray);
    QuestDbSql sql = new QuestDbSql(url, credentials);
    InfluxConfig config = new InfluxConfig(url, credentials, "-", "-");
    return new LineHistorian(new QuestDbSink(config, sql), new QuestDbReader(sql), spool, notices);
  }

  /** Drops all tables of this store; for tests. */
  void dropEverything() throws IOException {
    QuestDbSql sql = new QuestDbSql(url, new Credentials.Basic(USER, password::toCharArray));
    String tables = "SELECT table_name FROM tables() WHERE table_name NOT LIKE 'sys.%'";
    for (JsonNode row : sql.ask(tables).get("dataset")) {
      sql.ask("DROP TABLE " + QuestDbSql.name(row.get(0).asText()));
    }
  }

  /** Where its console is, for a browser on this machine. */
  public String url() {
    return url;
  }

  @Override
  public void close() {
    server.close();
  }
}
