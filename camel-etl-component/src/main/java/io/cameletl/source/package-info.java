/** Sources over databases: the built-in query with its keyset paging, and what endpoint sources share with it. */
@NullMarked
package io.cameletl.source;

import org.jspecify.annotations.NullMarked;
