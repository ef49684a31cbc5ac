package io.cameletl;

import java.util.List;

/**
 * The records of one page for one table. A page may hold several, parents before the children that refer to them. This
 * constructor stays when components are added.
 *
 * @param table the table's name as the pipeline's {@code tables} declare it: {@code name} or {@code schema.name}, taken
 *     literally (case matters); a name that holds a dot, or needs it, is written in double quotes
 * @param records maps from column name to value, Java records, or beans; all of one kind and with the same columns.
 *     Properties of records and beans are columns in snake case ({@code updatedAt} is {@code updated_at}) unless a
 *     {@code com.fasterxml.jackson.annotation.JsonProperty} names another
 */
public record TargetData(String table, List<?> records) {}
