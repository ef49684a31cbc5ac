package io.cameletl;

/** What becomes of a page whose records have columns that their table lacks. */
public enum SchemaChanges {
    /** The page fails, and says what to run. */
    FAIL,
    /** The columns are added to the table in the page's transaction, nullable, of the source's types. */
    ADD_COLUMNS,
    /** The page is loaded without them; that is told once. */
    IGNORE
}
