package io.penstock.launcher.demo;

import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;

/** What the demo's console gets besides addresses. */
final class DemoConsole {
    private static final int TOKEN_BYTES = 24;

    private DemoConsole() {}

    /** An administrator's token of this demo only. */
    static String token() {
        byte[] random = new byte[TOKEN_BYTES];
        new SecureRandom().nextBytes(random);
        return "penstock_demo-" + HexFormat.of().formatHex(random);
    }

    /** Nothing of what the user has configured elsewhere. */
    static Map<String, String> environment(String token) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment
                .keySet()
                .removeIf(name -> name.startsWith("PENSTOCK_")
                        || name.equals("DATABASE_URL")
                        || name.startsWith("DATABASE_URL_"));
        environment.put("PENSTOCK_CONSOLE_ADMIN_TOKEN", token);
        return environment;
    }
}
