package io.biopilot.twin.model.yaml;

import static org.assertj.core.api.Assertions.assertThat;

import io.biopilot.testing.Seeds;
import io.biopilot.twin.model.ModelException;
import io.biopilot.twin.model.ModelException.Problem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/** A damaged model file is a model or says what is wrong, at a place within the file. */
class ModelFileFuzzTest {
  private static final List<String> PIECES =
      List.of(
          ":", ": ", "- ", "{", "}", "[", "]", "\"", "'", "#", "&a ", "*a", "!", "|", ">", "%", "@",
          "\t", "\n", "  ", "~", ".nan", ".inf", "null", "true", "1e999", "-", "0x1F", "---\n",
          "...\n", "é", "\u0000", "X", "V: 1", "<<: *a", "? ");

  private static void understand(String yaml) {
    try {
      ModelFile.parse("m.yaml", yaml);
    } catch (ModelException wrong) {
      assertThat(wrong.problems()).isNotEmpty();
      int lines = yaml.split("\n", -1).length;
      for (Problem problem : wrong.problems()) {
        assertThat(problem.place().line()).as("%s", problem).isBetween(1, lines + 1);
        assertThat(problem.place().column()).isPositive();
        assertThat(problem.message()).isNotBlank();
      }
    }
  }

  @Seeds(count = 60)
  void charactersChanged(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    String good = source(random);
    for (int k = 0; k < 5; k++) {
      int at = random.nextInt(good.length());
      String piece = random.nextInt(3) == 0 ? "" : PIECES.get(random.nextInt(PIECES.size()));
      int gone = Math.min(good.length() - at, random.nextInt(4));
      understand(good.substring(0, at) + piece + good.substring(at + gone));
    }
  }

  @Seeds(count = 60)
  void linesMovedRepeatedAndLost(long seed) {
    RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
    List<String> lines = new ArrayList<>(Arrays.asList(source(random).split("\n", -1)));
    for (int k = 0; k < 5; k++) {
      String line = lines.remove(random.nextInt(lines.size()));
      if (random.nextBoolean()) {
        lines.add(random.nextInt(lines.size() + 1), line);
      }
      if (random.nextInt(4) == 0) {
        lines.add(random.nextInt(lines.size() + 1), line);
      }
      understand(String.join("\n", lines));
    }
  }

  private static String source(RandomGenerator random) {
    List<String> names = ModelFile.library();
    int which = random.nextInt(names.size() + 1);
    return which == names.size() ? ModelFile.example() : ModelFile.published(names.get(which));
  }
}
