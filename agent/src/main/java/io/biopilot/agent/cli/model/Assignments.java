package io.biopilot.agent.cli.model;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Stack;
import java.util.regex.Pattern;
import picocli.CommandLine.IParameterConsumer;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** Reads NAME=VALUE into a map; each name once, values as decimal numbers. */
final class Assignments implements IParameterConsumer {
  private static final Pattern NUMBER =
      Pattern.compile("[+-]?(?:(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?|Infinity)|NaN");

  // picocli hands over a Stack
  @SuppressWarnings("JdkObsolete")
  @Override
  public void consumeParameters(Stack<String> arguments, ArgSpec option, CommandSpec command) {
    String label = option instanceof OptionSpec named ? named.longestName() : option.paramLabel();
    if (arguments.isEmpty()) {
      throw new ParameterException(
          command.commandLine(), "Missing value for option '%s' (NAME=VALUE)".formatted(label));
    }
    String text = arguments.pop();
    int equals = text.indexOf('=');
    String name = equals < 0 ? text : text.substring(0, equals).strip();
    String value = equals < 0 ? "" : text.substring(equals + 1).strip();
    if (name.isEmpty() || !NUMBER.matcher(value).matches()) {
      throw new ParameterException(
          command.commandLine(),
          "%s '%s': expected NAME=VALUE with a number, such as F=0.1".formatted(label, text));
    }
    Map<String, Double> all = new LinkedHashMap<>();
    if (option.getValue() instanceof Map<?, ?> before) {
      before.forEach((key, given) -> all.put((String) key, (Double) given));
    }
    Double before = all.put(name, Double.valueOf(value));
    if (before != null) {
      throw new ParameterException(
          command.commandLine(),
          "%s gives %s twice, %s and %s; keep one".formatted(label, name, before, value));
    }
    option.setValue(all);
  }
}
