package io.biopilot.agent.runtime;

import io.vertx.core.Vertx;
import io.vertx.core.eventbus.DeliveryOptions;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.function.Consumer;

/** The addresses between the verticles of one reactor. */
final class Bus {

  private static final DeliveryOptions LOCAL =
      new DeliveryOptions().setCodecName(LocalCodec.NAME).setLocalOnly(true);

  private final Vertx vertx;
  private final String reactor;

  Bus(Vertx vertx, String reactor) {
    this.vertx = vertx;
    this.reactor = reactor;
  }

  enum Address {
    /** To the loop: events, samples, ticks. */
    LOOP,
    /** To the planner: {@code Effect.Plan}. */
    PLAN,
    /** To the trainer: {@code Effect.Train}. */
    TRAIN,
    /** To the historian: {@code Effect.Store}. */
    STORE
  }

  /** Once for a Vert.x. */
  static void register(Vertx vertx) {
    vertx.eventBus().registerCodec(new LocalCodec());
  }

  void send(Address to, Object value) {
    vertx.eventBus().send(name(to), value, LOCAL);
  }

  /** Calls the receiver on the context from which this is called. */
  <T> MessageConsumer<T> receive(Address at, Class<T> type, Consumer<T> receiver) {
    return vertx
        .eventBus()
        .<T>localConsumer(name(at))
        .handler(message -> receiver.accept(type.cast(message.body())));
  }

  private String name(Address address) {
    return "biopilot." + reactor + "." + address.name();
  }
}
