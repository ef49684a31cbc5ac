package io.cameletl.internal.engine.driver;

/**
 * How many records of a page may be left out of the target. With one more, or where the writer cannot tell which records
 * are to blame, nothing of the page is written.
 *
 * @param rejects how many bad records may be set aside; 0 for none
 * @param postponed how many records may wait for rows that they refer to, those from before this page included; 0 for none
 */
public record PageLimits(int rejects, int postponed) {
    /** The first record that the target refuses fails the page. */
    public static final PageLimits NONE = new PageLimits(0, 0);
}
