package io.penstock.bench.webhooks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import okhttp3.ConnectionPool;
import okhttp3.MediaType;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;

/**
 * What the worker is compared with: OkHttp in a loop that posts to the same endpoints, as many at once, and does nothing else: no
 * queue, no signature, no limits. Arguments: how many requests, then the endpoints.
 */
public final class PlainLoop {
    private static final int THREADS = 500;

    private PlainLoop() {}

    /** Posts and ends. */
    public static void main(String[] arguments) throws InterruptedException {
        int requests = Integer.parseInt(arguments[0]);
        List<String> urls = List.of(arguments).subList(1, arguments.length);
        OkHttpClient client = new OkHttpClient.Builder()
                .connectionPool(new ConnectionPool(1_024, 1, java.util.concurrent.TimeUnit.MINUTES))
                .callTimeout(Duration.ofSeconds(15))
                .build();
        AtomicInteger next = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            threads.add(Thread.startVirtualThread(() -> {
                for (int number = next.getAndIncrement(); number < requests; number = next.getAndIncrement()) {
                    post(client, urls.get(number % urls.size()), number);
                }
            }));
        }
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static void post(OkHttpClient client, String url, int number) {
        RequestBody body = RequestBody.create(
                Traffic.body(number).getBytes(StandardCharsets.UTF_8), MediaType.get("application/json"));
        Request request = new Request.Builder()
                .url(url)
                .header("webhook-id", Traffic.id(number))
                .post(body)
                .build();
        try (Response response = client.newCall(request).execute()) {
            response.body().bytes();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
