package io.penstock.bench.webhooks;

import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.Proxy;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * What the worker is compared with: OkHttp in a loop, with what no sender of webhooks can do without – read the job, sign, post,
 * read the answer – and nothing else: no queue, no limits, no retries, no checks. Arguments: how many requests, then the endpoints.
 */
public final class PlainLoop {
    private static final int THREADS = 500;
    private static final ObjectReader JSON = new JsonMapper().readerFor(Traffic.Payload.class);
    private static final MediaType MEDIA_TYPE = MediaType.get("application/json");

    private final OkHttpClient client = new OkHttpClient.Builder()
            .proxy(Proxy.NO_PROXY)
            .connectionPool(new ConnectionPool(1_024, 1, TimeUnit.MINUTES))
            .connectTimeout(Duration.ofSeconds(5))
            .callTimeout(Duration.ofSeconds(15))
            .followRedirects(false)
            .build();
    private final List<byte[]> jobs = new ArrayList<>();
    private final AtomicInteger next = new AtomicInteger();

    private PlainLoop(int requests, List<String> urls) throws IOException {
        for (int number = 0; number < requests; number++) {
            jobs.add(new JsonMapper()
                    .writeValueAsBytes(Traffic.payload(urls.get(number % urls.size()), "endpoint", number)));
        }
    }

    /** Posts and ends. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        PlainLoop loop =
                new PlainLoop(Integer.parseInt(arguments[0]), List.of(arguments).subList(1, arguments.length));
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.startVirtualThread(loop::postUntilNoneIsLeft));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private void postUntilNoneIsLeft() {
        try {
            for (int number = next.getAndIncrement(); number < jobs.size(); number = next.getAndIncrement()) {
                post(Traffic.id(number), JSON.readValue(jobs.get(number)));
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private void post(String id, Traffic.Payload job) throws IOException, GeneralSecurityException {
        String timestamp = Long.toString(System.currentTimeMillis() / 1_000);
        Request request = new Request.Builder()
                .url(job.url())
                .header("webhook-id", id)
                .header("webhook-timestamp", timestamp)
                .header("webhook-signature", signature(job.secret(), id + '.' + timestamp + '.' + job.body()))
                .post(RequestBody.create(job.body().getBytes(StandardCharsets.UTF_8), MEDIA_TYPE))
                .build();
        try (Response response = client.newCall(request).execute()) {
            response.body().bytes();
        }
    }

    private static String signature(String secret, String content) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(Base64.getDecoder().decode(secret.substring("whsec_".length())), "HmacSHA256"));
        return "v1," + Base64.getEncoder().encodeToString(mac.doFinal(content.getBytes(StandardCharsets.UTF_8)));
    }
}
