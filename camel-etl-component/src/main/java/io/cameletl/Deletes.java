package io.cameletl;

/** What becomes of the target's row when a record says that it is gone. */
public enum Deletes {
    /** It is deleted; with {@link Strategy#HISTORY} its line is closed. */
    DELETE,
    /** It stays, and its {@code deletedColumn} gets the record's value. */
    MARK,
    /** It stays as it is. */
    IGNORE
}
