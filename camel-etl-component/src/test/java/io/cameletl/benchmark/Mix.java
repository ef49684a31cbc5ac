package io.cameletl.benchmark;

/** What the target holds before a load. The source holds the same rows each time, all of them are read. */
enum Mix {
    NEW("all rows new"),
    UNCHANGED("all rows unchanged"),
    TENTH("10 % of the rows updated, 90 % unchanged");

    private final String title;

    Mix(String title) {
        this.title = title;
    }

    String title() {
        return title;
    }

    void prepare(Database target, int rows) {
        target.execute("truncate users");
        switch (this) {
            case NEW -> {}
            case UNCHANGED -> Users.fill(target, "users", rows, 0);
            case TENTH -> Users.fill(target, "users", rows, 10);
        }
        target.execute("vacuum analyze users", "checkpoint");
    }
}
