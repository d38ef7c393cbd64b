package io.biopilot.agent.loop;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The model's symbols in a sentence, said with the labels that people know. */
final class Words {

  /** A word that stands alone: not a part of a unit such as g/L. */
  private static final Pattern SYMBOL = Pattern.compile("(?<![\\w/.])[A-Za-z]\\w*(?![\\w/.])");

  private static final String HELD = "held by ";

  private final Map<String, String> labels = new LinkedHashMap<>();

  Words(LoopSettings settings) {
    for (LoopSettings.Measured measured : settings.measured()) {
      String state = measured.state();
      if (state != null) {
        labels.put(state, measured.label());
      }
    }
    settings.unmeasured().forEach(shown -> labels.put(shown.state(), shown.label()));
    for (LoopSettings.Actuated actuated : settings.actuators()) {
      String input = actuated.input();
      if (input != null) {
        labels.put(input, actuated.label());
      }
    }
  }

  /** A limit that shapes the plan, e.g. "Glucose ≤ 0.8 g/L" for "held by S ≤ 0.8 g/L". */
  String of(String limit) {
    String bare = limit.startsWith(HELD) ? limit.substring(HELD.length()) : limit;
    Matcher found = SYMBOL.matcher(bare);
    StringBuilder said = new StringBuilder();
    while (found.find()) {
      String label = labels.getOrDefault(found.group(), found.group());
      found.appendReplacement(said, Matcher.quoteReplacement(label));
    }
    return found.appendTail(said).toString();
  }
}
