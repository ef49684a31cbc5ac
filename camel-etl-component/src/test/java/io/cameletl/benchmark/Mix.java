package io.cameletl.benchmark;

/** What the target holds before a load. The source holds the same rows each time, all of them are read. */
enum Mix {
    NEW("all rows new, empty table"),
    INTO("all rows new, into 2 million others"),
    UPDATED("all rows updated"),
    UNCHANGED("all rows unchanged"),
    TENTH("10 % of the rows updated, 90 % unchanged");

    private static final int OTHERS = 2_000_000;

    private final String title;

    Mix(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    /** @param rows of the source, numbered from 1 */
    void prepare(Database target, int rows) {
        if (this == INTO) {
            target.execute("delete from users where " + Users.isUpTo(rows));
            if (target.<Long>value("select count(*) from users") != OTHERS) {
                target.execute("truncate users");
                Users.fill(target, "users", rows + 1, rows + OTHERS, 0);
            }
        } else {
            target.execute("truncate users");
        }
        switch (this) {
            case NEW, INTO -> {}
            case UPDATED -> Users.fill(target, "users", 1, rows, 1);
            case UNCHANGED -> Users.fill(target, "users", 1, rows, 0);
            case TENTH -> Users.fill(target, "users", 1, rows, 10);
        }
        target.execute("vacuum analyze users", "checkpoint");
    }
}
