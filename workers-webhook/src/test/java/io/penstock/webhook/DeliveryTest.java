package io.penstock.webhook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.standardwebhooks.Webhook;
import io.penstock.Outcome;
import io.penstock.spi.HandlerEvent;
import io.penstock.spi.JobHandler;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DeliveryTest {
    private final RunningHandler handler = RunningHandler.with("--penstock-webhook-timeout=1s");

    @AfterEach
    void close() {
        handler.close();
    }

    private static String messageOf(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Failed failed -> failed.error().message();
            case Outcome.Rejected rejected -> rejected.error().message();
            case Outcome.Done done -> "done";
            case Outcome.Snoozed snoozed -> "snoozed";
        };
    }

    @Test
    void the_runtime_finds_the_plug_in() {
        assertThat(ServiceLoader.load(JobHandler.class)).anySatisfy(found -> {
            assertThat(found.type()).isEqualTo("webhook.deliver");
            assertThat(found.queue()).isEqualTo("webhooks");
            assertThat(found.queueDefaults().maxAttempts()).isEqualTo(10);
        });
    }

    @Test
    void a_message_arrives_signed_so_that_the_reference_library_accepts_it() throws Exception {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(202)) {
            Outcome outcome = handler.run(Payloads.with(endpoint.url(), "'headers': {'X-Shop': 'berlin'}"));

            assertThat(outcome).isInstanceOfSatisfying(Outcome.Done.class, done -> {
                WebhookResult result = (WebhookResult) done.result();
                assertThat(result.status()).isEqualTo(202);
                assertThat(result.response()).isEqualTo("ok");
                assertThat(result.durationMs()).isBetween(0L, 1_000L);
            });
            ScriptedEndpoint.Received request = endpoint.received().getFirst();
            assertThat(request.requestLine()).isEqualTo("POST /hook HTTP/1.1");
            assertThat(request.header("x-shop")).isEqualTo("berlin");
            assertThat(request.header("content-type")).isEqualTo("application/json");
            assertThat(request.header("user-agent")).isEqualTo("Penstock-Webhooks");
            assertThat(request.header("webhook-id")).isEqualTo("job-1");
            new Webhook(Payloads.SECRET).verify(request.body(), asHttp(request.headers()));
        }
    }

    private static HttpHeaders asHttp(Map<String, String> headers) {
        Map<String, List<String>> lists = new HashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return HttpHeaders.of(lists, (name, value) -> true);
    }

    @Test
    void a_connection_is_kept_for_the_next_message() throws Exception {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(200)) {
            for (int i = 0; i < 5; i++) {
                assertThat(handler.run(Payloads.to(endpoint.url()))).isInstanceOf(Outcome.Done.class);
            }
            assertThat(endpoint.connections()).isEqualTo(1);
        }
    }

    @Test
    void each_attempt_is_told_with_what_the_endpoint_said_and_no_secret() throws Exception {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(500)) {
            handler.run(Payloads.to(endpoint.url() + "?token=t0psecret"), handler.job(3));

            HandlerEvent event = handler.events("webhook.attempt").getFirst();
            assertThat(event.id()).startsWith("job-1:3:").endsWith(":attempt");
            assertThat(event.subject()).isEqualTo("job-1");
            assertThat(event.tenant()).isEqualTo("acme");
            assertThat(event.data().get("status")).isEqualTo(500);
            assertThat(event.data().get("attempt")).isEqualTo(3);
            assertThat(event.data().get("address")).isEqualTo("127.0.0.1");
            assertThat(event.data().get("response")).isEqualTo("ok");
            assertThat(event.data().get("origin")).isEqualTo("http://127.0.0.1:" + endpoint.port());
            assertThat(event.data().toString()).doesNotContain("whsec", "t0psecret", "MfKQ9");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://2130706433/",
                "http://0x7f000001/",
                "http://0177.0.0.1/",
                "http://0/",
                "http://127.1/",
                "http://[::ffff:127.0.0.1]/",
                "http://user:pw@127.0.0.1/",
                "http://127.0.0.1:22/",
                "http://127.0.0.1:6379@evil.example/",
                "ftp://127.0.0.1/",
                "file:///etc/passwd",
                "//127.0.0.1/",
                "http://exa\r\nmple/",
                "no url"
            })
    void a_url_that_is_not_to_be_trusted_is_rejected_and_nothing_is_sent(String url) throws Exception {
        assertThat(handler.run(Payloads.to(url)))
                .isInstanceOfSatisfying(
                        Outcome.Rejected.class,
                        rejected -> assertThat(rejected.error().message()).startsWith("URL: expected "));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "http://127.0.0.2/",
                "http://localhost:1025/",
                "http://10.0.0.1/",
                "http://169.254.169.254/latest/meta-data/",
                "http://[::1]/",
                "http://100.64.0.1/",
                "http://[64:ff9b::7f00:1]/",
                "http://192.168.1.1/"
            })
    void an_address_inside_is_rejected_and_what_it_says_reaches_nobody(String url) throws Exception {
        try (RunningHandler strict = RunningHandler.with("--penstock-outbound-allow-networks=203.0.113.1")) {
            assertThat(strict.run(Payloads.to(url))).isInstanceOfSatisfying(Outcome.Rejected.class, rejected -> {
                assertThat(rejected.error().message()).contains("expected a public address");
                assertThat(rejected.error().className()).isEqualTo("io.penstock.webhook.BlockedAddress");
            });
            assertThat(strict.events("webhook.attempt").getFirst().data())
                    .doesNotContainKey("response")
                    .doesNotContainKey("address");
        }
    }

    @Test
    void a_redirect_is_not_followed() throws Exception {
        try (ScriptedEndpoint inside = ScriptedEndpoint.answering(200);
                ScriptedEndpoint endpoint = ScriptedEndpoint.answering(307, "Location: " + inside.url())) {
            assertThat(messageOf(handler.run(Payloads.to(endpoint.url())))).endsWith(" answered 307");
            assertThat(inside.received()).isEmpty();
        }
    }

    @Test
    void a_body_that_never_ends_costs_no_more_than_the_time_of_a_call() throws Exception {
        ScriptedEndpoint.Script trickle = (request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nContent-Length: 10000\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 10_000; i++) {
                out.write('x');
                out.flush();
                Thread.sleep(100);
            }
        };
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.doing(trickle)) {
            long start = System.nanoTime();
            Outcome outcome = handler.run(Payloads.to(endpoint.url()));

            assertThat(outcome).isInstanceOfSatisfying(Outcome.Failed.class, failed -> {
                assertThat(failed.error().className()).isEqualTo("io.penstock.webhook.TimedOut");
            });
            assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(4));
            assertThat(handler.events("webhook.attempt").getFirst().data().get("error"))
                    .isEqualTo("timed_out");
        }
    }

    @Test
    void headers_that_never_end_cost_no_more_than_the_time_of_a_call() throws Exception {
        ScriptedEndpoint.Script trickle = (request, out) -> {
            out.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            for (int i = 0; i < 10_000; i++) {
                out.write(("X-" + i + ": 1\r\n").getBytes(StandardCharsets.US_ASCII));
                out.flush();
                Thread.sleep(100);
            }
        };
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.doing(trickle)) {
            assertThat(handler.run(Payloads.to(endpoint.url())))
                    .isInstanceOfSatisfying(
                            Outcome.Failed.class,
                            failed -> assertThat(failed.error().className()).isEqualTo("io.penstock.webhook.TimedOut"));
        }
    }

    @Test
    void of_a_gzip_bomb_no_more_is_unpacked_than_is_kept() throws Exception {
        byte[] bomb = gzip(200_000_000);
        ScriptedEndpoint.Script explode = (request, out) -> {
            out.write(("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: " + bomb.length + "\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            out.write(bomb);
        };
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.doing(explode)) {
            assertThat(handler.run(Payloads.to(endpoint.url())))
                    .isInstanceOfSatisfying(
                            Outcome.Done.class,
                            done -> assertThat(((WebhookResult) done.result()).response())
                                    .hasSize(16_384));
        }
    }

    private static byte[] gzip(int zeros) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream gzip = new GZIPOutputStream(bytes)) {
            byte[] block = new byte[1_000_000];
            for (int i = 0; i < zeros / block.length; i++) {
                gzip.write(block);
            }
        }
        return bytes.toByteArray();
    }

    @Test
    void control_characters_of_a_response_are_not_carried_on() throws Exception {
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.doing(
                ScriptedEndpoint.raw("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\na\0\u001b[\n\u007f"))) {
            assertThat(handler.run(Payloads.to(endpoint.url())))
                    .isInstanceOfSatisfying(
                            Outcome.Done.class,
                            done -> assertThat(((WebhookResult) done.result()).response())
                                    .isEqualTo("a\uFFFD\uFFFD[\n\uFFFD"));
        }
    }

    @Test
    void a_response_that_is_none_and_a_connection_that_ends_are_tried_again() throws Exception {
        for (String response : List.of("SSH-2.0-OpenSSH\r\n", "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf")) {
            try (ScriptedEndpoint endpoint = ScriptedEndpoint.doing((request, out) -> {
                out.write(response.getBytes(StandardCharsets.US_ASCII));
                throw new java.io.IOException("hangs up");
            })) {
                assertThat(handler.run(Payloads.to(endpoint.url()))).isInstanceOf(Outcome.Failed.class);
                assertThat(endpoint.received()).as("no second try by itself").hasSize(1);
            }
        }
    }

    @Test
    void a_secret_that_is_none_rejects_without_repeating_it() throws Exception {
        for (String secret : List.of("hunter2hunter2", "whsec_aHVudGVyMg==")) {
            Outcome outcome = handler.run(Payloads.with("http://127.0.0.1:9/", "'secret': '" + secret + "'"));

            assertThat(outcome).isInstanceOf(Outcome.Rejected.class);
            assertThat(messageOf(outcome)).startsWith("secret: expected ").doesNotContain("hunter2", "aHVudGVyMg");
        }
    }

    @Test
    void a_secret_that_nobody_has_rejects_by_its_name() throws Exception {
        Outcome outcome =
                handler.run(Payloads.with("http://127.0.0.1:9/", "'secret': null, 'secret_ref': 'folder:acme'"));

        assertThat(messageOf(outcome))
                .isEqualTo(
                        "secret_ref: expected the name of a secret, got folder:acme, which this worker does not have");
    }

    @Test
    void a_job_is_settled_once_its_attempt_is_durable_and_its_endpoint_does_not_wait_for_that() throws Exception {
        CompletableFuture<Void> durable = new CompletableFuture<>();
        handler.eventsAreDurableWith(durable);
        try (ScriptedEndpoint endpoint = ScriptedEndpoint.answering(200)) {
            List<CompletableFuture<Outcome>> jobs = IntStream.range(0, 12)
                    .mapToObj(i -> handler.start(Payloads.to(endpoint.url()), handler.job(1)))
                    .toList();
            await().until(() -> endpoint.received().size() == 12);
            await().until(() -> handler.events("webhook.attempt").size() == 12);
            assertThat(jobs).noneMatch(CompletableFuture::isDone);

            durable.complete(null);
            assertThat(jobs.stream().map(CompletableFuture::join)).allMatch(Outcome.Done.class::isInstance);
        }
    }
}
