package io.penstock.bench.contender;

import java.util.List;

/**
 * The job that everybody decodes: a mail with some line items, of about 1 kB as JSON.
 *
 * @param to recipients
 * @param subject one line
 * @param body several sentences
 * @param template name of a template
 * @param priority 1 to 9
 * @param urgent a flag
 * @param lines what was bought
 */
public record SampleJob(
        List<String> to, String subject, String body, String template, int priority, boolean urgent, List<Line> lines) {

    /**
     * One line of an invoice.
     *
     * @param sku article number
     * @param quantity how many
     * @param cents price of each
     */
    public record Line(String sku, int quantity, long cents) {}

    private static final String SENTENCE = "Your order has left our warehouse and will be with you within two days. ";

    /** One that is as good as any other. */
    public static SampleJob example() {
        return new SampleJob(
                List.of("ada.lovelace@example.com", "charles.babbage@example.com"),
                "Your invoice 2026-004711 – thank you for your order",
                SENTENCE.repeat(8),
                "invoice-shipped",
                5,
                false,
                List.of(
                        new Line("AE-1837-01", 2, 129_900),
                        new Line("DE-1822-07", 1, 4_550),
                        new Line("LN-1843", 3, 990)));
    }
}
