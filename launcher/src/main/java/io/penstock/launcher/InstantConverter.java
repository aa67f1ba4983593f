package io.penstock.launcher;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads options such as {@code --at 2030-01-31T08:00:00Z}; other offsets than Z are understood as well. */
final class InstantConverter implements ITypeConverter<Instant> {
    @Override
    public Instant convert(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException e) {
            throw new TypeConversionException(
                    "expected an instant such as 2030-01-31T08:00:00Z or 2030-01-31T09:00:00+01:00, got '" + text
                            + "'");
        }
    }
}
