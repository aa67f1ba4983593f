package io.penstock.bench.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

class ChartTest {

    @Test
    void bars_are_as_long_as_their_medians_and_each_unit_has_its_own_scale() throws Exception {
        List<Double> widths = elements("rect").stream()
                .filter(element -> element.hasAttribute("rx"))
                .map(bar -> Double.parseDouble(bar.getAttribute("width")))
                .toList();

        assertThat(widths).hasSize(3);
        double full = widths.get(2);
        assertThat(widths.get(0)).isCloseTo(full * 2 / 3, org.assertj.core.data.Offset.offset(0.2));
        assertThat(widths.get(1)).isCloseTo(full / 2, org.assertj.core.data.Offset.offset(0.2));
    }

    @Test
    void every_series_is_named_and_has_its_number() throws Exception {
        assertThat(elements("text"))
                .extracting(Element::getTextContent)
                .contains("(b) peer", "20,000", "(c) ours", "15,000", "(h.idle) memory", "80.3", "jobs/s", "MiB")
                .anyMatch(text -> text.startsWith("2 × Fast & <Cheap>, RabbitMQ 3.10.8, 2026-11-25"));
    }

    private static List<Element> elements(String name) throws Exception {
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(Chart.of(Given.report()).getBytes(UTF_8)));
        NodeList found = document.getElementsByTagName(name);
        return IntStream.range(0, found.getLength())
                .mapToObj(i -> (Element) found.item(i))
                .toList();
    }
}
