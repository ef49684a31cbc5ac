package io.cameletl;

/** What {@code operation=reconcile} does with rows of the target that the source has not, or has as deleted. */
public enum Surplus {
    /** They are deleted, unless they are more than {@code maxSurplus}: then nothing is. */
    DELETE,
    /** They are counted and told of, and stay. */
    REPORT
}
