package io.biopilot.simulators.serve;

import static org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned.uint;

import io.biopilot.simulators.serve.Emission.Look;
import io.biopilot.simulators.serve.Emission.TagValue;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongFunction;
import org.eclipse.milo.opcua.sdk.core.AccessLevel;
import org.eclipse.milo.opcua.sdk.core.Reference;
import org.eclipse.milo.opcua.sdk.server.ManagedNamespaceWithLifecycle;
import org.eclipse.milo.opcua.sdk.server.OpcUaServer;
import org.eclipse.milo.opcua.sdk.server.items.DataItem;
import org.eclipse.milo.opcua.sdk.server.items.MonitoredItem;
import org.eclipse.milo.opcua.sdk.server.nodes.UaFolderNode;
import org.eclipse.milo.opcua.sdk.server.nodes.UaVariableNode;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.DateTime;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;
import org.jspecify.annotations.Nullable;

/**
 * The reactor's variables as OPC UA nodes. Samples are pushed into monitored items; what is written
 * goes to the station as one list in the order of the Write.
 */
final class PlantNamespace extends ManagedNamespaceWithLifecycle {

  static final String URI = "urn:biopilot:plant";

  /** Takes the writes of one Write service call, and answers each. */
  interface Writer {
    List<WriteStatus> write(List<PlantTag> tags, List<Object> values);
  }

  private final String reactor;
  private final Writer writer;
  private final LongFunction<DateTime> timeOf;
  private final Map<PlantTag, UaVariableNode> nodes = new EnumMap<>(PlantTag.class);
  private final Map<NodeId, PlantTag> tags = new HashMap<>();
  private final MonitoredTags monitored;

  /**
   * @param timeOf source time of a plant time in milliseconds
   */
  PlantNamespace(OpcUaServer server, String reactor, LongFunction<DateTime> timeOf, Writer writer) {
    super(server, URI);
    this.reactor = reactor;
    this.timeOf = timeOf;
    this.writer = writer;
    this.monitored = new MonitoredTags(server);
    getLifecycleManager().addStartupTask(this::addNodes);
  }

  private void addNodes() {
    UaFolderNode folder =
        new UaFolderNode(
            getNodeContext(),
            newNodeId(reactor),
            newQualifiedName(reactor),
            LocalizedText.english(reactor));
    getNodeManager().addNode(folder);
    folder.addReference(
        new Reference(
            folder.getNodeId(),
            NodeIds.Organizes,
            NodeIds.ObjectsFolder.expanded(),
            Reference.Direction.INVERSE));
    for (PlantTag tag : PlantTag.values()) {
      UaVariableNode node = node(tag);
      getNodeManager().addNode(node);
      folder.addOrganizes(node);
      nodes.put(tag, node);
      tags.put(node.getNodeId(), tag);
    }
  }

  private UaVariableNode variable(PlantTag tag) {
    UaVariableNode node = nodes.get(tag);
    if (node == null) {
      throw new IllegalStateException("the namespace has not been started: no node for " + tag);
    }
    return node;
  }

  private UaVariableNode node(PlantTag tag) {
    var access = tag.kind().writable() ? AccessLevel.READ_WRITE : Set.of(AccessLevel.CurrentRead);
    UaVariableNode node =
        new UaVariableNode.UaVariableNodeBuilder(getNodeContext())
            .setNodeId(newNodeId(reactor + "." + tag.text()))
            .setBrowseName(newQualifiedName(tag.text()))
            .setDisplayName(LocalizedText.english(tag.text()))
            .setDescription(LocalizedText.english(tag.meaning()))
            .setDataType(dataType(tag))
            .setTypeDefinition(NodeIds.BaseDataVariableType)
            .setAccessLevel(access)
            .setUserAccessLevel(access)
            .setMinimumSamplingInterval(0.0)
            .build();
    if (tag.kind() == PlantTag.Kind.BARRIER) {
      node.setValueRank(1);
      node.setArrayDimensions(new UInteger[] {uint(2)});
    }
    return node;
  }

  private static NodeId dataType(PlantTag tag) {
    Class<?> type = tag.kind().type();
    if (type == Double.class) {
      return NodeIds.Double;
    }
    return type == Boolean.class ? NodeIds.Boolean : NodeIds.Int64;
  }

  /** Gives nodes their values for readers, without telling subscribers. */
  void show(Look look) {
    for (TagValue value : look.values()) {
      variable(value.tag()).setValue(dataValue(value, look.plantMillis()));
    }
  }

