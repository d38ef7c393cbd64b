package io.biopilot.simulators.serve;

import java.nio.file.Path;
import java.util.List;

/** A simulator in a process of its own, to be killed. */
final class ChildSimulator {
  private ChildSimulator() {}

  /** Arguments: data directory, OPC UA port, file with the trusted client's certificate. */
  public static void main(String[] arguments) throws Exception {
    SimulatorConfig free = SimulatorConfig.local(Path.of(arguments[0]), Pace.clocked(60), 1);
    SimulatorServer.start(
        new SimulatorConfig(
            free.dataDir(),
            free.reactor(),
            new SimulatorConfig.Batch(1, List.of(), true),
            free.pace(),
            new SimulatorConfig.Address("127.0.0.1", Integer.parseInt(arguments[1])),
            free.mqtt(),
            new SimulatorConfig.Access("biopilot", null, List.of(Path.of(arguments[2])))));
    System.out.println("ready");
    System.out.flush();
    new java.util.concurrent.CountDownLatch(1).await();
  }
}
