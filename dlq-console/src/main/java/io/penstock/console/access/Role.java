package io.penstock.console.access;

/** What somebody may do, each role all that those before it may. */
public enum Role {
    /** Look. */
    READER,
    /** Replay, archive, restore, pause and resume. */
    OPERATOR,
    /** Replay with another payload. */
    EDITOR,
    /** Manage users and tokens, read the audit log. */
    ADMIN;

    /** True if whoever has this role may do what {@code other} may. */
    public boolean includes(Role other) {
        return compareTo(other) >= 0;
    }
}
