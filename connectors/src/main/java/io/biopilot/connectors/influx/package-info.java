/**
 * A historian over the line protocol: points go to a spool on disk, a thread sends them in batches
 * with influxdb-client-java, and readers bring them back.
 *
 * <p>Read first: {@link io.biopilot.connectors.influx.LineHistorian}, {@link
 * io.biopilot.connectors.influx.InfluxConfig}. For the embedded default store see {@code
 * connectors.questdb}, which is written through the same line protocol.
 *
 * <p>How to (an InfluxDB 1.8 or 2 server):
 *
 * <pre>{@code
 * var config = new InfluxConfig("http://127.0.0.1:8086",
 *     new Credentials.Token(() -> "biopilot:secret".toCharArray()), "-", "plant/autogen");
 * Historian historian = LineHistorian.influx(config, Path.of("data/influx-spool"), notice -> {});
 * historian.open();
 * historian.append(List.of(new Historian.Point("sensor", Map.of("reactor", "BR1", "tag", "DO"),
 *     Map.of("value", 31.2), sample.sourceTime())));
 * historian.flush().toCompletableFuture().get();
 * }</pre>
 *
 * <p>What happens on an answer: 2xx the batch leaves the disk; 400, 413 and 422 it is halved until
 * the guilty lines stand alone, which go to {@code quarantine.lp} beside the spool with the reason;
 * 401, 403 and 404 are told and tried again (somebody must mend them; nothing is dropped); 429,
 * 5xx, time-outs and a refused connection are tried again with back-off. Sending again is harmless
 * because a point has one key. Times are kept to the microsecond. May use the Influx client, OkHttp
 * and Jackson.
 */
@NullMarked
package io.biopilot.connectors.influx;

import org.jspecify.annotations.NullMarked;
