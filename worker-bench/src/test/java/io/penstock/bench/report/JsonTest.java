package io.penstock.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import org.junit.jupiter.api.Test;

class JsonTest {

    @Test
    void it_has_every_value_and_where_it_comes_from() throws Exception {
        JsonNode json = new JsonMapper().readTree(Json.of(Given.report()));

        assertThat(json.at("/time").textValue()).isEqualTo("2026-11-25T02:27:11.500Z");
        assertThat(json.at("/machine/processors").intValue()).isEqualTo(2);
        assertThat(json.at("/versions/rabbitmq").textValue()).isEqualTo("3.10.8");
        assertThat(json.at("/settings/repetitions").intValue()).isEqualTo(3);
        assertThat(json.at("/series/0").toString())
                .isEqualTo("{\"key\":\"b\",\"name\":\"peer\",\"unit\":\"jobs/s\",\"median\":20000.0,"
                        + "\"least\":10000.0,\"most\":30000.0,\"values\":[20000.0,10000.0,30000.0]}");
        assertThat(json.at("/goals/0").toString())
                .isEqualTo("{\"key\":\"c\",\"goal\":\"≥ 1.00 × (b)\",\"reached\":0.75,\"met\":false}");
    }

    @Test
    void a_goal_whose_part_was_not_measured_is_neither_met_nor_missed() throws Exception {
        JsonNode goal = new JsonMapper().readTree(Json.of(Given.report())).at("/goals/2");

        assertThat(goal.get("reached").isNull()).isTrue();
        assertThat(goal.get("met").isNull()).isTrue();
    }

    @Test
    void what_was_written_can_be_compared_with() {
        assertThat(Json.readSeries(Json.of(Given.report())))
                .isEqualTo(Given.report().series());
    }
}
