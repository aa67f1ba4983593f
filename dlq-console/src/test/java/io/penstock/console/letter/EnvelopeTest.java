package io.penstock.console.letter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.rabbitmq.client.AMQP.BasicProperties;
import com.rabbitmq.client.impl.LongStringHelper;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EnvelopeTest {
    /** Every field type that RabbitMQ knows, unsigned ones included, a name that is there twice, and an odd order. */
    static final byte[] EVERY_TYPE = HexFormat.of()
            .parseHex(headers(
                    "017a7401" // z: boolean
                            + "016162ff" // a: byte -1
                            + "016242ff" // b: unsigned byte 255
                            + "016373fffe" // c: short -2
                            + "016475ffff" // d: unsigned short 65535
                            + "016549fffffffd" // e: int -3
                            + "016669ffffffff" // f: unsigned int 4294967295
                            + "01676c7fffffffffffffff" // g: long
                            + "0168663fc00000" // h: float 1.5
                            + "0169643ff8000000000000" // i: double 1.5
                            + "016a4402fffffb2e" // j: decimal -12.34
                            + "016b54000000006567e8a0" // k: timestamp
                            + "016c5300000002ff41" // l: text that is not UTF-8
                            + "016d7800000003000102" // m: bytes
                            + "016e4100000003567401" // n: array of void and boolean
                            + "016f46000000050178750007" // o: table with an unsigned short
                            + "017056" // p: void
                            + "017a7400")); // z again

    private static String headers(String entries) {
        return "2000" + HexFormat.of().toHexDigits(entries.length() / 2) + entries;
    }

    @Test
    void every_type_of_header_is_kept_to_the_last_bit() {
        Envelope envelope = Envelope.read(EVERY_TYPE);

        assertThat(envelope.wire()).isEqualTo(EVERY_TYPE);
        Map<String, AmqpValue> headers = envelope.headers();
        assertThat(headers.get("b")).isEqualTo(new AmqpValue("unsigned byte", 255L));
        assertThat(headers.get("d")).isEqualTo(new AmqpValue("unsigned short", 65_535L));
        assertThat(headers.get("f")).isEqualTo(new AmqpValue("unsigned int", 4_294_967_295L));
        assertThat(headers.get("j")).isEqualTo(new AmqpValue("decimal", new BigDecimal("-12.34")));
        assertThat(headers.get("k")).isEqualTo(new AmqpValue("timestamp", Instant.ofEpochSecond(0x6567e8a0)));
        assertThat(headers.get("n").value())
                .isEqualTo(List.of(new AmqpValue("void", null), new AmqpValue("boolean", true)));
        assertThat(headers.get("o").value()).isEqualTo(Map.of("x", new AmqpValue("unsigned short", 7L)));
        assertThat(headers.get("p")).isEqualTo(new AmqpValue("void", null));
        assertThat(headers.get("z")).isEqualTo(new AmqpValue("boolean", false));
    }

    @Test
    void taking_headers_away_and_adding_some_leaves_the_others_as_they_were() {
        Envelope changed = Envelope.read(EVERY_TYPE)
                .withoutHeaders(name -> !name.equals("d") && !name.equals("l"))
                .withHeader("reason", "again")
                .withHeader("n", 7);

        assertThat(changed.wire())
                .isEqualTo(HexFormat.of()
                        .parseHex(headers("016475ffff016c5300000002ff41" + "06726561736f6e5300000005616761696e"
                                + "016e6c0000000000000007")));
        assertThat(changed.withoutHeaders(name -> true).wire()).isEqualTo(new byte[2]);
    }

    @Test
    @SuppressWarnings("JavaUtilDate") // the client library's type
    void all_properties_survive_being_taken_over_from_the_client_library() {
        Map<String, Object> headers = new HashMap<>();
        headers.put("list", new ArrayList<>(List.of(1, LongStringHelper.asLongString("two"), new BigDecimal("3.5"))));
        headers.put("none", null);
        headers.put("text", LongStringHelper.asLongString("words"));
        var properties = new BasicProperties(
                "application/json",
                "identity",
                headers,
                2,
                9,
                "correlation",
                "reply",
                "60000",
                "id-1",
                new Date(1_700_000_000_000L),
                "email.send",
                "guest",
                "app",
                "cluster");

        Envelope envelope = Envelope.of(properties);

        assertThat(Envelope.read(envelope.wire()).toPublish().builder().build()).isEqualTo(properties);
        assertThat(envelope.text(Property.MESSAGE_ID)).isEqualTo("id-1");
        assertThat(envelope.properties())
                .hasSize(13)
                .containsEntry("priority", new AmqpValue("unsigned byte", 9L))
                .containsEntry("timestamp", new AmqpValue("timestamp", Instant.ofEpochSecond(1_700_000_000L)))
                .containsEntry("cluster_id", new AmqpValue("string", "cluster"));
    }

    @Test
    void properties_can_be_set_and_taken_away() {
        Envelope envelope = Envelope.read(EVERY_TYPE)
                .with(Property.MESSAGE_ID, "é".repeat(127))
                .with(Property.USER_ID, "guest")
                .withDeliveryMode(2)
                .without(Property.USER_ID);

        assertThat(envelope.text(Property.MESSAGE_ID)).isEqualTo("é".repeat(127));
        assertThat(envelope.properties()).containsOnlyKeys("delivery_mode", "message_id");
        assertThat(envelope.headers()).hasSize(17);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> envelope.with(Property.MESSAGE_ID, "é".repeat(128)))
                .withMessageContaining("256");
    }

    @Test
    void headers_nested_deeper_than_anybody_reads_are_carried_all_the_same() {
        String value = "56";
        for (int i = 0; i < 20_000; i++) {
            value = "46" + HexFormat.of().toHexDigits(value.length() / 2 + 2) + "0161" + value;
            if (value.length() > 60_000) {
                break;
            }
        }
        byte[] wire = HexFormat.of().parseHex(headers("0161" + value));

        Envelope envelope = Envelope.read(wire);

        assertThat(envelope.wire()).isEqualTo(wire);
        assertThat(envelope.headers()).containsOnlyKeys("a");
        assertThat(envelope.withHeader("b", "c").headers()).containsOnlyKeys("a", "b");
    }

    @Test
    void what_is_no_list_of_properties_is_refused() {
        assertThatIllegalArgumentException().isThrownBy(() -> Envelope.read(new byte[] {(byte) 0x80}));
        assertThatIllegalArgumentException().isThrownBy(() -> Envelope.read(new byte[] {(byte) 0x80, 0, 9, 'a'}));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Envelope.read("nonsense".getBytes(StandardCharsets.UTF_8)));
    }
}
