/**
 * What every room that speaks SQL shares: connections, names, statements, SQL states. Nothing here knows of pipelines.
 */
@NullMarked
package io.cameletl.internal.jdbc;

import org.jspecify.annotations.NullMarked;
