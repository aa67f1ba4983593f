package io.penstock.console.access;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jose.util.DefaultResourceRetriever;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An OpenID Connect provider: code flow with PKCE. It is asked for its addresses when somebody first signs in, so that the console
 * starts without it. Thread-safe.
 */
public final class OidcProvider {
    private static final int LONGEST_WAIT_MILLIS = 5_000;
    private static final int LARGEST_KEYS = 100_000;
    /** None of them with a shared secret, and never {@code none}. */
    private static final Set<JWSAlgorithm> ALGORITHMS = Set.of(
            JWSAlgorithm.RS256,
            JWSAlgorithm.RS384,
            JWSAlgorithm.RS512,
            JWSAlgorithm.PS256,
            JWSAlgorithm.ES256,
            JWSAlgorithm.ES384,
            JWSAlgorithm.EdDSA);

    private final OidcSettings settings;
    private volatile @Nullable Known known;

    public OidcProvider(OidcSettings settings) {
        this.settings = settings;
    }

    private record Known(OIDCProviderMetadata metadata, IDTokenValidator validator) {}

    /**
     * Whom the provider names.
     *
     * @param externalId issuer and subject, which stay the same whatever the name
     * @param name       for people
     * @param grants     empty if it gave none that we know
     */
    public record Identity(String externalId, String name, Optional<Grants> grants) {}

    /** The provider did not answer as it should, or what it said cannot be believed. */
    public static final class Failure extends Exception {
        private static final long serialVersionUID = 1L;

        Failure(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /** Where to send the browser. */
    public URI authorization(OidcLogins.Begun login, URI redirect) throws Failure {
        return new AuthenticationRequest.Builder(
                        new ResponseType("code"),
                        new Scope("openid", "profile", "email"),
                        new ClientID(settings.clientId()),
                        redirect)
                .endpointURI(known().metadata().getAuthorizationEndpointURI())
                .state(new State(login.state()))
                .nonce(new Nonce(login.secrets().nonce()))
                .codeChallenge(new CodeVerifier(login.secrets().verifier()), CodeChallengeMethod.S256)
                .build()
                .toURI();
    }

    /** Redeems the code that the browser came back with. */
    public Identity identify(String code, OidcLogins.Pending secrets, URI redirect) throws Failure {
        try {
            Known provider = known();
            TokenResponse response = OIDCTokenResponseParser.parse(
                    tokenRequest(provider.metadata(), code, secrets, redirect).send());
            if (!(response instanceof OIDCTokenResponse tokens)) {
                throw new Failure(
                        "the identity provider refuses the code: "
                                + response.toErrorResponse().getErrorObject().getCode(),
                        null);
            }
            IDTokenClaimsSet claims =
                    provider.validator().validate(tokens.getOIDCTokens().getIDToken(), new Nonce(secrets.nonce()));
            return identity(
                    claims.getSubject().getValue(), claims.toJWTClaimsSet().getClaims());
        } catch (GeneralException | IOException | BadJOSEException | JOSEException e) {
            throw new Failure("what the identity provider answered cannot be believed", e);
        }
    }

    private HTTPRequest tokenRequest(
            OIDCProviderMetadata metadata, String code, OidcLogins.Pending secrets, URI redirect) {
        AuthorizationCodeGrant grant =
                new AuthorizationCodeGrant(new AuthorizationCode(code), redirect, new CodeVerifier(secrets.verifier()));
        ClientID client = new ClientID(settings.clientId());
        TokenRequest request = settings.clientSecret().isEmpty()
                ? new TokenRequest.Builder(metadata.getTokenEndpointURI(), client, grant).build()
                : new TokenRequest.Builder(
                                metadata.getTokenEndpointURI(),
                                new ClientSecretBasic(client, new Secret(settings.clientSecret())),
                                grant)
                        .build();
        HTTPRequest http = request.toHTTPRequest();
        http.setConnectTimeout(LONGEST_WAIT_MILLIS);
        http.setReadTimeout(LONGEST_WAIT_MILLIS);
        return http;
    }

    private Identity identity(String subject, Map<String, Object> claims) {
        String name = OidcClaims.texts(claims, "preferred_username").stream()
                .findFirst()
                .or(() -> OidcClaims.texts(claims, "email").stream().findFirst())
                .orElse(subject);
        return new Identity(
                settings.issuer() + " " + subject,
                name.length() <= 255 ? name : name.substring(0, 255),
                OidcClaims.grants(claims, settings));
    }

    private Known known() throws Failure {
        Known found = known;
        if (found == null) {
            found = look();
            known = found;
        }
        return found;
    }

    private Known look() throws Failure {
        try {
            Issuer issuer = new Issuer(settings.issuer());
            OIDCProviderMetadata metadata =
                    OIDCProviderMetadata.resolve(issuer, LONGEST_WAIT_MILLIS, LONGEST_WAIT_MILLIS);
            var keys = JWKSourceBuilder.<SecurityContext>create(
                            metadata.getJWKSetURI().toURL(),
                            new DefaultResourceRetriever(LONGEST_WAIT_MILLIS, LONGEST_WAIT_MILLIS, LARGEST_KEYS))
                    .build();
            return new Known(
                    metadata,
                    new IDTokenValidator(
                            issuer,
                            new ClientID(settings.clientId()),
                            new JWSVerificationKeySelector<>(ALGORITHMS, keys),
                            null));
        } catch (GeneralException | IOException e) {
            throw new Failure("the identity provider does not say where it is to be asked", e);
        }
    }
}
