package io.cameletl.internal.console.alone;

import io.cameletl.internal.adapter.control.Role;
import io.cameletl.internal.adapter.control.Roles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Who may do what, by a file of lines such as {@code anna = repair her-password}. Immutable. */
final class Users {
    /** No name is a star, which would stand for everybody where roles are given. */
    private static final Pattern LINE = Pattern.compile("(?!\\*\\s*=)([^\\s=:]+)\\s*=\\s*(\\S+)\\s+(.+)");

    private final Map<String, User> byName;

    private record User(Role role, String password) {}

    private Users(Map<String, User> byName) {
        this.byName = byName;
    }

    /** @throws IllegalArgumentException with a sentence that says what is wrong with the file, and no password */
    static Users of(Path file) {
        try {
            if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
                Set<PosixFilePermission> others = EnumSet.of(
                        PosixFilePermission.GROUP_READ,
                        PosixFilePermission.GROUP_WRITE,
                        PosixFilePermission.OTHERS_READ,
                        PosixFilePermission.OTHERS_WRITE);
                others.retainAll(Files.getPosixFilePermissions(file));
                if (!others.isEmpty()) {
                    throw new IllegalArgumentException("the file of users " + file
                            + " has passwords and can be read or written by others: chmod 600 " + file);
                }
            }
            return of(file, Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalArgumentException("the file of users " + file + " cannot be read", e);
        }
    }

    private static Users of(Path file, List<String> lines) {
        Map<String, User> users = new HashMap<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            Role role = parts.matches() ? role(parts.group(2)) : null;
            if (role == null) {
                throw new IllegalArgumentException("line " + (i + 1) + " of " + file
                        + " is not \"name = role password\", with the role view, operate or repair");
            }
            if (users.put(parts.group(1), new User(role, parts.group(3))) != null) {
                throw new IllegalArgumentException("line " + (i + 1) + " of " + file + " names somebody a second time");
            }
        }
        return new Users(users);
    }

    private static @Nullable Role role(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "view" -> Role.VIEW;
            case "operate" -> Role.OPERATE;
            case "repair" -> Role.REPAIR;
            default -> null;
        };
    }

    Roles roles() {
        return new Roles(named(Role.VIEW), named(Role.OPERATE), named(Role.REPAIR));
    }

    private Set<String> named(Role role) {
        Set<String> names = new HashSet<>();
        byName.forEach((name, user) -> {
            if (user.role == role) {
                names.add(name);
            }
        });
        return names;
    }

    /**
     * @param authorization the header; null for none
     * @return the user's name; empty when it is not theirs, or there is none
     */
    Set<String> authenticated(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, "Basic ", 0, 6)) {
            return Set.of();
        }
        String given;
        try {
            given = new String(
                    Base64.getDecoder().decode(authorization.substring(6).strip()), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            return Set.of();
        }
        int colon = given.indexOf(':');
        User user = colon < 0 ? null : byName.get(given.substring(0, colon));
        byte[] password = given.substring(colon + 1).getBytes(StandardCharsets.UTF_8);
        // compared also where there is no such user, so that the time does not tell
        boolean same =
                MessageDigest.isEqual((user == null ? "" : user.password).getBytes(StandardCharsets.UTF_8), password);
        return user != null && same ? Set.of(given.substring(0, colon)) : Set.of();
    }
}
