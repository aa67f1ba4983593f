package io.penstock.launcher;

import io.penstock.torture.plan.Fault;
import java.util.Iterator;
import java.util.Set;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads {@code --faults}, and lists what it can be for the help. */
final class FaultsConverter implements ITypeConverter<Set<Fault>>, Iterable<String> {
    @Override
    public Set<Fault> convert(String text) {
        try {
            return Fault.parse(text);
        } catch (IllegalArgumentException e) {
            throw new TypeConversionException(e.getMessage());
        }
    }

    @Override
    public Iterator<String> iterator() {
        return Fault.words().iterator();
    }
}
