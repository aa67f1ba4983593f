package io.penstock.console.http;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.Subject;
import com.nimbusds.oauth2.sdk.pkce.CodeChallenge;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.SubjectType;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A small identity provider: discovery, keys, and a token endpoint that holds clients to PKCE. */
final class IdentityProvider implements AutoCloseable {
    private final HttpServer server;
    private final RSAKey key;
    private final Map<String, Login> logins = new ConcurrentHashMap<>();

    private record Login(AuthenticationRequest request, String subject, Map<String, Object> claims) {}

    IdentityProvider() throws IOException, JOSEException {
        key = new RSAKeyGenerator(2048).keyID("k1").generate();
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/.well-known/openid-configuration", exchange -> send(exchange, 200, metadata()));
        server.createContext("/keys", exchange -> send(exchange, 200, new JWKSet(key.toPublicJWK()).toString()));
        server.createContext("/token", this::token);
        server.start();
    }

    URI issuer() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private String metadata() {
        OIDCProviderMetadata metadata =
                new OIDCProviderMetadata(new Issuer(issuer()), List.of(SubjectType.PUBLIC), issuer().resolve("/keys"));
        metadata.setAuthorizationEndpointURI(issuer().resolve("/authorize"));
        metadata.setTokenEndpointURI(issuer().resolve("/token"));
        return metadata.toString();
    }

    /** Somebody signs in at the page that the browser was sent to; returns where the browser is sent back to. */
    String signIn(String authorization, String subject, Map<String, Object> claims) throws ParseException {
        AuthenticationRequest request = AuthenticationRequest.parse(URI.create(authorization));
        if (!CodeChallengeMethod.S256.equals(request.getCodeChallengeMethod())) {
            throw new AssertionError("expected PKCE with S256");
        }
        String code = "code-" + logins.size();
        logins.put(code, new Login(request, subject, claims));
        return request.getRedirectionURI().getPath() + "?code=" + code + "&state="
                + request.getState().getValue();
    }

    private void token(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        Map<String, List<String>> form = URLUtils.parseParameters(body);
        Login login = logins.remove(form.getOrDefault("code", List.of("")).getFirst());
        CodeVerifier verifier = new CodeVerifier(form.get("code_verifier").getFirst());
        if (login == null
                || !CodeChallenge.compute(CodeChallengeMethod.S256, verifier)
                        .equals(login.request().getCodeChallenge())) {
            send(exchange, 400, "{\"error\":\"invalid_grant\"}");
            return;
        }
        try {
            OIDCTokens tokens = new OIDCTokens(idToken(login), new BearerAccessToken(), null);
            send(exchange, 200, new OIDCTokenResponse(tokens).toHTTPResponse().getBody());
        } catch (JOSEException e) {
            throw new IOException(e);
        }
    }

    private SignedJWT idToken(Login login) throws JOSEException {
        JWTClaimsSet.Builder claims = new JWTClaimsSet.Builder()
                .issuer(issuer().toString())
                .audience(login.request().getClientID().getValue())
                .subject(new Subject(login.subject()).getValue())
                .issueTime(Date.from(Instant.now()))
                .expirationTime(Date.from(Instant.now().plus(Duration.ofMinutes(5))))
                .claim("nonce", login.request().getNonce().getValue());
        login.claims().forEach(claims::claim);
        SignedJWT token = new SignedJWT(
                new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("k1").build(), claims.build());
        token.sign(new RSASSASigner(key));
        return token;
    }

    private static void send(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
