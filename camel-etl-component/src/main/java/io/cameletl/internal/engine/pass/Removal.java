package io.cameletl.internal.engine.pass;

/** Rows of the target that are to be deleted, or marked as gone, in a page's transaction. A driver makes it, and its writer knows it. */
public interface Removal {
    /** @return how many of them stayed, since other rows refer to them */
    long kept();
}
