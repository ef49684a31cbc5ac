/** What tests of the console need. */
package io.cameletl.internal.console.support;
