package io.cameletl.internal.adapter.control;

import io.cameletl.internal.engine.driver.Actor;
import io.cameletl.internal.engine.driver.Actor.Way;
import java.util.Arrays;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Who has which role, by the names that an authentication gives. {@code *} stands for everybody who is authenticated.
 *
 * @param viewers who may look
 * @param operators who may operate
 * @param repairers who may repair
 */
public record Roles(Set<String> viewers, Set<String> operators, Set<String> repairers) {
    private static final String ALL = "*";

    /** Each a list of names, separated by commas; null for nobody. */
    public static Roles of(@Nullable String viewers, @Nullable String operators, @Nullable String repairers) {
        return new Roles(names(viewers), names(operators), names(repairers));
    }

    /**
     * @param names those that an authentication gave to somebody; none has no role but what everybody has
     * @return the caller, with the highest role of any of the names
     */
    public Caller caller(Collection<String> names, Way way) {
        Role role = isOf(repairers, names)
                ? Role.REPAIR
                : isOf(operators, names) ? Role.OPERATE : isOf(viewers, names) ? Role.VIEW : Role.NONE;
        String name = names.isEmpty() ? "somebody without a name" : String.join(",", new TreeSet<>(names));
        return new Caller(new Actor(name, way), role);
    }

    private static boolean isOf(Set<String> group, Collection<String> names) {
        return group.contains(ALL) || names.stream().anyMatch(group::contains);
    }

    private static Set<String> names(@Nullable String list) {
        return list == null
                ? Set.of()
                : Arrays.stream(list.split(","))
                        .map(String::strip)
                        .filter(name -> !name.isEmpty())
                        .collect(Collectors.toUnmodifiableSet());
    }
}
