package io.cameletl.internal.postgres.support;

import io.cameletl.TableCounts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
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

    private record Line(@Nullable Integer to, @Nullable String content, int version) {
        Line until(int end) {
            return new Line(end, content, version);
        }
    }

    /**
     * A record.
     *
     * @param gone whether it says that the row is gone
     */
    public record Point(String key, int version, @Nullable String content, boolean gone) {}

    /**
     * Applies a page: of each version of a row the last record, from the lowest version to the highest. Since when each is valid
     * is settled first, then what becomes of lines that begin there; how far a new line may reach is seen in the lines as they
     * are then.
     *
     * @param late how many of the first records come later than their place in the source
     */
    public TableCounts apply(List<Point> page, int late) {
        TreeMap<String, TreeMap<Integer, Point>> last = new TreeMap<>();
        Set<Point> now = Collections.newSetFromMap(new IdentityHashMap<>());
        page.forEach(point ->
                last.computeIfAbsent(point.key(), key -> new TreeMap<>()).put(point.version(), point));
        now.addAll(page.subList(late, page.size()));
        inserted = 0;
        updated = 0;
        deleted = 0;
        last.forEach((key, points) -> {
            TreeMap<Integer, Line> lines = rows.computeIfAbsent(key, same -> new TreeMap<>());
            TreeMap<Integer, Point> placed = new TreeMap<>();
            points.values().forEach(point -> placed.put(since(lines, point, now.contains(point)), point));
            apply(lines, placed);
        });
        return new TableCounts(page.size(), inserted, updated, deleted, page.size() - inserted - updated - deleted);
    }

    private static int since(TreeMap<Integer, Line> lines, Point point, boolean now) {
        Integer again = lines.entrySet().stream()
                .filter(line -> line.getValue().version() == point.version() && line.getKey() > point.version())
                .map(Entry::getKey)
                .findFirst()
                .orElse(null);
        Entry<Integer, Line> last = lines.lastEntry();
        if (again != null) {
            return again;
        }
        if (last == null || !now || point.version() <= last.getValue().version()) {
            return point.version();
        }
        Integer end = last.getValue().to();
        return Math.max(point.version(), end == null ? last.getKey() : end);
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
                if (!Objects.equals(line.content(), point.content())) {
                    updated++;
                    lines.put(at, new Line(line.to(), point.content(), point.version()));
                }
                others.remove(at);
            }
        });
        TreeMap<Integer, Line> before = new TreeMap<>(lines);
        others.forEach((at, point) -> {
            Entry<Integer, Line> floor = lines.floorEntry(at);
            boolean within = floor != null && isWithin(floor.getValue(), at);
            if (point.gone()) {
                if (within) {
                    lines.put(floor.getKey(), floor.getValue().until(at));
                    deleted += removed.contains(at) ? 0 : 1;
                }
            } else if (!within || !Objects.equals(floor.getValue().content(), point.content())) {
                if (within) {
                    lines.put(floor.getKey(), floor.getValue().until(at));
                }
                Entry<Integer, Line> around = before.floorEntry(at);
                Integer end = around != null && isWithin(around.getValue(), at)
                        ? around.getValue().to()
                        : before.higherKey(at);
                lines.put(at, new Line(end, point.content(), point.version()));
                inserted++;
            }
        });
    }

    private static boolean isWithin(Line line, int at) {
        return line.to() == null || line.to() > at;
    }

    /** @return the lines as texts, by key and beginning: {@code a 1..3 x v1} */
    public List<String> lines() {
        List<String> texts = new ArrayList<>();
        rows.forEach((key, lines) -> lines.forEach((from, line) -> texts.add(key + " " + from + ".."
                + (line.to() == null ? "" : line.to()) + " " + line.content() + " v" + line.version())));
        return texts;
    }
}
