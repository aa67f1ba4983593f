package io.penstock.worker;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** How this process is called in events, dead letters and the broker's lists: host, process, version. */
public final class Identity {
    private Identity() {}

    /** Host, process and version. */
    public static String current() {
        return host() + "/" + ProcessHandle.current().pid() + " penstock/" + version();
    }

    /** The host that this process runs on, as others call it. */
    public static String host() {
        String name = System.getenv("HOSTNAME");
        if (name != null && !name.isBlank()) {
            return name;
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "unknown-host";
        }
    }

    /** The version of this build, {@code dev} if there is no jar that says. */
    public static String version() {
        String version = Identity.class.getPackage().getImplementationVersion();
        return version == null ? "dev" : version;
    }
}
