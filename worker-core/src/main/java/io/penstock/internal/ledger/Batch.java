package io.penstock.internal.ledger;

import java.util.ArrayList;
import java.util.List;

/**
 * The commands of one call of ledger.lua. Those that follow each other and ask for the same of different jobs are a run,
 * for which verb, claim and value are said once: most claims are one run, and most jobs that are done are in a long one.
 * For one thread at a time.
 */
final class Batch {
    private static final byte[] CLOCK = Command.bytes("penstock:ledger:clock");
    private static final int VALUES_PER_RUN = 4;

    private final List<Command> commands;

    /** @param asked in the order of asking. Claims go last: nothing else that is asked of their jobs can depend on them yet */
    Batch(List<Command> asked) {
        commands = new ArrayList<>(asked.size());
        asked.stream().filter(command -> !command.isClaim()).forEach(commands::add);
        asked.stream().filter(Command::isClaim).forEach(commands::add);
    }

    /** What the script is called with. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    record Call(byte[][] keys, byte[][] values) {}

    /** @param terms said first, once */
    Call call(byte[]... terms) {
        byte[][] keys = new byte[commands.size() + 1][];
        keys[0] = CLOCK;
        List<byte[]> values = new ArrayList<>(terms.length + VALUES_PER_RUN * 2);
        values.addAll(List.of(terms));
        int start = 0;
        for (int i = 0; i < commands.size(); i++) {
            keys[i + 1] = commands.get(i).key();
            if (i + 1 == commands.size() || !commands.get(i + 1).asksAs(commands.get(i))) {
                addRun(values, commands.get(i), i + 1 - start);
                start = i + 1;
            }
        }
        return new Call(keys, values.toArray(byte[][]::new));
    }

    private static void addRun(List<byte[]> values, Command like, int length) {
        values.add(like.verb().word());
        values.add(Command.bytes(Integer.toString(length)));
        values.add(like.claim());
        values.add(like.value());
    }

    /** @param answers the token of all claims, then pairs: the number of a command, and its answer if that is no plain yes */
    void answer(List<Object> answers) {
        Object token = answers.getFirst();
        int exception = 1;
        for (int i = 0; i < commands.size(); i++) {
            Command command = commands.get(i);
            if (exception < answers.size() && answers.get(exception).equals((long) i + 1)) {
                command.answer().complete(answers.get(exception + 1));
                exception += 2;
            } else {
                command.answer().complete(command.isClaim() ? token : Command.YES);
            }
        }
    }

    void fail(Throwable failure) {
        commands.forEach(command -> command.answer().completeExceptionally(failure));
    }
}
