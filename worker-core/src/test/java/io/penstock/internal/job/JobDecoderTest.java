package io.penstock.internal.job;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.LongString;
import com.rabbitmq.client.impl.LongStringHelper;
import io.penstock.Job;
import io.penstock.Outcome;
import io.penstock.spi.JobHandler;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JobDecoderTest {
    private static final int LARGEST = 64 * 1024;
    private static final String SECRET = "hunter2";

    enum Size {
        SMALL,
        LARGE
    }

    record Line(String text, int count) {}

    record Order(
            String name,
            Integer amount,
            Boolean gift,
            BigDecimal price,
            BigInteger big,
            Size size,
            URI link,
            UUID uuid,
            Line line,
            List<Line> lines,
            Map<String, Integer> stock) {
        Order {
            if (amount != null && amount < 0) {
                throw new IllegalArgumentException("amount: expected 0 or more");
            }
            if (amount != null && amount == 666) {
                throw new IllegalStateException(SECRET);
            }
        }
    }

    private static final Map<String, JobHandler<?>> HANDLERS = Map.of(
            "order", new Given.Handler<>("order", Order.class, (order, context) -> Outcome.done()),
            "any", new Given.Handler<>("any", JsonNode.class, (json, context) -> Outcome.done()),
            "text", new Given.Handler<>("text", String.class, (json, context) -> Outcome.done()));

    private final JobDecoder decoder = new JobDecoder(HANDLERS, LARGEST);

    private Decoded decode(BasicProperties.Builder properties, byte[] body) {
        return decoder.decode(Given.envelope(properties.build(), body), Given.queue("q", "any"));
    }

    private Decoded decodeAs(String type, String body) {
        return decode(job(type), body.getBytes(StandardCharsets.UTF_8));
    }

    private static BasicProperties.Builder job(String type) {
        return Given.properties(Map.of()).type(type);
    }

    private Decoded withHeader(String name, Object value) {
        return decode(Given.properties(Map.of(name, value)), "{}".getBytes(StandardCharsets.UTF_8));
    }

    private static String whyMalformed(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Malformed.class);
        Decoded.Malformed malformed = (Decoded.Malformed) decoded;
        assertThat(malformed.error().className()).isEqualTo("io.penstock.MalformedJob");
        assertThat(malformed.error().stack())
                .as("no stack that could hold values")
                .isEmpty();
        return malformed.error().message();
    }

    private static Job jobOf(Decoded decoded) {
        assertThat(decoded).isInstanceOf(Decoded.Ready.class);
        return ((Decoded.Ready<?>) decoded).job();
    }

    private static <P> P payloadOf(Decoded decoded, Class<P> payloadType) {
        assertThat(decoded).isInstanceOf(Decoded.Ready.class);
        return payloadType.cast(((Decoded.Ready<?>) decoded).payload());
    }

    @Nested
    class A_payload {

        @Test
        void that_fits_is_read() {
            Order order = payloadOf(
                    decodeAs(
                            "order",
                            "{'name': 'Tea', 'amount': 3, 'lines': [{'text': 'a', 'count': 1}]}".replace('\'', '"')),
                    Order.class);
            assertThat(order.name()).isEqualTo("Tea");
            assertThat(order.amount()).isEqualTo(3);
            assertThat(order.lines()).containsExactly(new Line("a", 1));
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{'naem': 'hunter2'} | payload field naem: expected one of amount, big, gift, line, lines, link, name, price, size, stock, uuid, got an unknown field",
                    "{'line': {'count': 1, 'txt': 'hunter2'}} | payload field line.txt: expected one of count, text, got an unknown field",
                    "{'lines': [{'count': 1}, {'count': 1, 'cnt': 'hunter2'}]} | payload field lines[1].cnt: expected one of count, text, got an unknown field",
                    "{'line': {'text': 'a'}} | payload field line.count: expected int, got something else or nothing",
                    "{'line': {'count': null}} | payload field line.count: expected int, got something else or nothing",
                    "{'amount': 'hunter2'} | payload field amount: expected Integer, got something else or nothing",
                    "{'amount': '42'} | payload field amount: expected Integer, got something else or nothing",
                    "{'amount': 4.5} | payload field amount: expected Integer, got something else or nothing",
                    "{'amount': true} | payload field amount: expected Integer, got something else or nothing",
                    "{'amount': [1]} | payload field amount: expected Integer, got something else or nothing",
                    "{'amount': ''} | payload field amount: expected Integer, got something else or nothing",
                    "{'name': 42} | payload field name: expected String, got something else or nothing",
                    "{'name': 4.2} | payload field name: expected String, got something else or nothing",
                    "{'name': true} | payload field name: expected String, got something else or nothing",
                    "{'name': {'hunter2': 1}} | payload field name: expected String, got something else or nothing",
                    "{'name': ['hunter2']} | payload field name: expected String, got something else or nothing",
                    "{'gift': 'true'} | payload field gift: expected Boolean, got something else or nothing",
                    "{'gift': 1} | payload field gift: expected Boolean, got something else or nothing",
                    "{'price': '1.10'} | payload field price: expected BigDecimal, got something else or nothing",
                    "{'size': 'hunter2'} | payload field size: expected Size, got something else or nothing",
                    "{'size': ''} | payload field size: expected Size, got something else or nothing",
                    "{'line': ''} | payload field line: expected Line, got something else or nothing",
                    "{'lines': ''} | payload field lines: expected ArrayList, got something else or nothing",
                    "{'stock': ''} | payload field stock: expected LinkedHashMap, got something else or nothing",
                    "{'uuid': ''} | payload field uuid: expected UUID, got something else or nothing",
                    "{'price': ''} | payload field price: expected BigDecimal, got something else or nothing",
                    "{'size': 1} | payload field size: expected Size, got something else or nothing",
                    "{'link': 'https://a:hunter2@b c/'} | payload field link: expected URI, got something else or nothing",
                    "{'uuid': 'hunter2'} | payload field uuid: expected UUID, got something else or nothing",
                    "{'line': 'hunter2'} | payload field line: expected Line, got something else or nothing",
                    "{'lines': {'text': 'hunter2'}} | payload field lines: expected ArrayList, got something else or nothing",
                    "{'stock': {'tea': 'hunter2'}} | payload field stock.tea: expected Integer, got something else or nothing",
                    "{'amount': -1} | payload: amount: expected 0 or more",
                })
        void that_does_not_fit_is_malformed_and_the_message_names_the_field_but_not_the_value(
                String body, String expected) {
            assertThat(whyMalformed(decodeAs("order", body.replace('\'', '"')))).isEqualTo(expected);
        }

        @Test
        void whose_type_throws_anything_but_a_refusal_is_malformed_without_that_message() {
            assertThat(whyMalformed(decodeAs("order", "{\"amount\": 666}")))
                    .startsWith("payload")
                    .doesNotContain(SECRET);
        }

        @ParameterizedTest
        @CsvSource(
                delimiter = '|',
                quoteCharacter = '`',
                value = {
                    "{'a': hunter2} | at line 1, column",
                    "{'a': 'hunter2 | at line 1, column",
                    "{'a': 1,} | at line 1, column",
                    "{a: 1} | at line 1, column",
                    "{'a': 01} | at line 1, column",
                    "{'a': NaN} | at line 1, column",
                    "{'a': 1 /* hunter2 */} | at line 1, column",
                    "{ | at line 1, column",
                    "{} hunter2 | at line 1, column",
                    "{'a': '\\uD8'} | at line 1, column",
                })
        void that_is_no_json_is_malformed_and_the_message_says_where(String body, String where) {
            assertThat(whyMalformed(decodeAs("any", body.replace('\'', '"'))))
                    .startsWith("payload")
                    .contains(where)
                    .doesNotContain(SECRET);
            assertThat(whyMalformed(decodeAs("order", body.replace('\'', '"'))))
                    .startsWith("payload")
                    .doesNotContain(SECRET);
        }

        @Test
        void with_text_after_it_is_malformed() {
            assertThat(whyMalformed(decodeAs("any", "{} {\"password\": \"hunter2\"}")))
                    .startsWith("payload")
                    .doesNotContain(SECRET);
            assertThat(whyMalformed(decodeAs("order", "{}[]"))).startsWith("payload");
        }

        @ParameterizedTest
        @ValueSource(strings = {"any", "order"})
        void that_names_a_field_twice_is_malformed_instead_of_one_of_them_winning(String type) {
            assertThat(whyMalformed(decodeAs(type, "{\"name\": \"a\",\n \"name\": \"hunter2\"}")))
                    .contains("each field once")
                    .contains("line 2, column")
                    .doesNotContain(SECRET);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {"", "  \n ", "null", "[]", "[{}]", "\"hunter2\"", "42", "true", "hunter2", "<a>hunter2</a>"})
        void that_is_no_object_is_malformed(String body) {
            assertThat(whyMalformed(decodeAs("any", body))).isEqualTo("payload: expected one JSON object");
            assertThat(whyMalformed(decodeAs("order", body))).isEqualTo("payload: expected one JSON object");
            assertThat(whyMalformed(decodeAs("text", body))).isEqualTo("payload: expected one JSON object");
        }

        @Test
        void may_stand_between_white_space() {
            assertThat(payloadOf(decodeAs("any", " \r\n\t{\"a\": 1}\n "), JsonNode.class)
                            .get("a")
                            .intValue())
                    .isEqualTo(1);
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "12345678901234567890123456789012345678901234567890",
                    "0.1234567890123456789012345678901234567890",
                    "9007199254740993",
                    "-9007199254740993.5",
                    "1E+400",
                    "1.10",
                    "1.0"
                })
        void keeps_numbers_that_no_double_can_hold_digit_by_digit(String number) {
            JsonNode json = payloadOf(decodeAs("any", "{\"n\": " + number + "}"), JsonNode.class);
            assertThat(json).hasToString("{\"n\":" + number + "}");
        }

        @Test
        void keeps_decimals_and_whole_numbers_of_any_length() {
            Order order = payloadOf(
                    decodeAs("order", "{\"price\": 1234567890123456.789012345678, \"big\": 123456789012345678901234}"),
                    Order.class);
            assertThat(order.price()).isEqualTo(new BigDecimal("1234567890123456.789012345678"));
            assertThat(order.big()).isEqualTo(new BigInteger("123456789012345678901234"));
        }

        @ParameterizedTest
        @ValueSource(strings = {"2147483648", "99999999999999999999", "1e3", "1e999999999"})
        void with_a_number_too_large_for_its_field_is_malformed_and_not_truncated(String number) {
            assertThat(whyMalformed(decodeAs("order", "{\"amount\": " + number + "}")))
                    .startsWith("payload field amount: ")
                    .doesNotContain(number);
        }

        @ParameterizedTest
        @ValueSource(strings = {"any", "order"})
        void with_a_number_that_would_fill_the_memory_is_malformed_or_kept_short(String type) {
            assertThatCode(() -> decodeAs(type, "{\"big\": 1e999999999}").toString())
                    .doesNotThrowAnyException();
            assertThatCode(() -> decodeAs(type, "{\"big\": " + "9".repeat(60_000) + "}"))
                    .doesNotThrowAnyException();
        }

        @ParameterizedTest
        @ValueSource(strings = {"any", "order"})
        void nested_deeper_than_any_stack_is_malformed(String type) {
            String nested = "{\"name\": " + "[".repeat(20_000) + "]".repeat(20_000) + "}";
            assertThat(whyMalformed(decodeAs(type, nested))).startsWith("payload");
            assertThat(whyMalformed(decodeAs(type, "{\"a\":".repeat(10_000) + "1" + "}".repeat(10_000))))
                    .startsWith("payload");
        }

        @Test
        void nested_too_deeply_is_malformed_and_the_message_says_so() {
            String nested = "{\"name\": " + "[".repeat(2_000) + "]".repeat(2_000) + "}";
            assertThat(whyMalformed(decodeAs("any", nested))).contains("depth");
        }

        @Test
        void as_large_as_allowed_is_read_and_a_byte_more_is_malformed() {
            String largest = "{\"a\": \"" + "x".repeat(LARGEST - 9) + "\"}";
            assertThat(largest).hasSize(LARGEST);
            assertThat(decodeAs("any", largest)).isInstanceOf(Decoded.Ready.class);
            assertThat(whyMalformed(decodeAs("any", largest + " ")))
                    .isEqualTo("payload: expected at most 65536 bytes, got 65537");
        }

        @Test
        void is_measured_in_bytes_and_not_in_characters() {
            String text = "{\"a\": \"" + "€".repeat(LARGEST / 3) + "\"}";
            assertThat(whyMalformed(decodeAs("any", text))).contains("expected at most 65536 bytes");
        }

        @ParameterizedTest
        @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32"})
        void in_another_unicode_encoding_is_malformed(String charset) {
            byte[] body = "{\"password\": \"hunter2\"}".getBytes(Charset.forName(charset));
            assertThat(whyMalformed(decode(job("any"), body))).startsWith("payload: expected");
        }

        @Test
        void in_latin_1_is_malformed_and_no_character_is_replaced() {
            byte[] body = "{\"a\": \"café\"}".getBytes(StandardCharsets.ISO_8859_1);
            assertThat(whyMalformed(decode(job("any"), body))).isEqualTo("payload: expected UTF-8");
        }

        @Test
        void with_a_byte_order_mark_is_malformed() {
            assertThat(whyMalformed(decodeAs("any", "\uFEFF{}"))).isEqualTo("payload: expected one JSON object");
        }

        @Test
        void with_half_a_character_at_its_end_or_an_encoded_surrogate_is_malformed() {
            byte[] half = {'{', '"', 'a', '"', ':', '"', (byte) 0xE2, (byte) 0x82};
            byte[] surrogate = {'{', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ':', '1', '}'};
            assertThat(whyMalformed(decode(job("any"), half))).isEqualTo("payload: expected UTF-8");
            assertThat(whyMalformed(decode(job("any"), surrogate))).isEqualTo("payload: expected UTF-8");
        }

        @Test
        void of_no_bytes_at_all_is_malformed() {
            assertThat(whyMalformed(decode(job("any"), new byte[0]))).isEqualTo("payload: expected one JSON object");
        }
    }

    @Nested
    class The_properties {

        @Test
        void without_a_message_id_make_the_job_anonymous_whatever_else_is_wrong() {
            assertThat(decode(new BasicProperties.Builder(), new byte[] {1, 2})).isEqualTo(new Decoded.Anonymous());
            assertThat(decode(new BasicProperties.Builder().messageId(""), new byte[0]))
                    .isEqualTo(new Decoded.Anonymous());
        }

        @ParameterizedTest
        @ValueSource(strings = {"a", "order-42", "A.b_c:d-9", "0"})
        void may_have_any_plain_message_id(String id) {
            assertThat(jobOf(decode(job("any").messageId(id), "{}".getBytes(StandardCharsets.UTF_8)))
                            .id())
                    .isEqualTo(id);
        }

        @ParameterizedTest
        @ValueSource(strings = {" ", "a b", "a/b", "a\nb", "a\n", "é", "a\0", "{id}", "../x", "a*"})
        void with_a_message_id_of_other_characters_are_malformed(String id) {
            assertThat(whyMalformed(decode(job("any").messageId(id), "{}".getBytes(StandardCharsets.UTF_8))))
                    .isEqualTo("property message_id: expected 1 to 128 characters of [A-Za-z0-9._:-]");
        }

        @Test
        void may_have_a_message_id_of_128_characters_and_no_more() {
            assertThat(decode(job("any").messageId("x".repeat(128)), "{}".getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(Decoded.Ready.class);
            assertThat(whyMalformed(
                            decode(job("any").messageId("x".repeat(129)), "{}".getBytes(StandardCharsets.UTF_8))))
                    .startsWith("property message_id: ");
        }

        @ParameterizedTest
        @ValueSource(strings = {"application/json", "application/json; charset=utf-8", "Application/JSON", ""})
        void may_say_that_it_is_json(String contentType) {
            assertThat(decode(job("any").contentType(contentType), "{}".getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(Decoded.Ready.class);
        }

        @ParameterizedTest
        @ValueSource(strings = {"text/plain", "application/x-python-serialize", "application/jsonp", "json"})
        void that_say_that_it_is_something_else_are_malformed(String contentType) {
            assertThat(whyMalformed(decode(job("any").contentType(contentType), "{}".getBytes(StandardCharsets.UTF_8))))
                    .isEqualTo("property content_type: expected application/json or none");
        }

        @Test
        void without_a_type_mean_the_default_type_of_the_queue() {
            assertThat(jobOf(decode(Given.properties(Map.of()), "{}".getBytes(StandardCharsets.UTF_8)))
                            .type())
                    .isEqualTo("any");
            assertThat(jobOf(decode(job(""), "{}".getBytes(StandardCharsets.UTF_8)))
                            .type())
                    .isEqualTo("any");
        }

        @Test
        void without_a_type_on_a_queue_without_a_default_type_are_an_unknown_type() {
            Decoded decoded =
                    decoder.decode(Given.envelope(Given.properties(Map.of()).build()), Given.queue("q", null));
            assertThat(decoded)
                    .isInstanceOfSatisfying(
                            Decoded.UnknownType.class,
                            unknown -> assertThat(unknown.error().message())
                                    .isEqualTo(
                                            "the message has no type and queue q has no default type; types known to this worker:"
                                                    + " any, order, text"));
        }

        @Test
        void with_a_type_that_no_plug_in_runs_are_an_unknown_type_and_the_known_ones_are_named() {
            assertThat(decodeAs("tea.brew", "{}"))
                    .isInstanceOfSatisfying(
                            Decoded.UnknownType.class,
                            unknown -> assertThat(unknown.error().message())
                                    .isEqualTo(
                                            "no plug-in here runs type \"tea.brew\"; types known to this worker: any, order,"
                                                    + " text"));
        }

        @Test
        void in_a_worker_without_plug_ins_are_an_unknown_type() {
            JobDecoder empty = new JobDecoder(Map.of(), LARGEST);
            assertThat(empty.decode(Given.envelope(job("any").build()), Given.queue("q", "any")))
                    .asInstanceOf(type(Decoded.UnknownType.class))
                    .extracting(unknown -> unknown.error().message())
                    .asString()
                    .endsWith("types known to this worker: none");
        }

        @Test
        void that_say_everything_make_a_complete_job() {
            Map<String, Object> headers = new HashMap<>();
            headers.put("penstock-tenant", LongStringHelper.asLongString("acme"));
            headers.put("penstock-user", "u-7");
            headers.put("penstock-attempt", 3);
            headers.put("penstock-max-attempts", "5");
            headers.put("penstock-replay-id", "r-1");
            headers.put("penstock-meta-order", LongStringHelper.asLongString("42"));
            headers.put("penstock-meta-count", 7L);
            headers.put("penstock-meta-none", null);
            headers.put("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");
            headers.put("tracestate", "a=b");
            Instant timestamp = Instant.parse("2030-01-31T11:00:00Z");
            Job job = jobOf(decode(
                    Given.properties(headers)
                            .type("order")
                            .timestamp(Date.from(timestamp))
                            .correlationId("c-9")
                            .appId("shop"),
                    "{}".getBytes(StandardCharsets.UTF_8)));
            assertThat(job)
                    .isEqualTo(new Job(
                            "j-1",
                            "order",
                            "q",
                            "acme",
                            "u-7",
                            3,
                            5,
                            timestamp,
                            "c-9",
                            "shop",
                            "r-1",
                            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                            "a=b",
                            Map.of("order", "42", "count", "7")));
        }

        @Test
        void that_say_nothing_make_a_job_with_what_the_queue_says() {
            assertThat(jobOf(decodeAs("order", "{}")))
                    .isEqualTo(new Job(
                            "j-1",
                            "order",
                            "q",
                            null,
                            null,
                            1,
                            8,
                            Given.RECEIVED,
                            null,
                            null,
                            null,
                            null,
                            null,
                            Map.of()));
        }
    }

    @Nested
    class A_header {

        /** A value of each type that an AMQP table can hold, as the client hands it to us. */
        static List<Object> everyAmqpType() {
            return List.of(
                    LongStringHelper.asLongString("text"),
                    "text",
                    true,
                    (byte) -1,
                    (short) -1,
                    -1,
                    -1L,
                    1.5f,
                    Double.NaN,
                    new BigDecimal("1.5"),
                    Date.from(Instant.EPOCH),
                    new byte[] {(byte) 0xff, 0, '\n'},
                    Map.of("a", Map.of("b", 1)),
                    List.of(1, LongStringHelper.asLongString("b")),
                    LongStringHelper.asLongString(new byte[] {(byte) 0xff, (byte) 0xfe}),
                    LongStringHelper.asLongString(""));
        }

        @ParameterizedTest
        @MethodSource("everyAmqpType")
        void of_any_amqp_type_under_any_of_our_names_never_stops_the_decoder(Object value) {
            for (String name : List.of(
                    "penstock-tenant",
                    "penstock-user",
                    "penstock-run-at",
                    "penstock-max-attempts",
                    "penstock-meta-x",
                    "penstock-meta-",
                    "traceparent",
                    "tracestate",
                    "penstock-attempt",
                    "penstock-first-seen",
                    "penstock-replay-id",
                    "penstock-expires-at",
                    "penstock-dead-reason",
                    "x-delivery-count",
                    "x-acquired-count",
                    "x-death",
                    "unknown")) {
                assertThatCode(() -> withHeader(name, value))
                        .as("header %s", name)
                        .doesNotThrowAnyException();
            }
        }

        @Test
        void without_a_value_is_as_good_as_none() {
            Map<String, Object> headers = new HashMap<>();
            List.of("penstock-tenant", "penstock-run-at", "penstock-max-attempts", "penstock-meta-x", "traceparent")
                    .forEach(name -> headers.put(name, null));
            Job job = jobOf(decode(Given.properties(headers), "{}".getBytes(StandardCharsets.UTF_8)));
            assertThat(job.tenant()).isNull();
            assertThat(job.maxAttempts()).isEqualTo(8);
            assertThat(job.meta()).isEmpty();
        }

        @ParameterizedTest
        @CsvSource({"1,1", "1000,1000", "' 5 ',5"})
        void may_set_the_most_attempts(String text, int attempts) {
            assertThat(jobOf(withHeader("penstock-max-attempts", text)).maxAttempts())
                    .isEqualTo(attempts);
            assertThat(jobOf(withHeader("penstock-max-attempts", (long) attempts))
                            .maxAttempts())
                    .isEqualTo(attempts);
        }

        @ParameterizedTest
        @ValueSource(strings = {"0", "-1", "1001", "many", "1.5", "", "99999999999999999999"})
        void with_an_impossible_number_of_attempts_is_malformed(String text) {
            assertThat(whyMalformed(withHeader("penstock-max-attempts", text)))
                    .isEqualTo("header penstock-max-attempts: expected a whole number from 1 to 1000");
        }

        @Test
        void with_a_fraction_or_something_else_for_the_number_of_attempts_is_malformed() {
            for (Object value : List.of(2.5, 2.5f, new BigDecimal("2.5"), Double.NaN, Map.of(), List.of(3), true)) {
                assertThat(whyMalformed(withHeader("penstock-max-attempts", value)))
                        .startsWith("header penstock-max-attempts: ");
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"penstock-tenant", "penstock-user"})
        void with_a_name_that_breaks_lines_or_is_endless_is_malformed(String header) {
            for (String name : List.of("", "a\nb", "a\0b", "\u001b[31m", "x".repeat(257))) {
                assertThat(whyMalformed(withHeader(header, name)))
                        .isEqualTo("header " + header + ": expected 1 to 256 printable characters");
            }
            assertThat(jobOf(withHeader(header, "x".repeat(256)))).isNotNull();
            assertThat(jobOf(withHeader(header, "Müller & Söhne"))).isNotNull();
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "a b", "a/b", "Müller"})
        void with_a_replay_id_that_could_not_be_part_of_an_id_is_malformed(String replayId) {
            assertThat(whyMalformed(withHeader("penstock-replay-id", replayId)))
                    .isEqualTo("header penstock-replay-id: expected 1 to 128 characters of [A-Za-z0-9._:-]");
        }

        @ParameterizedTest
        @ValueSource(strings = {"", "00", "00-XYZ", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331", "a\nb"})
        void with_a_trace_context_that_is_none_is_ignored_as_w3c_demands(String traceparent) {
            assertThat(jobOf(withHeader("traceparent", traceparent)).traceparent())
                    .isNull();
        }

        static List<Object> the31stOfJanuary() {
            return List.of(
                    "2030-01-31T12:00:00Z",
                    " 2030-01-31T12:00:00Z ",
                    "2030-01-31T12:00:00.000Z",
                    "2030-01-31T13:00:00+01:00",
                    "2030-01-31T06:30:00-05:30",
                    LongStringHelper.asLongString("2030-01-31T12:00:00Z"),
                    "2030-01-31T12:00:00Z".getBytes(StandardCharsets.UTF_8),
                    1_896_091_200_000L,
                    "1896091200000",
                    LongStringHelper.asLongString("1896091200000"),
                    new BigDecimal("1896091200000"),
                    1.8960912E12,
                    Date.from(Instant.ofEpochSecond(1_896_091_200)));
        }

        @ParameterizedTest
        @MethodSource("the31stOfJanuary")
        void may_give_the_due_time_in_any_usual_form(Object value) {
            assertThat(withHeader("penstock-run-at", value))
                    .isInstanceOfSatisfying(
                            Decoded.Ready.class,
                            ready -> assertThat(ready.runAt()).isEqualTo(Instant.parse("2030-01-31T12:00:00Z")));
        }

        @Test
        void may_give_the_due_time_as_a_small_integer() {
            assertThat(withHeader("penstock-run-at", 86_400_000))
                    .isInstanceOfSatisfying(
                            Decoded.Ready.class,
                            ready -> assertThat(ready.runAt()).isEqualTo(Instant.parse("1970-01-02T00:00:00Z")));
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "tomorrow",
                    "",
                    "2030-01-31",
                    "2030-01-31T12:00:00",
                    "2030-02-30T12:00:00Z",
                    "31.1.2030",
                    "1896091200.5",
                    "99999999999999999999"
                })
        void with_a_due_time_that_is_none_is_malformed(String text) {
            assertThat(whyMalformed(withHeader("penstock-run-at", text)))
                    .isEqualTo("header penstock-run-at: expected an ISO-8601 instant such as 2030-01-31T12:00:00Z, or"
                            + " epoch milliseconds");
        }

        @Test
        void with_something_else_for_a_due_time_is_malformed() {
            for (Object value : List.of(true, Map.of(), List.of(1), new byte[] {(byte) 0xff})) {
                assertThat(whyMalformed(withHeader("penstock-run-at", value))).startsWith("header penstock-run-at: ");
            }
        }

        @Test
        void with_the_time_of_expiry_counts_more_than_the_property() {
            Map<String, Object> headers = Map.of("penstock-expires-at", 1_000L);
            assertThat(decode(Given.properties(headers).expiration("5"), "{}".getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOfSatisfying(
                            Decoded.Ready.class,
                            ready -> assertThat(ready.expiresAt()).isEqualTo(Instant.ofEpochMilli(1_000)));
        }

        @Test
        void with_the_first_sight_is_not_what_an_expiration_counts_from() {
            Map<String, Object> headers = Map.of("penstock-first-seen", "2030-01-31T10:00:00Z");
            assertThat(decode(Given.properties(headers).expiration("1500"), "{}".getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOfSatisfying(
                            Decoded.Ready.class,
                            ready -> assertThat(ready.expiresAt()).isEqualTo(Given.RECEIVED.plusMillis(1_500)));
        }
    }

    @ParameterizedTest
    @EnumSource(Size.class)
    void words_of_an_enumeration_are_read(Size size) {
        assertThat(payloadOf(decodeAs("order", "{\"size\": \"" + size + "\"}"), Order.class)
                        .size())
                .isEqualTo(size);
    }

    @Test
    void a_plug_in_with_a_payload_type_that_cannot_be_read_does_not_stop_the_worker() {
        JobHandler<?> broken = new Given.Handler<>("broken", null, (payload, context) -> Outcome.done());
        JobDecoder withBroken = new JobDecoder(Map.of("broken", broken), LARGEST);
        assertThat(whyMalformed(withBroken.decode(Given.envelope(job("broken").build()), Given.queue("q", null))))
                .startsWith("cannot be read: ");
    }

    @Test
    void ten_thousand_random_messages_never_make_the_decoder_throw() {
        Random random = new Random(20_261_123);
        byte[] seed = ("{\"name\":\"Tea\",\"amount\":3,\"price\":1.5e3,\"lines\":[{\"text\":\"\\u00e9\",\"count\":1}],"
                        + "\"stock\":{\"a\":1},\"size\":\"SMALL\",\"gift\":true,\"line\":null}")
                .getBytes(StandardCharsets.UTF_8);
        List<String> types = List.of("order", "any", "text", "none", "");
        for (int i = 0; i < 10_000; i++) {
            byte[] body = i % 2 == 0 ? noise(random) : mutated(seed, random);
            BasicProperties.Builder properties =
                    Given.properties(headers(random)).type(types.get(random.nextInt(types.size())));
            if (random.nextInt(4) == 0) {
                properties.messageId(new String(noise(random), StandardCharsets.ISO_8859_1));
            }
            assertThatCode(() -> assertThat(decode(properties, body)).isNotNull())
                    .as("body %s", Arrays.toString(body))
                    .doesNotThrowAnyException();
        }
    }

    private static byte[] noise(Random random) {
        byte[] noise = new byte[random.nextInt(64)];
        random.nextBytes(noise);
        return noise;
    }

    private static byte[] mutated(byte[] seed, Random random) {
        byte[] body = Arrays.copyOf(seed, seed.length - (random.nextInt(4) == 0 ? random.nextInt(seed.length) : 0));
        for (int changes = random.nextInt(4); changes > 0 && body.length > 0; changes--) {
            body[random.nextInt(body.length)] =
                    (byte) (random.nextBoolean() ? "{}[]\",:\\0e-".charAt(random.nextInt(11)) : random.nextInt(256));
        }
        return body;
    }

    private static Map<String, Object> headers(Random random) {
        List<String> names = List.of(
                "penstock-run-at",
                "penstock-max-attempts",
                "penstock-attempt",
                "penstock-tenant",
                "penstock-expires-at");
        LongString value = LongStringHelper.asLongString(noise(random));
        return random.nextInt(3) == 0 ? Map.of(names.get(random.nextInt(names.size())), value) : Map.of();
    }
}
