/**
 * The operator's page: an HTTP server on loopback, and the CSV export of a batch.
 *
 * <p>Start with {@link io.biopilot.agent.web.WebServer}. All it knows of the agent is the {@link
 * io.biopilot.agent.loop.Desk}: a {@link io.biopilot.agent.loop.View} is what is true now; from the
 * sequence of views a {@link io.biopilot.agent.web.Recorder} keeps a {@link
 * io.biopilot.agent.web.BatchRecord} of what was, for the trends and for {@link
 * io.biopilot.agent.web.BatchCsv}. Views and increments of the record go to the browser as
 * server-sent events; a browser that does not read misses views and never holds up the agent.
 * Commands come as POST, are checked for Host, Origin, type, size and form, and go to the desk: the
 * loop alone decides on them, and the page shows nothing as done before the plant's read-back.
 *
 * <p>Units: canonical (h, L, g, g/L, L/h, degC, percent of air saturation), each named beside its
 * number; instants are UTC, hours count from inoculation. Security: no remote resources, no inline
 * script, every route behind the check of the Host header (DNS rebinding). There is no login: who
 * may use the machine may use the page, and so it listens on loopback only.
 *
 * <p>May depend on Vert.x, Jackson, {@code agent.loop} and {@code agent.alarm}; never on the
 * runtime.
 */
@NullMarked
package io.biopilot.agent.web;

import org.jspecify.annotations.NullMarked;
