package io.penstock.console.store;

/**
 * Where the console's database is.
 *
 * @param jdbcUrl     {@code jdbc:h2:file:…} or {@code jdbc:postgresql:…}
 * @param user        who connects, may be empty
 * @param password    the user's password, may be empty
 * @param connections how many connections are kept at most, from 2
 */
public record DatabaseSettings(String jdbcUrl, String user, String password, int connections) {

    @Override
    public String toString() {
        return "DatabaseSettings[user=" + user + ", connections=" + connections + "]";
    }
}
