package io.penstock.console.access;

/** What somebody may do: from reader on, each role all that those before it may, and from operator on what a producer may. */
public enum Role {
    /** Enqueue jobs, and nothing else: for the tokens of services. */
    PRODUCER,
    /** Look. */
    READER,
    /** Replay, archive, restore, pause and resume, enqueue. */
    OPERATOR,
    /** Replay with another payload. */
    EDITOR,
    /** Manage users and tokens, read the audit log. */
    ADMIN;

    /** True if whoever has this role may do what {@code other} may. */
    public boolean includes(Role other) {
        return this == other || compareTo(other == PRODUCER ? OPERATOR : other) >= 0;
    }
}
