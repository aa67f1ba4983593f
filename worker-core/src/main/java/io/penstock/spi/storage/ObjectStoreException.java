package io.penstock.spi.storage;

import io.penstock.Outcome;
import java.io.IOException;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** An object could not be read or written. The message names the URL without its secrets, and what was expected. */
public final class ObjectStoreException extends IOException {
    private static final int LONGEST_SHOWN = 300;
    private static final Pattern USER_INFO = Pattern.compile("^([A-Za-z0-9+.-]+:/*)[^/?#]*@");
    private static final Pattern QUERY = Pattern.compile("[?#].*", Pattern.DOTALL);
    private static final Pattern INVISIBLE = Pattern.compile("[^\\x21-\\x7e]");

    private final Reason reason;

    /** What kind of failure it was. */
    public enum Reason {
        /** No object can have this URL, or nobody may use it. */
        INVALID_URL(true),
        /** The scheme is not configured in this process. */
        NOT_CONFIGURED(true),
        /** There is no such object. */
        NOT_FOUND(true),
        /** The store, or the guard before it, does not let this process have it. */
        REFUSED(true),
        /** It has more bytes than allowed. */
        TOO_LARGE(true),
        /** It has other bytes than expected. */
        CHECKSUM_MISMATCH(true),
        /** The store cannot do it now. */
        UNAVAILABLE(false);

        private final boolean permanent;

        Reason(boolean permanent) {
            this.permanent = permanent;
        }

        /** True if trying again without changing anything fails again. */
        public boolean permanent() {
            return permanent;
        }
    }

    /**
     * What failed.
     *
     * @param url shown without user name, password, query and fragment, shortened to 300 characters
     * @param message the rest of the sentence: what was expected, what was got, what to do
     */
    public ObjectStoreException(Reason reason, String url, String message) {
        this(reason, url, message, null);
    }

    /** What failed, and what led to it. */
    public ObjectStoreException(Reason reason, String url, String message, @Nullable Throwable cause) {
        super(shown(url) + ": " + message, cause);
        this.reason = reason;
    }

    /** What kind of failure it was. */
    public Reason reason() {
        return reason;
    }

    /** What a job that needs the object should end as: rejected if trying again cannot help, failed otherwise. */
    public Outcome outcome() {
        return reason.permanent() ? Outcome.rejected(this) : Outcome.failed(this);
    }

    private static String shown(String url) {
        String bare = QUERY.matcher(USER_INFO.matcher(url).replaceFirst("$1")).replaceFirst("");
        String visible = INVISIBLE.matcher(bare).replaceAll("?");
        return visible.length() <= LONGEST_SHOWN ? visible : visible.substring(0, LONGEST_SHOWN) + "…";
    }
}
