package io.penstock.spi;

/** The effective configuration, as far as the reader may see it. Safe to use from any thread. */
public interface SettingValues {

    /**
     * The configured value of a setting.
     *
     * @throws IllegalArgumentException if the reader did not declare the setting
     */
    <T> T get(Setting<T> setting);
}
