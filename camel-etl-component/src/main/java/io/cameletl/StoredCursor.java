package io.cameletl;

/**
 * A cursor as the store keeps it. Made by camel-etl only; components may be added in minor releases.
 *
 * @param type the name of the cursor's type; compared, never loaded
 * @param json its value
 */
public record StoredCursor(String type, String json) {}
