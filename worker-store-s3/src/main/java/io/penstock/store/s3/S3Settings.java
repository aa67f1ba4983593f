package io.penstock.store.s3;

import io.penstock.spi.Setting;
import java.util.List;

/** The settings of the S3 store, under the names that the AWS tools use. */
final class S3Settings {
    private S3Settings() {}

    static final Setting<String> ENDPOINT = Setting.text(
            "S3_ENDPOINT", "", "Server that speaks S3, http://host:9000, addressed by path; empty: Amazon S3");
    static final Setting<String> REGION =
            Setting.text("AWS_REGION", "", "Region of the buckets; us-east-1 if empty and S3_ENDPOINT is set");
    static final Setting<String> ACCESS_KEY_ID = Setting.text(
            "AWS_ACCESS_KEY_ID",
            "",
            "Access key; empty: that of the machine, container or profile, as AWS tools find it");
    static final Setting<String> SECRET_ACCESS_KEY =
            Setting.secretText("AWS_SECRET_ACCESS_KEY", "", "Secret of the access key");
    static final Setting<String> SESSION_TOKEN =
            Setting.secretText("AWS_SESSION_TOKEN", "", "Token of a temporary access key");

    static List<Setting<?>> all() {
        return List.of(ENDPOINT, REGION, ACCESS_KEY_ID, SECRET_ACCESS_KEY, SESSION_TOKEN);
    }
}
