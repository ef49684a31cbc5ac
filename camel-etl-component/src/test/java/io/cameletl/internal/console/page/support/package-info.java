/** Pipelines to be shown, a server that shows them, and a browser that looks. */
package io.cameletl.internal.console.page.support;
