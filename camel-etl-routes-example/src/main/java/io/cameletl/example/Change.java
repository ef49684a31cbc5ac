package io.cameletl.example;

import java.util.Locale;
import java.util.Random;

/** What happens in a legacy database all day long; each is one transaction in {@code sql/changes}. */
enum Change {
    NEW_NAME(40),
    NEW_PASSWORD(20),
    NEW_USER(15),
    NEW_API_KEY(8),
    DELETED_CREDS(5),
    DELETED_USER(4),
    RENAMED_ORGANIZATION(6),
    NEW_ORGANIZATION(1),
    CLOSED_ORGANIZATION(1);

    /** In a hundred changes. */
    private final int share;

    Change(int share) {
        this.share = share;
    }

    static Change any(Random random) {
        int ticket = random.nextInt(100);
        for (Change change : values()) {
            ticket -= change.share;
            if (ticket < 0) {
                return change;
            }
        }
        throw new AssertionError("the shares do not add up to 100");
    }

    /** @return a statement with two parameters: an existing user's id, and a word to put somewhere */
    String sql() {
        return Sql.load("changes/" + name().toLowerCase(Locale.ROOT));
    }
}
