/**
 * What people see and do at the console: what the state tables say and what this process knows, put together, without the
 * values that a viewer may not see. How they ask for it, and how it is shown, is not known here.
 */
@NullMarked
package io.cameletl.internal.console.desk;

import org.jspecify.annotations.NullMarked;
