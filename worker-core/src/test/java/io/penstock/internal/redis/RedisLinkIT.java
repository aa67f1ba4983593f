package io.penstock.internal.redis;

import static org.assertj.core.api.Assertions.assertThat;

import io.lettuce.core.codec.StringCodec;
import io.penstock.testbed.RedisServer;
import io.penstock.testbed.ServerKind;
import io.penstock.testbed.WithServers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many small commands on one connection. */
@WithServers(ServerKind.REDIS)
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class RedisLinkIT {
    private static final int COMMANDS = 2_000;
    private static final Pattern READS = Pattern.compile("total_reads_processed:(\\d+)");

    private final RedisServer server;
    private final Redis redis;
    private final RedisLink<String> link;

    RedisLinkIT(RedisServer server) {
        this.server = server;
        redis = new Redis(server.url());
        link = redis.gatheringLink(StringCodec.UTF8);
    }

    @BeforeEach
    void redis_is_there() {
        server.start();
    }

    @AfterEach
    void close() {
        redis.close();
    }

    private List<CompletableFuture<Long>> add(String stream) {
        return IntStream.range(0, COMMANDS)
                .mapToObj(i -> link.<Long>send(commands -> commands.rpush(stream, "entry-" + i))
                        .toCompletableFuture())
                .toList();
    }

    private String ask(String section) {
        return link.send(commands -> commands.info(section))
                .toCompletableFuture()
                .join();
    }

    private long reads() {
        Matcher matcher = READS.matcher(ask("stats"));
        assertThat(matcher.find()).isTrue();
        return Long.parseLong(matcher.group(1));
    }

    @Test
    void a_single_command_is_answered_without_waiting_for_others() {
        assertThat(link.send(commands -> commands.ping()).toCompletableFuture().join())
                .isEqualTo("PONG");
    }

    @Test
    void commands_of_one_moment_arrive_in_order_and_are_read_together() {
        long before = reads();
        List<CompletableFuture<Long>> lengths = add("together");
        assertThat(lengths)
                .extracting(CompletableFuture::join)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, COMMANDS)
                        .mapToObj(Long::valueOf)
                        .toList());
        assertThat(reads() - before)
                .as("how often Redis had to read for %,d commands", COMMANDS)
                .isLessThan(COMMANDS / 2);
    }

    @Test
    void no_command_is_left_without_an_answer_when_redis_goes_away_and_the_next_ones_find_it_again() {
        ask("server");
        List<CompletableFuture<Long>> sent = add("lost");
        server.kill();
        List<CompletableFuture<Long>> late = add("lost");
        assertThat(sent).allSatisfy(RedisLinkIT::isAnswered);
        assertThat(late).allSatisfy(RedisLinkIT::isAnswered);

        server.start();
        assertThat(add("found")).extracting(CompletableFuture::join).hasSize(COMMANDS);
    }

    private static void isAnswered(CompletableFuture<Long> command) {
        assertThat(command.handle((length, failure) -> "answered")).succeedsWithin(10, TimeUnit.SECONDS);
    }
}
