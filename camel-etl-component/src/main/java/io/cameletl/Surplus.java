package io.cameletl;

/** What {@code operation=reconcile} does with rows of the target that the source has not, or has as deleted. */
public enum Surplus {
    /** They are deleted, unless they are more than {@code maxSurplus}: then nothing is. */
    DELETE,
    /**
     * They stay, and are marked as gone in the table's {@code deletedColumn}, unless they are more than {@code maxSurplus}: then
     * none is. Needs {@link Deletes#MARK}.
     */
    MARK,
    /** They are counted and told of, and stay. */
    REPORT
}
