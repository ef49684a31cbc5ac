/** What every package that speaks SQL shares: quoting of identifiers and the meaning of SQL states. */
@NullMarked
package io.cameletl.jdbc;

import org.jspecify.annotations.NullMarked;
