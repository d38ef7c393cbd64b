package io.biopilot.simulators.serve;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Predicate;
import org.eclipse.milo.opcua.sdk.client.DiscoveryClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaMonitoredItem;
import org.eclipse.milo.opcua.sdk.client.subscriptions.OpcUaSubscription;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.enumerated.DataChangeTrigger;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.DataChangeFilter;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateBuilder;
import org.eclipse.milo.opcua.stack.core.util.SelfSignedCertificateGenerator;

/** A bare Milo client of the simulator, independent of our own adapter. */
final class PlantClient implements AutoCloseable {

  /** One value as it came. */
  record Arrival(PlantTag tag, DataValue value) {}

  /** A client's key and certificate. */
  record Identity(KeyPair keys, X509Certificate certificate) {
    static Identity make() throws Exception {
      KeyPair keys = SelfSignedCertificateGenerator.generateRsaKeyPair(2048);
      return new Identity(
          keys,
          new SelfSignedCertificateBuilder(keys)
              .setCommonName("test client")
              .setApplicationUri("urn:test:client")
              .addDnsName("localhost")
              .build());
    }
  }

  final BlockingQueue<Arrival> arrivals = new LinkedBlockingQueue<>();
  private final OpcUaClient client;
  private final int namespace;

  private PlantClient(OpcUaClient client) throws Exception {
    this.client = client;
    client.connect();
    namespace = client.readNamespaceTable().getIndex(PlantNamespace.URI).intValue();
  }

  static PlantClient connect(String url, Identity identity, String user, String password)
      throws Exception {
    return connect(url, identity, user, password, e -> e.getSecurityMode().getValue() == 3);
  }

  static PlantClient connect(
      String url,
      Identity identity,
      String user,
      String password,
      Predicate<EndpointDescription> choice)
      throws Exception {
    EndpointDescription endpoint =
        DiscoveryClient.getEndpoints(url + "/discovery").get().stream()
            .filter(choice)
            .findFirst()
            .orElseThrow();
    OpcUaClient client =
        OpcUaClient.create(
            OpcUaClientConfig.builder()
                .setApplicationName(LocalizedText.english("test"))
                .setApplicationUri("urn:test:client")
                .setEndpoint(endpoint)
                .setKeyPair(identity.keys())
                .setCertificate(identity.certificate())
                .setCertificateChain(new X509Certificate[] {identity.certificate()})
                .setIdentityProvider(new UsernameProvider(user, password))
                .setRequestTimeout(uint(5000))
                .build());
    try {
      return new PlantClient(client);
    } catch (Exception e) {
      client.disconnectAsync().get(10, java.util.concurrent.TimeUnit.SECONDS);
      throw e;
    }
  }

  NodeId node(PlantTag tag) {
    return new NodeId(namespace, "BR1." + tag.text());
  }

  /** Watches tags with every change of value or time, queue of 50. */
  void watch(double publishingMillis, List<PlantTag> tags) throws Exception {
    OpcUaSubscription subscription = new OpcUaSubscription(client, publishingMillis);
    subscription.create();
    for (PlantTag tag : tags) {
      OpcUaMonitoredItem item = OpcUaMonitoredItem.newDataItem(node(tag));
      item.setSamplingInterval(publishingMillis);
      item.setQueueSize(uint(50));
      item.setFilter(new DataChangeFilter(DataChangeTrigger.StatusValueTimestamp, uint(0), 0.0));
      item.setDataValueListener((i, value) -> arrivals.add(new Arrival(tag, value)));
      subscription.addMonitoredItem(item);
    }
    subscription.synchronizeMonitoredItems();
  }

  List<StatusCode> write(Object... tagsAndValues) throws Exception {
    List<NodeId> nodes = new ArrayList<>();
    List<DataValue> values = new ArrayList<>();
    for (int i = 0; i < tagsAndValues.length; i += 2) {
      nodes.add(node((PlantTag) tagsAndValues[i]));
      values.add(DataValue.valueOnly(new Variant(tagsAndValues[i + 1])));
    }
    return client.writeValues(nodes, values);
  }

  DataValue read(PlantTag tag) throws Exception {
    return client.readValues(0.0, TimestampsToReturn.Both, List.of(node(tag))).get(0);
  }

  Object value(PlantTag tag) throws Exception {
    return read(tag).value().value();
  }

  @Override
  public void close() throws Exception {
    client.disconnect();
  }
}
