package io.penstock.testbed.internal.provisioning;

/** The servers that are no Java programs, and where they come from. */
public enum Software {
    /** The program that its packages put into the search path changes the user; the one behind it works as anybody. */
    RABBITMQ(
            "RabbitMQ",
            "rabbitmq-server",
            "rabbitmq-server",
            "/usr/lib/rabbitmq/bin",
            "/usr/sbin/rabbitmq-server",
            "rabbitmq:4-management"),
    /** Any version from 6. */
    REDIS("Redis", "redis-server", "redis-server", "/usr/bin", "", "redis:7"),
    /** Any version from 13. Its packages keep each version in a folder of its own, outside the search path. */
    POSTGRESQL("PostgreSQL", "postgres", "postgresql", "/usr/lib/postgresql/*/bin", "", "postgres:17");

    private final String title;
    private final String program;
    private final String debianPackage;
    private final String packageFolder;
    private final String wrapper;
    private final String image;

    Software(String title, String program, String debianPackage, String packageFolder, String wrapper, String image) {
        this.title = title;
        this.program = program;
        this.debianPackage = debianPackage;
        this.packageFolder = packageFolder;
        this.wrapper = wrapper;
        this.image = image;
    }

    /** What people call it. */
    public String title() {
        return title;
    }

    /** The file name of its program. */
    public String program() {
        return program;
    }

    /** Where packages put the program itself; {@code *} stands for a version, of which the newest is taken. */
    String packageFolder() {
        return packageFolder;
    }

    /** A file with the program's name that is of no use here; empty if there is none. */
    String wrapper() {
        return wrapper;
    }

    /** The package that brings it on Debian and Ubuntu; its service has the same name. */
    public String debianPackage() {
        return debianPackage;
    }

    /** The container image that brings it. */
    public String image() {
        return image;
    }
}
