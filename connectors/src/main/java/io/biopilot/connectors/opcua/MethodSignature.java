package io.biopilot.connectors.opcua;

import io.biopilot.connectors.ConnectionFailure;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePath;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathResult;
import org.eclipse.milo.opcua.stack.core.types.structured.BrowsePathTarget;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePath;
import org.eclipse.milo.opcua.stack.core.types.structured.RelativePathElement;
import org.eclipse.milo.opcua.stack.core.types.structured.TranslateBrowsePathsToNodeIdsRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.TranslateBrowsePathsToNodeIdsResponse;

/** Reads which number types a method takes, from its InputArguments property. */
final class MethodSignature {
  private MethodSignature() {}

  static List<DataKind> read(OpcUaClient client, NodeId method, OpcUaCommand.MethodCall call)
      throws UaException, ConnectionFailure {
    List<DataKind> kinds = new ArrayList<>();
    for (Argument argument : inputArguments(client, method)) {
      kinds.add(
          DataKind.of(argument.getDataType(), null)
              .orElseThrow(
                  () ->
                      ConnectionFailure.permanent(
                          "%s: argument %s of %s is no number"
                              .formatted(call.place(), argument.getName(), call.method()))));
    }
    if (kinds.size() != call.arguments().size()) {
      throw ConnectionFailure.permanent(
          "%s: method %s takes %s arguments, the configuration gives %s"
              .formatted(call.place(), call.method(), kinds.size(), call.arguments().size()));
    }
    return kinds;
  }

  private static List<Argument> inputArguments(OpcUaClient client, NodeId method)
      throws UaException {
    var element =
        new RelativePathElement(
            NodeIds.HasProperty, false, true, new QualifiedName(0, "InputArguments"));
    var path = new BrowsePath(method, new RelativePath(new RelativePathElement[] {element}));
    var request =
        new TranslateBrowsePathsToNodeIdsRequest(
            client.newRequestHeader(client.getSession().getAuthenticationToken()),
            new BrowsePath[] {path});
    var response = (TranslateBrowsePathsToNodeIdsResponse) client.sendRequestAsync(request).join();
    BrowsePathResult[] results = response.getResults();
    BrowsePathTarget[] targets = results == null ? null : results[0].getTargets();
    if (targets == null || targets.length == 0) {
      return List.of();
    }
    NodeId property =
        targets[0].getTargetId().toNodeId(client.getNamespaceTable()).orElse(NodeId.NULL_VALUE);
    Object value = client.readValue(0, TimestampsToReturn.Neither, property).getValue().value();
    List<Argument> arguments = new ArrayList<>();
    if (value instanceof ExtensionObject[] extensions) {
      for (ExtensionObject extension : extensions) {
        arguments.add((Argument) extension.decode(client.getStaticEncodingContext()));
      }
    }
    return arguments;
  }
}
