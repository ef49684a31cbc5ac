package io.cameletl.camel.component;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.cameletl.EtlException;
import io.cameletl.camel.support.EtlContext;
import io.cameletl.support.Seeded;
import io.cameletl.support.SourceDb;
import io.cameletl.support.TargetDb;
import io.cameletl.support.TestDatabase;
import io.cameletl.support.WithPostgres;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Pipelines over tables of random names start; with one letter of one name changed they do not, and the error names the
 * pipeline, the option and the name.
 */
@WithPostgres
class RandomTyposTest {
    private static final String LETTERS = "abcxyzABCXYZ_019äßΩ $-.:;'+%";

    private TestDatabase source;
    private TestDatabase target;

    @Test
    void a_wrong_name_in_any_option_is_refused_at_start(@SourceDb TestDatabase from, @TargetDb TestDatabase to) {
        source = from;
        target = to;
        Seeded.times(6).play("Typos", seed -> new Typos(Seeded.random(seed), seed).play());
    }

    private final class Typos {
        private final Random random;
        private final String table;
        private final List<String> names = new ArrayList<>();
        private final Map<String, String> options = new LinkedHashMap<>();

        Typos(Random random, long seed) {
            this.random = random;
            this.table = "t" + seed;
            Set<String> different = new LinkedHashSet<>();
            while (different.size() < 6) {
                different.add(name());
            }
            names.addAll(different);
            options.put("query", "select * from " + table);
            options.put("cursorColumns", names.get(0) + "," + names.get(1));
            options.put("omitColumns", names.get(2));
            options.put("tables", table);
            options.put("keyColumns", names.get(1));
            options.put("versionColumn", names.get(0));
            options.put("deletedColumn", names.get(3));
            options.put("table." + table + ".keyColumns", names.get(1));
        }

        private String name() {
            StringBuilder name = new StringBuilder();
            for (int length = 1 + random.nextInt(20); length > 0; length--) {
                name.append(LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
            return name.toString().strip().isEmpty() ? "a" : name.toString().strip();
        }

        void play() throws Exception {
            source.execute("create table " + table + " (" + column(0, "timestamptz not null") + ", "
                    + column(1, "int primary key") + ", " + column(2, "json") + ", " + column(3, "bool") + ", "
                    + column(4, "text") + ", " + column(5, "numeric") + ")");
            target.execute("create table " + table + " (" + column(0, "timestamptz") + ", "
                    + column(1, "int primary key") + ", " + column(4, "text") + ", " + column(5, "numeric") + ")");
            try (EtlContext etl = new EtlContext(source, target)) {
                etl.route("right " + table, uri(options));
                assertThat(etl.run("right " + table).rows()).isZero();
                int number = 0;
                for (String option : options.keySet()) {
                    number++;
                    refused(etl, "wrong" + number, option);
                    unknown(etl, "unknown" + number, option);
                }
            }
        }

        private String column(int number, String type) {
            return quoted(names.get(number)) + " " + type;
        }

        private void refused(EtlContext etl, String pipeline, String option) {
            Map<String, String> wrong = new LinkedHashMap<>(options);
            if (!option.startsWith("table.")) {
                wrong.remove("table." + table + ".keyColumns");
            }
            List<String> values = new ArrayList<>(List.of(wrong.get(option).split(",")));
            int place = random.nextInt(values.size());
            String typo = option.equals("query") ? values.get(place) + "x" : typo(values.get(place));
            values.set(place, typo);
            wrong.put(option, String.join(",", values));

            Throwable failure = catchThrowable(() -> etl.route(pipeline, uri(wrong)));

            Throwable refusal = failure;
            while (refusal != null && !(refusal instanceof EtlException)) {
                refusal = refusal.getCause();
            }
            assertThat(refusal).as("%s for %s: %s", typo, option, failure).isNotNull();
            assertThat(refusal.getMessage())
                    .as("%s of %s", option, wrong)
                    .startsWith("pipeline \"" + pipeline + "\": ")
                    .contains(option.startsWith("table.") ? "keyColumns" : option)
                    .contains(option.equals("query") ? table + "x" : typo);
        }

        private void unknown(EtlContext etl, String pipeline, String option) {
            int letter = random.nextInt(option.length());
            String typo = option.substring(0, letter) + "q" + option.substring(letter);
            Map<String, String> wrong = new LinkedHashMap<>(options);
            wrong.put(typo, wrong.remove(option));

            assertThat(catchThrowable(() -> etl.route(pipeline, uri(wrong))))
                    .as(typo)
                    .hasStackTraceContaining(pipeline)
                    .hasStackTraceContaining(typo);
        }

        private String typo(String name) {
            List<UnaryOperator<String>> mistakes = List.of(
                    right -> right + "x",
                    right -> right.substring(1),
                    right -> right.equals(right.toUpperCase(java.util.Locale.ROOT))
                            ? right.toLowerCase(java.util.Locale.ROOT)
                            : right.toUpperCase(java.util.Locale.ROOT),
                    right -> new StringBuilder(right).reverse().toString());
            String wrong = mistakes.get(random.nextInt(mistakes.size())).apply(name);
            boolean isNone =
                    !wrong.equals(wrong.strip()) || wrong.isEmpty() || names.contains(wrong) || wrong.equals(table);
            return isNone ? name + "x" + name.length() : wrong;
        }

        private String quoted(String name) {
            return '"' + name.replace("\"", "\"\"") + '"';
        }

        private String uri(Map<String, String> given) {
            return "sourceDataSource=#source&dataSource=#target&consistencyDelay=0&"
                    + given.entrySet().stream()
                            .map(option -> option.getKey() + "=RAW(" + option.getValue() + ")")
                            .collect(Collectors.joining("&"));
        }
    }
}
