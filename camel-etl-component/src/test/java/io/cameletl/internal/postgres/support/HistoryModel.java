package io.cameletl.internal.postgres.support;

import io.cameletl.TableCounts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map.Entry;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a history is to be: plain lines in memory, to which records are applied one after the other. */
public final class HistoryModel {
    private final TreeMap<String, TreeMap<Integer, Line>> rows = new TreeMap<>();
    private int inserted;
    private int updated;
    private int deleted;

    private record Line(@Nullable Integer to, @Nullable String content) {}

    /**
     * A record.
     *
     * @param gone whether it says that the row is gone
     */
    public record Point(String key, int version, @Nullable String content, boolean gone) {}

    /**
     * Applies a page: of each version of a row the last record, from the lowest version to the highest. Where a line begins at
     * a version is settled first; how far a new line may reach is seen in the lines as they are then.
     */
    public TableCounts apply(List<Point> page) {
        TreeMap<String, TreeMap<Integer, Point>> last = new TreeMap<>();
        page.forEach(point ->
                last.computeIfAbsent(point.key(), key -> new TreeMap<>()).put(point.version(), point));
        inserted = 0;
        updated = 0;
        deleted = 0;
        last.forEach((key, points) -> apply(rows.computeIfAbsent(key, same -> new TreeMap<>()), points));
        return new TableCounts(
                page.size(), inserted, updated, deleted, page.size() - inserted - updated - deleted);
    }

    private void apply(TreeMap<Integer, Line> lines, TreeMap<Integer, Point> points) {
        TreeMap<Integer, Point> others = new TreeMap<>(points);
        Set<Integer> removed = new HashSet<>();
        points.forEach((at, point) -> {
            Line line = lines.get(at);
            if (line != null && point.gone()) {
                lines.remove(at);
                deleted++;
                removed.add(at);
            } else if (line != null) {
                updated += Objects.equals(line.content(), point.content()) ? 0 : 1;
                lines.put(at, new Line(line.to(), point.content()));
                others.remove(at);
            }
        });
        TreeMap<Integer, Line> before = new TreeMap<>(lines);
        others.forEach((at, point) -> {
            Entry<Integer, Line> floor = lines.floorEntry(at);
            boolean within = floor != null && isWithin(floor.getValue(), at);
            if (point.gone()) {
                if (within) {
                    lines.put(floor.getKey(), new Line(at, floor.getValue().content()));
                    deleted += removed.contains(at) ? 0 : 1;
                }
            } else if (!within || !Objects.equals(floor.getValue().content(), point.content())) {
                if (within) {
                    lines.put(floor.getKey(), new Line(at, floor.getValue().content()));
                }
                Entry<Integer, Line> around = before.floorEntry(at);
                Integer end = around != null && isWithin(around.getValue(), at)
                        ? around.getValue().to()
                        : before.higherKey(at);
                lines.put(at, new Line(end, point.content()));
                inserted++;
            }
        });
    }

    private static boolean isWithin(Line line, int at) {
        return line.to() == null || line.to() > at;
    }

    /** @return the lines as texts, by key and beginning: {@code a 1..3 x} */
    public List<String> lines() {
        List<String> texts = new ArrayList<>();
        rows.forEach((key, lines) -> lines.forEach((from, line) -> texts.add(
                key + " " + from + ".." + (line.to() == null ? "" : line.to()) + " " + line.content())));
        return texts;
    }
}
