package io.biopilot.connectors.opcua;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.core.ValueRanks;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.methods.AbstractMethodInvocationHandler;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;

/** Nodes that push each change into the monitored items, so that none is lost between samplings. */
final class TestPlantNodes extends ManagedNamespaceWithLifecycle {
  private final Map<NodeId, List<DataItem>> monitored = new ConcurrentHashMap<>();
  private final Map<String, UaVariableNode> variables = new ConcurrentHashMap<>();
  private final List<List<String>> writes = new CopyOnWriteArrayList<>();
  private final List<String> calls = new CopyOnWriteArrayList<>();

  TestPlantNodes(OpcUaServer server) {
    super(server, TestPlantServer.URI);
    getLifecycleManager().addStartupTask(this::makeNodes);
  }

  private void makeNodes() {
    variable("Glucose", NodeIds.Float, new Variant(0f), true);
    variable("Feed.Setpoint", NodeIds.Double, new Variant(0.0), true);
    variable("ReadOnly", NodeIds.Double, new Variant(1.0), false);
    variable("Stirrer", NodeIds.Int16, new Variant((short) 0), true);
    variable("Loop", NodeIds.Boolean, new Variant(true), true);
    variable("Dose.Amount", NodeIds.Float, new Variant(0f), true);
    variable("Dose.Id", NodeIds.Int64, new Variant(0L), true);
    variable("Ack", NodeIds.Int64, new Variant(0L), true);
    variable("Barrier", NodeIds.Int64, new Variant(new Long[] {0L, 0L}), false);
    variable("Label", NodeIds.String, new Variant("idle"), true);
    method("Start");
  }

  /** Sends a value with its source time to every subscriber, in the variable's own type. */
  void publish(String name, Object value, Instant source, StatusCode status) {
    UaVariableNode node = variables.get(name);
    var now = DateTime.now();
    DataValue data = new DataValue(new Variant(value), status, new DateTime(source), now);
    node.setValue(data);
    for (DataItem item : monitored.getOrDefault(node.getNodeId(), List.of())) {
      item.setValue(data);
    }
  }

  Object value(String name) {
    return variables.get(name).getValue().getValue().value();
  }

  /** Each Write request as {@code name=value:Type} in its order. */
  List<List<String>> writes() {
    return writes;
  }

  List<String> calls() {
    return calls;
  }

  int monitoredItems() {
    return monitored.values().stream().mapToInt(List::size).sum();
  }

  @Override
  public List<StatusCode> write(WriteContext context, List<WriteValue> values) {
    List<String> batch = new ArrayList<>();
    for (WriteValue value : values) {
      Object number = value.getValue().getValue().value();
      batch.add(
          "%s=%s:%s"
              .formatted(
                  value.getNodeId().getIdentifier(), number, number.getClass().getSimpleName()));
    }
    List<StatusCode> results = super.write(context, values);
    writes.add(batch);
    return results;
  }

  private void variable(String name, NodeId type, Variant value, boolean writable) {
    var access = writable ? AccessLevel.READ_WRITE : AccessLevel.READ_ONLY;
    UaVariableNode node =
        new UaVariableNode.UaVariableNodeBuilder(getNodeContext())
            .setNodeId(newNodeId(name))
            .setBrowseName(newQualifiedName(name))
            .setDisplayName(LocalizedText.english(name))
            .setDataType(type)
            .setValueRank(name.equals("Barrier") ? ValueRanks.OneDimension : ValueRanks.Scalar)
            .setAccessLevel(access)
            .setUserAccessLevel(access)
            .setTypeDefinition(NodeIds.BaseDataVariableType)
            .build();
    node.setValue(new DataValue(value));
    addToObjects(node.getNodeId(), node::addReference);
    getNodeManager().addNode(node);
    variables.put(name, node);
  }

  private void addToObjects(NodeId id, Consumer<Reference> add) {
    add.accept(
        new Reference(
            id,
            NodeIds.HasComponent,
            NodeIds.ObjectsFolder.expanded(),
            Reference.Direction.INVERSE));
  }

  private void method(String name) {
    UaMethodNode.build(
        getNodeContext(),
        builder -> {
          builder.setNodeId(newNodeId(name));
          builder.setBrowseName(newQualifiedName(name));
          builder.setDisplayName(LocalizedText.english(name));
          UaMethodNode node = builder.buildAndAdd();
          addToObjects(node.getNodeId(), node::addReference);
          var handler = new Start(node);
          node.setInputArguments(handler.getInputArguments());
          node.setInvocationHandler(handler);
          return node;
        });
  }

  private final class Start extends AbstractMethodInvocationHandler {
    Start(UaMethodNode node) {
      super(node);
    }

    @Override
    public Argument[] getInputArguments() {
      var text = LocalizedText.english("id of the command");
      return new Argument[] {new Argument("id", NodeIds.Int32, ValueRanks.Scalar, null, text)};
    }

    @Override
    public Argument[] getOutputArguments() {
      return new Argument[0];
    }

    @Override
    protected Variant[] invoke(InvocationContext context, Variant[] inputs) {
      calls.add("Start " + inputs[0].value());
      return new Variant[0];
    }
  }

  @Override
  public void onDataItemsCreated(List<DataItem> items) {
    for (DataItem item : items) {
      NodeId id = item.getReadValueId().getNodeId();
      monitored.computeIfAbsent(id, n -> new CopyOnWriteArrayList<>()).add(item);
      variables.values().stream()
          .filter(node -> node.getNodeId().equals(id))
          .forEach(node -> item.setValue(node.getValue()));
    }
  }

  @Override
  public void onDataItemsModified(List<DataItem> items) {}

  @Override
  public void onDataItemsDeleted(List<DataItem> items) {
    items.forEach(
        item -> monitored.getOrDefault(item.getReadValueId().getNodeId(), List.of()).remove(item));
  }

  @Override
  public void onMonitoringModeChanged(List<MonitoredItem> items) {}
}
