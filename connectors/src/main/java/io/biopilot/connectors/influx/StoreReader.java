package io.biopilot.connectors.influx;

import io.biopilot.connectors.Historian.Point;
import io.biopilot.connectors.Historian.Query;
import java.io.IOException;
import java.util.List;

/** Reads points back from a store. */
public interface StoreReader {
  /** Rows in order of time; empty for a measurement that does not exist. */
  List<Point> read(Query query) throws IOException;
}
