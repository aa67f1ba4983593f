package io.penstock.pdf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PdfPayloadTest {

    @Test
    void the_smallest_payloads_are_read() {
        assertThat(Desk.payload("{\"html\": \"<p>Hi</p>\", \"output\": \"file:///a.pdf\"}")
                        .landscape())
                .isFalse();
        assertThat(Desk.payload("{\"table\": {\"columns\": [\"A\"], \"rows\": [[1]]}, \"output\": \"file:///a.pdf\"}")
                        .table())
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"output": "file:///a.pdf"}                                                     | template: expected exactly one
            {"html": "x", "template": "invoice", "output": "file:///a.pdf"}                 | template: expected exactly one
            {"html": "x"}                                                                   | output: expected an object URL
            {"html": "x", "output": "file:///a.pdf", "model": {}}                           | model: expected only together
            {"template": "../etc", "output": "file:///a.pdf"}                               | template: expected 1 to 64 characters
            {"html": "x", "output": "file:///a.pdf", "page_size": "A9"}                     | page_size: expected one of
            {"html": "x", "output": "file:///a.pdf", "pdf_a": "1a"}                         | pdf_a: expected 1b, 2b or 3b
            {"html": "x", "output": "file:///a.pdf", "titel": "T"}                          | "titel"
            {"table": {"columns": ["A"]}, "output": "file:///a.pdf"}                        | table.rows: expected either
            {"table": {"rows": [[1]]}, "output": "file:///a.pdf"}                           | table.columns: expected 1 to 40
            {"table": {"columns": ["A"], "rows": [1]}, "output": "file:///a.pdf"}           | table.rows: expected lists or objects
            {"table": {"columns": ["A"], "rows_url": "s3://b/a.xls"}, "output": "s3://b/a"} | table.rows_url: expected a URL that ends
            """)
    void what_would_not_do_what_was_meant_is_refused_by_field(String json, String reason) {
        assertThatThrownBy(() -> Desk.payload(json)).hasStackTraceContaining(reason);
    }
}
