package io.cameletl.internal.postgres.plan;

import io.cameletl.internal.jdbc.QualifiedName;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Names of staging tables: unique to the pipeline, the run, the table and its number within the run, readable as far as
 * 63 bytes reach. A stale holder never shares a table with the new one.
 */
public final class StagingName {
    private static final int MAX_BYTES = 63;

    private StagingName() {}

    public static String of(String pipeline, String runId, QualifiedName table, int number) {
        StringBuilder name = new StringBuilder("etl_")
                .append(hash(pipeline + '\0' + runId + '\0' + table.sql() + '\0' + number))
                .append('_');
        int bytes = name.length();
        int[] readable = table.name().codePoints().toArray();
        for (int codePoint : readable) {
            String character = Character.toString(codePoint);
            bytes += character.getBytes(StandardCharsets.UTF_8).length;
            if (bytes > MAX_BYTES) {
                break;
            }
            name.append(character);
        }
        return name.toString();
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
