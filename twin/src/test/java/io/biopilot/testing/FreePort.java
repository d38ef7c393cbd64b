package io.biopilot.testing;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/**
 * Ports on loopback for servers that cannot choose one themselves. They lie below those that the
 * system gives to outgoing connections (32768 and more on Linux), which would else take a port
 * between the moment when it was found free and the server's start.
 */
public final class FreePort {
  private static final int FIRST = 10_240;
  private static final int COUNT = 20_000;

  private FreePort() {}

  /** A port that nobody listens on now; another one at each call, in each process. */
  public static int find() throws IOException {
    long start = ProcessHandle.current().pid() * 7_919 + System.nanoTime() / 1_000;
    for (int i = 0; i < COUNT; i++) {
      int port = FIRST + (int) Math.floorMod(start + i, (long) COUNT);
      try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
        return probe.getLocalPort();
      } catch (IOException e) {
        // Taken: the next one.
      }
    }
    throw new IOException("no free port from %s on".formatted(FIRST));
  }
}
