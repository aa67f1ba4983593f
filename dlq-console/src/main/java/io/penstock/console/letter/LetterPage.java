package io.penstock.console.letter;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Some dead letters, newest first.
 *
 * @param letters may be fewer than asked for, even none, although there are more: a page looks at a limited number of
 *                rows, so that it answers at once however many there are
 * @param next    where to go on, null if this was the end
 */
public record LetterPage(List<DeadLetter> letters, @Nullable Cursor next) {

    /** Copies its arguments. */
    public LetterPage {
        letters = List.copyOf(letters);
    }
}
