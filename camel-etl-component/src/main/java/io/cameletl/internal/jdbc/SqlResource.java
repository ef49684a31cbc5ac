package io.cameletl.internal.jdbc;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** Reads the named {@code .sql} files that lie beside the classes that execute them. */
public final class SqlResource {
    private SqlResource() {}

    /**
     * @param owner the class beside which the file lies
     * @param file the file's name, as {@code claim.sql}
     * @return its text
     * @throws IllegalArgumentException when there is no such file
     */
    public static String read(Class<?> owner, String file) {
        try (InputStream in = owner.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalArgumentException("no resource " + file + " beside " + owner.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + " beside " + owner.getName(), e);
        }
    }
}