  /** Pushes samples to all subscribers and, with the last one, the barrier of a tick. */
  void push(Emission emission) {
    List<MonitoredTags.Value> values = new ArrayList<>();
    long last = 0;
    for (Look look : emission.looks()) {
      show(look);
      last = look.plantMillis();
      for (TagValue value : look.values()) {
        values.add(new MonitoredTags.Value(value.tag(), dataValue(value, look.plantMillis())));
      }
    }
    if (emission.tick() < 0) {
      monitored.push(values);
      return;
    }
    DateTime at = timeOf.apply(last);
    monitored.push(values, emission.tick(), at);
    showBarrier(emission.tick(), values.size(), at);
  }

  void showBarrier(long tick, long samples, DateTime at) {
    variable(PlantTag.LOCKSTEP_BARRIER).setValue(MonitoredTags.barrier(tick, samples, at));
  }

  int subscriptions() {
    return monitored.subscriptions();
  }

  private DataValue dataValue(TagValue value, long plantMillis) {
    StatusCode status =
        switch (value.quality()) {
          case GOOD -> StatusCode.GOOD;
          case UNCERTAIN -> StatusCode.UNCERTAIN;
          case BAD -> new StatusCode(StatusCodes.Bad_SensorFailure);
        };
    return new DataValue(
        new Variant(value.value()), status, timeOf.apply(plantMillis), DateTime.now());
  }

  @Override
  public List<StatusCode> write(WriteContext context, List<WriteValue> writes) {
    List<PlantTag> targets = new ArrayList<>();
    List<Object> values = new ArrayList<>();
    StatusCode[] answers = new StatusCode[writes.size()];
    for (int i = 0; i < writes.size(); i++) {
      WriteValue write = writes.get(i);
      PlantTag tag = tags.get(write.getNodeId());
      answers[i] = refusal(write, tag);
      Object value = write.getValue().value().value();
      if (answers[i].isGood() && tag != null) {
        targets.add(tag);
        values.add(value == null ? "null" : value);
      }
    }
    List<WriteStatus> statuses = writer.write(targets, values);
    int next = 0;
    for (int i = 0; i < answers.length; i++) {
      if (answers[i].isGood()) {
        answers[i] = code(statuses.get(next++));
      }
    }
    return List.of(answers);
  }

  private static StatusCode refusal(WriteValue write, @Nullable PlantTag tag) {
    if (tag == null) {
      return new StatusCode(StatusCodes.Bad_NodeIdUnknown);
    }
    String range = write.getIndexRange();
    if (!write.getAttributeId().equals(AttributeId.Value.uid())
        || (range != null && !range.isEmpty())) {
      return new StatusCode(StatusCodes.Bad_WriteNotSupported);
    }
    return StatusCode.GOOD;
  }

  private static StatusCode code(WriteStatus status) {
    return switch (status) {
      case GOOD -> StatusCode.GOOD;
      case WRONG_TYPE -> new StatusCode(StatusCodes.Bad_TypeMismatch);
      case OUT_OF_RANGE -> new StatusCode(StatusCodes.Bad_OutOfRange);
      case NOT_NOW -> new StatusCode(StatusCodes.Bad_InvalidState);
      case READ_ONLY -> new StatusCode(StatusCodes.Bad_NotWritable);
    };
  }

  @Override
  public void onDataItemsCreated(List<DataItem> items) {
    List<DataItem> barriers = new ArrayList<>();
    for (DataItem item : items) {
      PlantTag tag = tags.get(item.getReadValueId().getNodeId());
      if (tag == null || !item.getReadValueId().getAttributeId().equals(AttributeId.Value.uid())) {
        item.setQuality(new StatusCode(StatusCodes.Bad_NotSupported));
      } else if (tag == PlantTag.LOCKSTEP_BARRIER) {
        barriers.add(item);
      } else {
        monitored.add(tag, item, variable(tag).getValue());
      }
    }
    // Last, because it tells how many first values this session was sent.
    for (DataItem barrier : barriers) {
      monitored.addBarrier(barrier, variable(PlantTag.LOCKSTEP_BARRIER).getValue());
    }
  }

  @Override
  public void onDataItemsModified(List<DataItem> items) {}

  @Override
  public void onDataItemsDeleted(List<DataItem> items) {
    monitored.remove(items);
  }

  @Override
  public void onMonitoringModeChanged(List<MonitoredItem> items) {}
}
