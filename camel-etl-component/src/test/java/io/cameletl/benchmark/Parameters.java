package io.cameletl.benchmark;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The settings of a measurement: {@code name=value} arguments over defaults; a name without default is refused. */
final class Parameters {
    private final Map<String, String> values;

    private Parameters(Map<String, String> values) {
        this.values = values;
    }

    /** @param defaults every name there is, with the value it has unless an argument gives another */
    static Parameters of(Map<String, String> defaults, String... arguments) {
        Map<String, String> values = new LinkedHashMap<>(defaults);
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            String name = equals < 0 ? argument : argument.substring(0, equals);
            if (equals < 0 || !defaults.containsKey(name)) {
                throw new IllegalArgumentException(
                        "Not a parameter: " + argument + ". Give name=value, the names are " + defaults.keySet());
            }
            values.put(name, argument.substring(equals + 1));
        }
        return new Parameters(values);
    }

    int number(String name) {
        return parsed(text(name));
    }

    boolean is(String name) {
        return Boolean.parseBoolean(text(name));
    }

    List<Integer> numbers(String name) {
        return texts(name).stream().map(Parameters::parsed).toList();
    }

    private static int parsed(String number) {
        return Integer.parseInt(number.replace("_", ""));
    }

    /** The parts between commas; none when the text is empty. */
    List<String> texts(String name) {
        return Arrays.stream(text(name).split(","))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private String text(String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("No such parameter: " + name);
        }
        return value;
    }

    @Override
    public String toString() {
        return values.toString();
    }
}
