package io.biopilot.connectors.influx;

import com.influxdb.client.InfluxDBClient;
import com.influxdb.client.InfluxDBClientFactory;
import com.influxdb.client.InfluxDBClientOptions;
import com.influxdb.client.WriteApiBlocking;
import com.influxdb.client.domain.WritePrecision;
import com.influxdb.exceptions.InfluxException;
import java.time.Duration;
import java.util.List;
import okhttp3.OkHttpClient;

/** The v2 write API, by influxdb-client-java. */
public final class InfluxSink implements LineSink {

  private static final Duration CONNECT = Duration.ofSeconds(5);

  /** A store that drips its answer is given up after this. */
  private static final Duration WHOLE_CALL = Duration.ofSeconds(20);

  private final InfluxDBClient client;
  private final WriteApiBlocking writer;

  public InfluxSink(InfluxConfig config, boolean gzip) {
    // The header is set on each call, because the client knows tokens alone.
    OkHttpClient.Builder http =
        new OkHttpClient.Builder()
            .connectTimeout(CONNECT)
            .readTimeout(WHOLE_CALL)
            .writeTimeout(WHOLE_CALL)
            .callTimeout(WHOLE_CALL)
            .addInterceptor(
                chain ->
                    chain.proceed(
                        chain
                            .request()
                            .newBuilder()
                            .header("Authorization", config.credentials().header())
                            .build()));
    client =
        InfluxDBClientFactory.create(
            InfluxDBClientOptions.builder()
                .url(config.url())
                .okHttpClient(http)
                .org(config.org())
                .bucket(config.bucket())
                .build());
    if (gzip) {
      client.enableGzip();
    }
    writer = client.getWriteApiBlocking();
  }

  @Override
  public Answer send(List<String> lines) {
    try {
      writer.writeRecord(WritePrecision.NS, String.join("\n", lines));
      return new Answer.Stored();
    } catch (InfluxException e) {
      int status = e.status();
      String reason = status == 0 ? String.valueOf(rootMessage(e)) : status + " " + e.getMessage();
      return status == 400 || status == 413 || status == 422
          ? new Answer.Faulty(reason)
          : new Answer.Away(reason, retryAfterMillis(e));
    }
  }

  private static long retryAfterMillis(InfluxException error) {
    return error.headers().entrySet().stream()
        .filter(header -> header.getKey().equalsIgnoreCase("Retry-After"))
        .filter(header -> header.getValue().matches("\\d{1,4}"))
        .mapToLong(header -> Long.parseLong(header.getValue()) * 1_000)
        .findFirst()
        .orElse(0);
  }

  private static String rootMessage(Throwable error) {
    Throwable root = error;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage();
  }

  @Override
  public boolean settled() {
    return true;
  }

  @Override
  public void close() {
    client.close();
  }
}
