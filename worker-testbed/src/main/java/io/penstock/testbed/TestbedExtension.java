package io.penstock.testbed;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.commons.support.AnnotationSupport;

/** What {@link WithServers} does. */
public final class TestbedExtension implements BeforeAllCallback, ParameterResolver {
    private static final Map<Class<?>, ServerKind> KINDS = Map.of(
            RabbitMqServer.class, ServerKind.RABBITMQ,
            RedisServer.class, ServerKind.REDIS,
            KafkaServer.class, ServerKind.KAFKA,
            SmtpServer.class, ServerKind.SMTP,
            S3Server.class, ServerKind.S3,
            PostgresServer.class, ServerKind.POSTGRES);

    /** For JUnit. */
    public TestbedExtension() {}

    @Override
    public void beforeAll(ExtensionContext context) {
        shared(context).revive(kindsFor(context));
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return type == Testbed.class || KINDS.containsKey(type);
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Testbed testbed = shared(context).testbed(kindsFor(context));
        ServerKind kind = KINDS.get(parameter.getParameter().getType());
        return kind == null ? testbed : testbed.server(kind);
    }

    private static Set<ServerKind> kindsFor(ExtensionContext context) {
        Set<ServerKind> kinds = EnumSet.noneOf(ServerKind.class);
        ServerKind[] named = AnnotationSupport.findAnnotation(
                        context.getRequiredTestClass(), WithServers.class, context.getEnclosingTestClasses())
                .orElseThrow(
                        () -> new ExtensionConfigurationException("%s has no @WithServers; say which servers it needs"
                                .formatted(context.getRequiredTestClass().getName())))
                .value();
        kinds.addAll(Set.of(named));
        return kinds;
    }

    /** JUnit closes what lies in its root store at the end of the run. */
    private static SharedServers shared(ExtensionContext context) {
        return context.getRoot()
                .getStore(Namespace.create(TestbedExtension.class))
                .getOrComputeIfAbsent(SharedServers.class, key -> new SharedServers(), SharedServers.class);
    }
}
