package io.cameletl.benchmark.shape;

import io.cameletl.benchmark.database.Database;

/** What the target holds before a load. The source holds the same rows each time, all of them are read. */
public enum Mix {
    NEW("all rows new, empty table"),
    INTO("all rows new, into many others"),
    UPDATED("all rows updated"),
    UNCHANGED("all rows unchanged"),
    TENTH("10 % of the rows updated, 90 % unchanged");

    private final String title;

    Mix(String title) {
        this.title = title;
    }

    public String title() {
        return title;
    }

    /**
     * @param rows of the source, numbered from 1
     * @param others how many others there are with {@link #INTO}
     */
    public void prepare(Database target, Shape shape, int rows, int others) {
        if (this == INTO) {
            shape.leaveOthers(target, rows, others);
        } else {
            shape.truncate(target);
        }
        switch (this) {
            case NEW, INTO -> {}
            case UPDATED -> shape.fill(target, 1, rows, 1);
            case UNCHANGED -> shape.fill(target, 1, rows, 0);
            case TENTH -> shape.fill(target, 1, rows, 10);
        }
        shape.settle(target);
    }
}
