package io.biopilot.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every page can be found, and what a page points to is there. */
class DocsTest {
  private static final Path ROOT = Path.of("..");
  private static final Path DOCS = ROOT.resolve("docs");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");
  private static final Pattern NAMED = Pattern.compile("`((?:docs|deploy)/[\\w./-]+\\.\\w+)`");

  private static List<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    pages.add(ROOT.resolve("CONTRIBUTING.md"));
    try (Stream<Path> docs = Files.list(DOCS)) {
      docs.filter(page -> page.toString().endsWith(".md")).sorted().forEach(pages::add);
    }
    return pages;
  }

  @Test
  void everyPageIsInTheIndex() throws IOException {
    String index = Files.readString(DOCS.resolve("README.md"));
    assertThat(pages()).hasSizeGreaterThan(12);
    assertThat(pages())
        .filteredOn(page -> page.startsWith(DOCS) && !page.endsWith("README.md"))
        .allSatisfy(page -> assertThat(index).contains("(" + page.getFileName() + ")"));
  }

  @Test
  void whatAPagePointsToIsThere() throws IOException {
    List<String> missing = new ArrayList<>();
    for (Path page : pages()) {
      String text = Files.readString(page);
      for (Matcher link = LINK.matcher(text); link.find(); ) {
        if (!Files.exists(page.resolveSibling(link.group(1)))) {
          missing.add(page + " -> " + link.group(1));
        }
      }
      for (Matcher named = NAMED.matcher(text); named.find(); ) {
        if (!Files.exists(ROOT.resolve(named.group(1))) && !named.group(1).contains("/data/")) {
          missing.add(page + " -> " + named.group(1));
        }
      }
    }
    assertThat(missing).isEmpty();
  }
}
