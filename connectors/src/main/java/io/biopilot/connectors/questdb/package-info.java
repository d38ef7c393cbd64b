/**
 * The default store: QuestDB embedded in this process, on loopback alone, written through the same
 * line protocol as an InfluxDB server and read by SQL over HTTP.
 *
 * <p>Read first: {@link io.biopilot.connectors.questdb.QuestDbStore}.
 *
 * <p>How to:
 *
 * <pre>{@code
 * var store = QuestDbStore.start(Path.of("data/questdb"), 9000);
 * Historian historian = store.historian(Path.of("data/spool"), notice -> {});
 * historian.open();
 * …
 * historian.close().toCompletableFuture().join(); store.close();     // in this order
 * }</pre>
 *
 * <p>The port 9000 also serves QuestDB's own console to this machine; its user is {@code biopilot}
 * and the password stands in {@code password.txt} beside the data (made once, readable by its
 * owner). Health port, PostgreSQL wire and the line protocol over TCP and UDP are off. A table is
 * made for each measurement with its tags as upsert keys, so that a point sent twice is one row; a
 * row without one of the table's Boolean fields reads back as false, because QuestDB has no null
 * Boolean. Takes about 200 MB of disk at the first start. May use QuestDB, Jackson and {@code
 * connectors.influx}.
 */
@NullMarked
package io.biopilot.connectors.questdb;

import org.jspecify.annotations.NullMarked;
