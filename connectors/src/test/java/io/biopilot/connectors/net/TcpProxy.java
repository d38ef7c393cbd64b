package io.biopilot.connectors.net;

import io.biopilot.testing.FreePort;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A wire on loopback that tests can cut (connections are reset and new ones refused) and freeze
 * (connections stay, nothing moves).
 */
public final class TcpProxy implements AutoCloseable {

  private static final int REBIND_ATTEMPTS = 50;
  private static final long REBIND_PAUSE_MILLIS = 200;

  private final int target;
  private final int port;
  private final List<Socket> sockets = new CopyOnWriteArrayList<>();
  private volatile ServerSocket listener;
  private volatile boolean frozen;

  public TcpProxy(int target) throws IOException {
    this.target = target;
    listener = new ServerSocket(FreePort.find(), 50, InetAddress.getLoopbackAddress());
    port = listener.getLocalPort();
    daemon(this::accept);
  }

  public int port() {
    return port;
  }

  public void cut() {
    try {
      listener.close();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    for (Socket socket : sockets) {
      try {
        socket.setSoLinger(true, 0);
        socket.close();
      } catch (IOException e) {
        // It was closed by its other side already.
      }
    }
    sockets.clear();
  }

  /** Listens again on the same port; waits a little for whoever was given it in the meantime. */
  public void restore() {
    for (int attempt = 0; ; attempt++) {
      try {
        ServerSocket again = new ServerSocket();
        again.setReuseAddress(true);
        again.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 50);
        listener = again;
        daemon(this::accept);
        return;
      } catch (IOException e) {
        if (attempt == REBIND_ATTEMPTS) {
          throw new IllegalStateException(e);
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(REBIND_PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public void freeze(boolean freeze) {
    frozen = freeze;
  }

  @Override
  public void close() {
    frozen = false;
    cut();
  }

  private void accept() {
    ServerSocket mine = listener;
    while (!mine.isClosed()) {
      try {
        Socket near = mine.accept();
        Socket far = new Socket(InetAddress.getLoopbackAddress(), target);
        near.setTcpNoDelay(true);
        far.setTcpNoDelay(true);
        sockets.add(near);
        sockets.add(far);
        daemon(() -> pump(near, far));
        daemon(() -> pump(far, near));
      } catch (IOException e) {
        // The listener was closed or the target is away: the client sees a closed socket.
      }
    }
  }

  private void pump(Socket from, Socket to) {
    byte[] buffer = new byte[16_384];
    try (InputStream in = from.getInputStream();
        OutputStream out = to.getOutputStream()) {
      int count;
      while ((count = in.read(buffer)) >= 0) {
        while (frozen && !from.isClosed()) {
          Thread.sleep(5);
        }
        out.write(buffer, 0, count);
      }
    } catch (IOException | InterruptedException e) {
      // One side went away; the other is closed with it by the resources above.
    }
  }

  private static void daemon(Runnable work) {
    Thread thread = new Thread(work, "tcp-proxy");
    thread.setDaemon(true);
    thread.start();
  }
}
