package io.biopilot.agent.runtime;

import io.biopilot.agent.loop.Effect;
import io.biopilot.connectors.Historian;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;

/** Hands rows to the historian, whose spool may touch the disk, on a worker thread. */
final class StoreVerticle extends VerticleBase {

  private final Bus bus;
  private final Historian historian;

  StoreVerticle(Bus bus, Historian historian) {
    this.bus = bus;
    this.historian = historian;
  }

  @Override
  public Future<?> start() {
    bus.receive(Bus.Address.STORE, Effect.Store.class, store -> historian.append(store.points()));
    return Future.succeededFuture();
  }
}
