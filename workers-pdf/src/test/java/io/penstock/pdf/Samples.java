package io.penstock.pdf;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A model for each shipped template. */
final class Samples {
    private Samples() {}

    static Map<String, Object> of(String template) {
        Map<String, Object> model = new HashMap<>(Desk.invoice(3));
        model.put("title", "Quarterly report");
        model.put("entries", entries());
        model.put("summary", "Revenue grew in all regions, led by new customers.");
        model.put(
                "figures",
                List.of(figure("Revenue", "€ 1.2 m"), figure("Customers", "1,204"), figure("Churn", "1.1 %")));
        model.put(
                "sections",
                List.of(Map.of(
                        "title",
                        "By region",
                        "paragraphs",
                        List.of("Northern Europe remains the largest region."),
                        "columns",
                        List.of("Region", "Revenue", "Growth"),
                        "rows",
                        List.of(List.of("North", "€ 0.7 m", "12 %"), List.of("South", "€ 0.5 m", "9 %")))));
        model.put("date", "Bristol, 1 March 2026");
        model.put("subject", "Your subscription");
        model.put("salutation", "Dear Ms Müller,");
        model.put(
                "paragraphs",
                List.of(
                        "your subscription has been renewed for another year. Nothing needs to be done.",
                        "We look forward to working with you."));
        model.put("closing", "Kind regards,");
        model.put("signature", List.of("Ada Example", "Customer Care"));
        return template.equals("invoice") ? Desk.invoice(3) : model;
    }

    private static Map<String, String> figure(String name, String value) {
        return Map.of("name", name, "value", value);
    }

    private static List<Map<String, String>> entries() {
        List<Map<String, String>> entries = new ArrayList<>();
        for (int day = 1; day <= 20; day++) {
            entries.add(Map.of(
                    "date",
                    "2026-03-" + (day + 10),
                    "text",
                    "Payment " + day,
                    "debit",
                    "",
                    "credit",
                    "€ 10.00",
                    "balance",
                    "€ " + day * 10 + ".00"));
        }
        return entries;
    }
}
