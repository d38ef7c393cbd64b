package io.biopilot.connectors.opcua;

import io.biopilot.connectors.CallResult;
import io.biopilot.connectors.Command;
import io.biopilot.connectors.Setpoint;
import io.biopilot.connectors.WriteResult;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.UaServiceFaultException;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.DataValue;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.CallRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.WriteValue;
import org.jspecify.annotations.Nullable;

/** Writes and calls over one link; every outcome is a value. */
final class Writing {

  /** What the server said of one request: an answer, a refusal of the whole, or silence. */
  private sealed interface Reply {
    record Answered(UaResponseMessageType response) implements Reply {}

    record Faulted(String reason) implements Reply {}

    record Silent(String reason) implements Reply {}
  }

  private final Link link;

  Writing(Link link) {
    this.link = link;
  }

  /** One Write request with all set-points that have a form at the server, in order. */
  CompletableFuture<List<WriteResult>> write(List<Setpoint> setpoints, List<OpcUaTag> tags) {
    List<WriteValue> values = new ArrayList<>();
    List<String> faults = new ArrayList<>();
    for (int i = 0; i < tags.size(); i++) {
      OpcUaTag tag = tags.get(i);
      try {
        double plants = tag.conversion().invert(setpoints.get(i).value());
        values.add(value(tag.node(), plants));
        faults.add("");
      } catch (IllegalArgumentException e) {
        faults.add("%s: tag %s: %s".formatted(tag.place(), tag.tag(), e.getMessage()));
      }
    }
    return sendWrite(values).thenApply(reply -> results(setpoints, faults, reply));
  }

  private static List<WriteResult> results(
      List<Setpoint> setpoints, List<String> faults, Reply reply) {
    List<WriteResult> results = new ArrayList<>();
    int sent = 0;
    for (int i = 0; i < setpoints.size(); i++) {
      Setpoint setpoint = setpoints.get(i);
      results.add(
          faults.get(i).isEmpty()
              ? result(setpoint, reply, sent++)
              : new WriteResult.Refused(setpoint, faults.get(i)));
    }
    return results;
  }

  private static WriteResult result(Setpoint setpoint, Reply reply, int index) {
    if (reply instanceof Reply.Answered answered) {
      StatusCode code = statusOf(answered, index);
      return code.isGood()
          ? new WriteResult.Accepted(setpoint)
          : new WriteResult.Refused(setpoint, Wording.of(code));
    }
    return reply instanceof Reply.Faulted faulted
        ? new WriteResult.Refused(setpoint, faulted.reason())
        : new WriteResult.Unknown(setpoint, ((Reply.Silent) reply).reason());
  }

  /** All items of the command in one Write request; nothing is sent if one has no form. */
  CompletableFuture<CallResult> write(Command command, OpcUaCommand.Writes writes) {
    List<WriteValue> values = new ArrayList<>();
    try {
      for (OpcUaCommand.Item item : writes.items()) {
        values.add(value(item.node(), item.value().of(command)));
      }
    } catch (IllegalArgumentException e) {
      return refused(command, writes.place() + ": " + e.getMessage());
    }
    return sendWrite(values)
        .thenApply(
            reply -> {
              List<String> bad = new ArrayList<>();
              if (reply instanceof Reply.Answered answered) {
                for (int i = 0; i < values.size(); i++) {
                  StatusCode code = statusOf(answered, i);
                  if (!code.isGood()) {
                    bad.add(writes.items().get(i).node() + " " + Wording.of(code));
                  }
                }
              }
              return result(command, reply, String.join("; ", bad));
            });
  }

  /** Calls the method with its arguments in their own types. */
  CompletableFuture<CallResult> call(Command command, OpcUaCommand.MethodCall call) {
    List<DataKind> kinds = link.book().arguments(call.method());
    Variant[] arguments = new Variant[kinds.size()];
    CallRequest request;
    try {
      for (int i = 0; i < arguments.length; i++) {
        arguments[i] = kinds.get(i).write(call.arguments().get(i).of(command));
      }
      var method =
          new CallMethodRequest(
              link.book().id(call.object()), link.book().id(call.method()), arguments);
      request = new CallRequest(link.header(), new CallMethodRequest[] {method});
    } catch (IllegalArgumentException | UaException e) {
      return refused(command, call.place() + ": " + e.getMessage());
    }
    return link.send(request)
        .handle(Writing::reply)
        .thenApply(
            reply -> {
              String bad = "";
              if (reply instanceof Reply.Answered answered
                  && answered.response() instanceof CallResponse response) {
                CallMethodResult[] results = response.getResults();
                StatusCode code = results == null ? StatusCode.BAD : results[0].getStatusCode();
                bad = code.isGood() ? "" : Wording.of(code);
              }
              return result(command, reply, bad);
            });
  }

  private WriteValue value(NodeAddress node, double number) {
    if (Double.isNaN(number)) {
      throw new IllegalArgumentException("NaN is not written to " + node);
    }
    DataKind kind =
        link.book()
            .kind(node)
            .orElseThrow(
                () -> new IllegalArgumentException(node + " is no variable of a number type"));
    DataValue value = DataValue.valueOnly(kind.write(number));
    return new WriteValue(link.book().id(node), AttributeId.Value.uid(), null, value);
  }

  private CompletableFuture<Reply> sendWrite(List<WriteValue> values) {
    if (values.isEmpty()) {
      return CompletableFuture.completedFuture(new Reply.Faulted("nothing to write"));
    }
    try {
      var request = new WriteRequest(link.header(), values.toArray(new WriteValue[0]));
      return link.send(request).handle(Writing::reply);
    } catch (UaException e) {
      return CompletableFuture.completedFuture(new Reply.Faulted(Wording.of(e)));
    }
  }

  private static Reply reply(@Nullable UaResponseMessageType response, @Nullable Throwable error) {
    if (response != null) {
      return new Reply.Answered(response);
    }
    Throwable known = error == null ? new IllegalStateException("no answer") : error;
    boolean fault =
        known instanceof UaServiceFaultException
            || known.getCause() instanceof UaServiceFaultException;
    return fault
        ? new Reply.Faulted(Wording.of(known))
        : new Reply.Silent("no answer from the server: " + Wording.of(known));
  }

  private static StatusCode statusOf(Reply.Answered answered, int index) {
    StatusCode[] codes =
        answered.response() instanceof WriteResponse response ? response.getResults() : null;
    return codes == null || index >= codes.length ? StatusCode.BAD : codes[index];
  }

  private static CallResult result(Command command, Reply reply, String bad) {
    if (reply instanceof Reply.Answered) {
      return bad.isEmpty() ? new CallResult.Done(command) : new CallResult.Refused(command, bad);
    }
    return reply instanceof Reply.Faulted faulted
        ? new CallResult.Refused(command, faulted.reason())
        : new CallResult.Unknown(command, ((Reply.Silent) reply).reason());
  }

  private static CompletableFuture<CallResult> refused(Command command, String reason) {
    return CompletableFuture.completedFuture(new CallResult.Refused(command, reason));
  }
}
