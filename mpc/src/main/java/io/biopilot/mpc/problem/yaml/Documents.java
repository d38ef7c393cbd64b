package io.biopilot.mpc.problem.yaml;

import java.util.ArrayList;
import java.util.List;

/** Divides a text at the lines that separate YAML documents. */
final class Documents {

  private Documents() {}

  /**
   * The documents, each behind as many empty lines as stand before it, so that places stay true.
   */
  static List<String> of(String yaml) {
    List<String> documents = new ArrayList<>();
    StringBuilder document = new StringBuilder();
    boolean content = false;
    int line = 0;
    for (String text : yaml.split("\n", -1)) {
      line++;
      if (text.stripTrailing().equals("---")) {
        if (content) {
          documents.add(document.toString());
        }
        document = new StringBuilder("\n".repeat(line));
        content = false;
      } else {
        document.append(text).append('\n');
        content |= !text.isBlank() && !text.startsWith("#");
      }
    }
    if (content || documents.isEmpty()) {
      documents.add(document.toString());
    }
    return documents;
  }
}
