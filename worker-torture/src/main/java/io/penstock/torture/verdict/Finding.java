package io.penstock.torture.verdict;

/** What must not be. Each fails the run. */
public enum Finding {
    LOST("jobs lost"),
    EVENT_MISSING("events missing"),
    WRONG_REASON("dead-lettered though it should not be, or for another reason"),
    DONE_THOUGH_DEAD("done though it should be dead-lettered"),
    REPEATED("effects more than once, and no fault explains it"),
    TOKEN_TWICE("effects twice under one fencing token"),
    TOLD_TWICE("ends told under more than one event id, and no fault explains it"),
    TOLD_WRONG("events that tell of another end"),
    EARLY("jobs run before their time"),
    NOTIFICATION_MISSING("notifications missing, and no loss of Redis data explains it"),
    STRANGER("ids that nobody has sent"),
    MISBEHAVIOUR("processes, servers and queues that are not as they should be");

    private final String label;

    Finding(String label) {
        this.label = label;
    }

    /** For people. */
    public String label() {
        return label;
    }
}
