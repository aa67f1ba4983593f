package io.penstock.internal.storage;

import io.penstock.internal.config.OutsideSettings;
import io.penstock.spi.ObjectStoreProvider;
import io.penstock.spi.Setting;
import io.penstock.spi.SettingValues;
import io.penstock.spi.storage.ObjectBackend;
import java.util.List;

/** {@code file:} URLs, as soon as there is a root for them. */
final class FileProvider implements ObjectStoreProvider {
    @Override
    public String scheme() {
        return "file";
    }

    @Override
    public List<Setting<?>> settings() {
        return List.of(); // they are listed whether a store is configured or not
    }

    @Override
    public String howToConfigure() {
        return "set OBJECT_STORE_ROOT to the folder that holds the objects";
    }

    @Override
    public boolean isConfigured(SettingValues values) {
        return !values.get(OutsideSettings.OBJECT_STORE_ROOT).isEmpty();
    }

    @Override
    public ObjectBackend open(SettingValues values) {
        return FileBackend.in(values.get(OutsideSettings.OBJECT_STORE_ROOT));
    }

    @Override
    public void close() {
        // nothing stays open between two objects
    }
}
