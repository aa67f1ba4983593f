package io.penstock.testbed.internal.smtp;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

/** The sessions that clients have open. Thread-safe. */
final class OpenSessions implements SessionHandler {
    private final Set<Session> sessions = ConcurrentHashMap.newKeySet();

    @Override
    public SessionAcceptance accept(Session session) {
        sessions.add(session);
        return SessionAcceptance.success();
    }

    @Override
    public void onSessionEnd(Session session) {
        sessions.remove(session);
    }

    /** Closes their sockets without a word. */
    void cut() {
        for (Session session : sessions) {
            try {
                session.getSocket().close();
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
