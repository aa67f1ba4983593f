package io.penstock.webhook.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.standardwebhooks.Webhook;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SigningTest {
    private static final String SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    private static final String OTHER = "whsec_" + base64(new byte[24]);
    private static final byte[] BODY = "{\"test\": 2432232314}".getBytes(StandardCharsets.UTF_8);
    private static final String ID = "msg_p5jXN8AQM9LWM0D4loKWxJek";

    private static String base64(byte[] bytes) {
        return Base64.getEncoder().encodeToString(bytes);
    }

    private static Map<String, String> signed(Instant at, byte[] body, String... secrets) {
        return SignedHeaders.of(List.of(secrets).stream().map(SigningKey::parse).toList(), ID, at, body);
    }

    @Test
    void the_published_vector_comes_out() {
        Map<String, String> headers = signed(Instant.ofEpochSecond(1_614_265_330), BODY, SECRET);

        assertThat(headers)
                .isEqualTo(Map.of(
                        "webhook-id", ID,
                        "webhook-timestamp", "1614265330",
                        "webhook-signature", "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="));
    }

    @Test
    void the_reference_library_for_java_accepts_it() throws Exception {
        byte[] body = "{\"größe\":\"½ 🐦\"}".getBytes(StandardCharsets.UTF_8);
        HttpHeaders headers = asHttp(signed(Instant.now(), body, SECRET));

        new Webhook(SECRET).verify(new String(body, StandardCharsets.UTF_8), headers);

        assertThatThrownBy(() -> new Webhook(SECRET).verify("{}", headers))
                .hasMessageContaining("No matching signature");
        assertThatThrownBy(() -> new Webhook(OTHER).verify(new String(body, StandardCharsets.UTF_8), headers))
                .hasMessageContaining("No matching signature");
    }

    @Test
    void while_a_secret_is_rotated_the_receiver_may_know_either() throws Exception {
        HttpHeaders headers = asHttp(signed(Instant.now(), BODY, OTHER, SECRET));

        assertThat(headers.firstValue("webhook-signature").orElseThrow().split(" "))
                .hasSize(2);
        for (String known : List.of(OTHER, SECRET)) {
            new Webhook(known).verify(new String(BODY, StandardCharsets.UTF_8), headers);
        }
    }

    @Test
    void an_asymmetric_signature_is_verified_with_the_public_key() throws Exception {
        KeyPair pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();

        String signature =
                signed(Instant.ofEpochSecond(1), BODY, "whsk_" + base64(seed)).get("webhook-signature");

        assertThat(signature).startsWith("v1a,");
        Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(pair.getPublic());
        verifier.update((ID + ".1.").getBytes(StandardCharsets.UTF_8));
        verifier.update(BODY);
        assertThat(verifier.verify(Base64.getDecoder().decode(signature.substring(4))))
                .isTrue();
    }

    /** RFC 8032, section 7.1, test 1: private and public key, and the signature of nothing. */
    @Test
    void an_asymmetric_key_may_come_with_its_public_half() {
        byte[] keys = java.util.HexFormat.of()
                .parseHex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60"
                        + "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a");

        assertThat(SigningKey.parse("whsk_" + base64(keys)).sign(new byte[0]))
                .isEqualTo("v1a,"
                        + base64(java.util.HexFormat.of()
                                .parseHex(
                                        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33"
                                                + "bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "secret",
                "whsec_",
                "whsec_!!!",
                "whsec_c2hvcnQ=",
                "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
                "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaS",
                "whsk_c2hvcnQ="
            })
    void a_secret_of_the_wrong_form_or_length_is_refused_without_repeating_it(String secret) {
        assertThatThrownBy(() -> SigningKey.parse(secret))
                .isInstanceOf(IllegalArgumentException.class)
                .message()
                .startsWith("secret: expected ")
                .doesNotContain("MfKQ9", "c2hvcnQ");
    }

    @Test
    void a_secret_has_24_to_64_bytes() {
        for (int length : List.of(24, 64)) {
            assertThat(SigningKey.parse("whsec_" + base64(new byte[length])).sign(BODY))
                    .startsWith("v1,");
        }
        for (int length : List.of(23, 65)) {
            assertThatThrownBy(() -> SigningKey.parse("whsec_" + base64(new byte[length])))
                    .hasMessage("secret: expected 24 to 64 bytes behind whsec_, got " + length);
        }
    }

    @Test
    void a_key_shows_nothing_of_itself() {
        assertThat(SigningKey.parse(SECRET)).hasToString("whsec_***");
        assertThat(SigningKey.parse("whsk_" + base64(new byte[32]))).hasToString("whsk_***");
    }

    private static HttpHeaders asHttp(Map<String, String> headers) {
        Map<String, List<String>> lists = new HashMap<>();
        headers.forEach((name, value) -> lists.put(name, List.of(value)));
        return HttpHeaders.of(lists, (name, value) -> true);
    }
}
