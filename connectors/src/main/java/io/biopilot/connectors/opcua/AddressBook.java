package io.biopilot.connectors.opcua;

import io.biopilot.connectors.ConnectionFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;

/**
 * What the configured nodes are at this server at this moment: their ids by namespace URI and the
 * data types in which they want to be written. Made anew at each connection.
 */
final class AddressBook {
  private final Map<NodeAddress, NodeId> ids;
  private final Map<NodeAddress, DataKind> kinds;
  private final Map<NodeAddress, List<DataKind>> methodArguments;

  private AddressBook(
      Map<NodeAddress, NodeId> ids,
      Map<NodeAddress, DataKind> kinds,
      Map<NodeAddress, List<DataKind>> methodArguments) {
    this.ids = Map.copyOf(ids);
    this.kinds = Map.copyOf(kinds);
    this.methodArguments = Map.copyOf(methodArguments);
  }

  NodeId id(NodeAddress address) {
    NodeId id = ids.get(address);
    if (id == null) {
      throw new IllegalArgumentException(address + " is not in the address book");
    }
    return id;
  }

  /** Empty for a variable that holds no number. */
  Optional<DataKind> kind(NodeAddress address) {
    return Optional.ofNullable(kinds.get(address));
  }

  List<DataKind> arguments(NodeAddress method) {
    return methodArguments.getOrDefault(method, List.of());
  }

  /** Asks the server about every configured node; all that are missing are named at once. */
  static AddressBook read(OpcUaClient client, OpcUaConfig.PlantMap map)
      throws UaException, ConnectionFailure {
    Map<NodeAddress, String> variables = new LinkedHashMap<>();
    Map<NodeAddress, String> objects = new LinkedHashMap<>();
    collect(map, variables, objects);
    NamespaceTable namespaces = client.readNamespaceTable();
    Map<NodeAddress, NodeId> ids = new HashMap<>();
    List<String> faults = new ArrayList<>();
    resolve(variables, namespaces, ids, faults);
    resolve(objects, namespaces, ids, faults);
    fail(faults);
    Map<NodeAddress, DataKind> kinds = readKinds(client, variables, ids, faults);
    checkObjects(client, objects, ids, faults);
    fail(faults);
    Map<NodeAddress, List<DataKind>> arguments = new HashMap<>();
    for (OpcUaCommand command : map.commands()) {
      if (command instanceof OpcUaCommand.MethodCall call) {
        NodeId method = Objects.requireNonNull(ids.get(call.method()));
        arguments.put(call.method(), MethodSignature.read(client, method, call));
      }
    }
    return new AddressBook(ids, kinds, arguments);
  }

  private static void collect(
      OpcUaConfig.PlantMap map,
      Map<NodeAddress, String> variables,
      Map<NodeAddress, String> objects) {
    map.tags().forEach(tag -> variables.put(tag.node(), tag.place() + ": tag " + tag.tag()));
    for (OpcUaCommand command : map.commands()) {
      String what = command.place() + ": command " + command.reactor() + "/" + command.name();
      if (command instanceof OpcUaCommand.Writes writes) {
        writes.items().forEach(item -> variables.putIfAbsent(item.node(), what));
      } else if (command instanceof OpcUaCommand.MethodCall call) {
        objects.put(call.object(), what);
        objects.put(call.method(), what);
      }
    }
  }

  private static void resolve(
      Map<NodeAddress, String> wanted,
      NamespaceTable namespaces,
      Map<NodeAddress, NodeId> ids,
      List<String> faults) {
    wanted.forEach(
        (address, what) -> {
          NodeId id = address.resolve(namespaces);
          if (id == null) {
            faults.add(
                "%s: the server has no namespace %s; it has %s"
                    .formatted(what, address.namespace(), List.of(namespaces.toArray())));
          } else {
            ids.put(address, id);
          }
        });
  }

  private static Map<NodeAddress, DataKind> readKinds(
      OpcUaClient client,
      Map<NodeAddress, String> variables,
      Map<NodeAddress, NodeId> ids,
      List<String> faults)
      throws UaException {
    List<NodeAddress> order = List.copyOf(variables.keySet());
    List<DataValue> types = readAll(client, order, ids, AttributeId.DataType);
    List<DataValue> values = readAll(client, order, ids, AttributeId.Value);
    Map<NodeAddress, DataKind> kinds = new HashMap<>();
    for (int i = 0; i < order.size(); i++) {
      NodeAddress address = order.get(i);
      long status = types.get(i).getStatusCode().getValue();
      if (status == StatusCodes.Bad_NodeIdUnknown || status == StatusCodes.Bad_NodeIdInvalid) {
        faults.add("%s: the server has no node %s".formatted(variables.get(address), address));
      } else if (status == StatusCodes.Bad_AttributeIdInvalid) {
        faults.add("%s: node %s is not a variable".formatted(variables.get(address), address));
      }
      DataKind.of(types.get(i).getValue().value(), values.get(i).getValue())
          .ifPresent(kind -> kinds.put(address, kind));
    }
    return kinds;
  }

  private static void checkObjects(
      OpcUaClient client,
      Map<NodeAddress, String> objects,
      Map<NodeAddress, NodeId> ids,
      List<String> faults)
      throws UaException {
    List<NodeAddress> order = List.copyOf(objects.keySet());
    List<DataValue> classes = readAll(client, order, ids, AttributeId.NodeClass);
    for (int i = 0; i < order.size(); i++) {
      if (classes.get(i).getStatusCode().isBad()) {
        faults.add(
            "%s: the server has no node %s".formatted(objects.get(order.get(i)), order.get(i)));
      }
    }
  }

  private static List<DataValue> readAll(
      OpcUaClient client,
      List<NodeAddress> order,
      Map<NodeAddress, NodeId> ids,
      AttributeId attribute)
      throws UaException {
    if (order.isEmpty()) {
      return List.of();
    }
    List<ReadValueId> wanted =
        order.stream()
            .map(ids::get)
            .map(id -> new ReadValueId(id, attribute.uid(), null, QualifiedName.NULL_VALUE))
            .toList();
    return List.of(client.read(0, TimestampsToReturn.Neither, wanted).getResults());
  }

  private static void fail(List<String> faults) throws ConnectionFailure {
    if (!faults.isEmpty()) {
      throw ConnectionFailure.permanent(String.join("; ", faults));
    }
  }
}
