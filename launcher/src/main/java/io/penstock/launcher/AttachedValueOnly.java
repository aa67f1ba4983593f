package io.penstock.launcher;

import java.util.Map;
import java.util.Stack;
import picocli.CommandLine.IParameterPreprocessor;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** For an option with an optional value: only {@code --wait=30s} gives it one, {@code --wait QUEUE} does not. */
final class AttachedValueOnly implements IParameterPreprocessor {
    @Override
    public boolean preprocess(
            Stack<String> arguments, CommandSpec command, ArgSpec argument, Map<String, Object> info) {
        if (argument instanceof OptionSpec option && " ".equals(info.get("separator"))) {
            arguments.push(option.fallbackValue());
        }
        return false;
    }
}
