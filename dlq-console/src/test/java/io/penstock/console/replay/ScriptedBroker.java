package io.penstock.console.replay;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A broker that misbehaves on command, queue by queue. */
final class ScriptedBroker implements Sender {
    /** What happens to a message. */
    enum Answer {
        TAKES,
        REFUSES,
        HAS_NO_QUEUE,
        IS_SILENT,
        CUTS_OFF
    }

    final Map<String, Answer> answers = new HashMap<>();
    final List<Long> asked = new ArrayList<>();
    final List<Long> taken = new ArrayList<>();
    /** What happens at the next message before the broker answers. */
    Runnable next = () -> {};

    @Override
    public @Nullable String obstacle() {
        return null;
    }

    @Override
    public Sent send(String replayId, Replay.Kind kind, List<ReplayWork.Claimed> items) {
        Runnable now = next;
        next = () -> {};
        now.run();
        List<ReplayWork.Claimed> published = new ArrayList<>();
        List<ReplayWork.Returned> returned = new ArrayList<>();
        List<ReplayWork.Claimed> unsent = new ArrayList<>();
        List<ReplayWork.Claimed> uncertain = new ArrayList<>();
        List<ReplayWork.Claimed> cutOff = new ArrayList<>();
        Set<String> refusing = new HashSet<>();
        for (ReplayWork.Claimed item : items) {
            asked.add(item.deadLetterId());
            switch (answers.getOrDefault(item.queue(), Answer.TAKES)) {
                case TAKES -> {
                    published.add(item);
                    taken.add(item.deadLetterId());
                }
                case HAS_NO_QUEUE -> returned.add(new ReplayWork.Returned(item, "unroutable", "no queue"));
                case REFUSES -> {
                    unsent.add(item);
                    refusing.add(item.queue());
                }
                case IS_SILENT -> uncertain.add(item);
                case CUTS_OFF -> {
                    uncertain.add(item);
                    cutOff.add(item);
                }
            }
        }
        boolean all = unsent.isEmpty() && uncertain.isEmpty();
        return new Sent(
                new ReplayWork.Answers(published, returned, unsent),
                uncertain,
                cutOff,
                refusing,
                all ? null : "no answer");
    }
}
