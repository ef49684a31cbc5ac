package io.cameletl.internal.engine.spec;

/** A source that can tell what the first of its cursor's columns is. */
public interface FirstColumn {
    /**
     * @return whether it is a text: one that looks like a time, or like the greatest of all numbers, is none
     * @throws Exception when the source cannot be asked
     */
    boolean isText() throws Exception;
}
