package io.biopilot.twin.model.yaml;

import io.biopilot.twin.model.ModelDeclaration.Text;
import io.biopilot.twin.model.ModelException;
import io.biopilot.twin.model.ModelException.Problem;
import io.biopilot.twin.model.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/** Places in one file, and what was found wrong there. */
final class Marks {
  private final String source;
  private final List<Problem> problems = new ArrayList<>();

  Marks(String source) {
    this.source = source;
  }

  Place of(Node node) {
    return of(node.getStartMark());
  }

  Place of(Optional<Mark> mark) {
    return mark.map(m -> new Place(source, m.getLine() + 1, m.getColumn() + 1))
        .orElse(new Place(source, 1, 1));
  }

  /** The scalar as a formula, with the place of its first character. */
  Text text(ScalarNode node) {
    Place start = of(node);
    int quote = node.getScalarStyle() == ScalarStyle.PLAIN ? 0 : 1;
    boolean oneLine =
        node.getStartMark().isPresent()
            && node.getEndMark().isPresent()
            && node.getStartMark().get().getLine() == node.getEndMark().get().getLine();
    Place first = new Place(source, start.line(), start.column() + quote);
    return new Text(node.getValue(), first, oneLine);
  }

  void report(Node node, String message) {
    report(of(node), message);
  }

  void report(Place place, String message) {
    problems.add(new Problem(place, message));
  }

  void orThrow() {
    if (!problems.isEmpty()) {
      throw new ModelException(problems);
    }
  }
}
