/** What tests of the console in a Camel context need. */
package io.cameletl.internal.adapter.console.support;
