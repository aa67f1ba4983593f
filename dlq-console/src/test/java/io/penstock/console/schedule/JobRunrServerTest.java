package io.penstock.console.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.jobrunr.jobs.mappers.JobMapper;
import org.jobrunr.server.BackgroundJobServer;
import org.jobrunr.server.BackgroundJobServerConfiguration;
import org.jobrunr.storage.InMemoryStorageProvider;
import org.jobrunr.utils.mapper.jackson.JacksonJsonMapper;
import org.junit.jupiter.api.Test;

class JobRunrServerTest {

    @Test
    void a_server_that_has_stopped_itself_is_said_to_be_down_and_started_again() {
        var json = new JacksonJsonMapper(false);
        var storage = new InMemoryStorageProvider();
        storage.setJobMapper(new JobMapper(json));
        var jobRunr = new BackgroundJobServer(
                storage,
                json,
                null,
                BackgroundJobServerConfiguration.usingStandardBackgroundJobServerConfiguration()
                        .andWorkerCount(1));
        try (var server = new JobRunrServer(jobRunr, Duration.ofHours(1))) {
            assertThat(server.isDown()).as("before it was started").isFalse();
            server.start();
            await().until(() -> !server.isDown());

            jobRunr.stop();
            assertThat(server.isDown()).isTrue();
            server.keepRunning();
            await().until(() -> !server.isDown());
        }
        assertThat(jobRunr.isRunning()).isFalse();
    }
}
