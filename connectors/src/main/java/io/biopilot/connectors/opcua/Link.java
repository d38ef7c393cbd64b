package io.biopilot.connectors.opcua;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import com.digitalpetri.netty.fsm.State;
import io.biopilot.connectors.ConnectionFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.SessionActivityListener;
import org.eclipse.milo.opcua.sdk.client.UaSession;
import org.eclipse.milo.opcua.sdk.client.subscriptions.MonitoredItemSynchronizationException;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.UaRequestMessageType;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DataChangeTrigger;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.RequestHeader;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransport;

/**
 * One client from its connection to its end; it is never repaired, always replaced. Used by the
 * supervisor's thread, save {@link #send} and {@link #active}.
 */
final class Link {

  /** Told what comes over the line; called on Milo's threads. */
  interface Receiver {
    void value(Link link, OpcUaTag tag, DataValue value);

    /** Data or a keep-alive came. */
    void lifeSign(Link link);

    /** The session or the subscription is gone. */
    void lost(Link link, String why);

    /** Notifications were missed and could not be had again. */
    void dataLost();
  }

  private final OpcUaClient client;
  private final OpcUaConfig config;
  private final Receiver receiver;
  private final AddressBook book;
  private final OpcUaSubscription subscription;
  private final Map<OpcUaTag, OpcUaMonitoredItem> items = new HashMap<>();
  private volatile boolean sessionActive = true;

  private Link(OpcUaClient client, OpcUaConfig config, Receiver receiver)
      throws UaException, ConnectionFailure {
    this.client = client;
    this.config = config;
    this.receiver = receiver;
    client.addSessionActivityListener(new Activity());
    book = AddressBook.read(client, config.map());
    double publishingMillis = (double) config.timing().publishing().toMillis();
    subscription = new OpcUaSubscription(client, publishingMillis);
    // At least two intervals: a Milo server that agrees to one never sends a sign of life, and ends
    // a subscription without news after ten.
    subscription.setTargetKeepAliveInterval(Math.max(1000, 2 * publishingMillis));
    subscription.setSubscriptionListener(new Changes());
    subscription.create();
  }

  /** Sets up what a connected client needs; the caller disconnects the client if this fails. */
  static Link over(OpcUaClient client, OpcUaConfig config, Receiver receiver)
      throws UaException, ConnectionFailure {
    return new Link(client, config, receiver);
  }

  AddressBook book() {
    return book;
  }

  /** Whether a request sent now goes out now. */
  boolean active() {
    return sessionActive
        && client.getTransport() instanceof OpcTcpClientTransport transport
        && transport.getChannelFsm().getState() == State.Connected;
  }

  /** Longest time between two signs of life that the server has agreed to. */
  long keepAliveMillis() {
    return subscription
        .getServerState()
        .map(
            agreed ->
                (long) (agreed.getPublishingInterval() * agreed.getMaxKeepAliveCount().longValue()))
        .orElse(0L);
  }

  /** Monitors exactly these tags from now on. */
  void monitor(Set<OpcUaTag> wanted) throws ConnectionFailure {
    List<OpcUaTag> gone = items.keySet().stream().filter(tag -> !wanted.contains(tag)).toList();
    gone.forEach(tag -> subscription.removeMonitoredItem(items.remove(tag)));
    List<OpcUaTag> fresh = wanted.stream().filter(tag -> !items.containsKey(tag)).toList();
    for (OpcUaTag tag : fresh) {
      OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(book.id(tag.node()));
      item.setSamplingInterval((double) config.timing().publishing().toMillis());
      item.setQueueSize(uint(config.timing().queueSize()));
      item.setDiscardOldest(true);
      item.setFilter(new DataChangeFilter(DataChangeTrigger.StatusValueTimestamp, uint(0), 0.0));
      item.setUserObject(tag);
      subscription.addMonitoredItem(item);
      items.put(tag, item);
    }
    try {
      subscription.synchronizeMonitoredItems();
    } catch (MonitoredItemSynchronizationException e) {
      throw ConnectionFailure.passing("cannot monitor " + refused(fresh), e);
    }
  }

  private String refused(List<OpcUaTag> fresh) {
    List<String> refused = new ArrayList<>();
    for (OpcUaTag tag : fresh) {
      OpcUaMonitoredItem item = items.get(tag);
      if (item != null) {
        item.getCreateResult()
            .filter(result -> !result.isGood())
            .ifPresent(r -> refused.add("%s (%s)".formatted(tag.tag(), Wording.of(r))));
      }
    }
    return refused.isEmpty() ? "tags" : String.join(", ", refused);
  }

  RequestHeader header() throws UaException {
    return client.newRequestHeader(
        client.getSession().getAuthenticationToken(), uint(config.timing().request().toMillis()));
  }

  /** Sends a request; fails when no answer came in time. */
  CompletableFuture<UaResponseMessageType> send(UaRequestMessageType request) {
    return client
        .sendRequestAsync(request)
        .orTimeout(config.timing().request().toMillis() + 500, TimeUnit.MILLISECONDS);
  }

  /** Ends the session if the server still listens; never waits. */
  CompletableFuture<Void> dispose() {
    sessionActive = false;
    return client
        .disconnectAsync()
        .handle((c, error) -> (Void) null)
        .completeOnTimeout(null, 5, TimeUnit.SECONDS);
  }

  private final class Activity implements SessionActivityListener {
    @Override
    public void onSessionInactive(UaSession session) {
      sessionActive = false;
      receiver.lost(Link.this, "the session ended");
    }
  }

  private final class Changes implements OpcUaSubscription.SubscriptionListener {
    @Override
    public void onDataReceived(
        OpcUaSubscription s, List<OpcUaMonitoredItem> changed, List<DataValue> values) {
      receiver.lifeSign(Link.this);
      for (int i = 0; i < changed.size(); i++) {
        if (changed.get(i).getUserObject().orElse(null) instanceof OpcUaTag tag) {
          receiver.value(Link.this, tag, values.get(i));
        }
      }
    }

    @Override
    public void onKeepAliveReceived(OpcUaSubscription s) {
      receiver.lifeSign(Link.this);
    }

    @Override
    public void onNotificationDataLost(OpcUaSubscription s) {
      receiver.dataLost();
    }

    /** The server ended the subscription, or gave it to another session. */
    @Override
    public void onStatusChanged(OpcUaSubscription s, StatusCode status) {
      receiver.lost(Link.this, "the subscription ended: " + Wording.of(status));
    }

    @Override
    public void onTransferFailed(OpcUaSubscription s, StatusCode status) {
      receiver.lost(Link.this, "the subscription was not transferred: " + Wording.of(status));
    }
  }
}
