/**
 * The console's and the API's requests and answers over HTTP: which there are, who may make them, and what a browser must
 * not be made to do. It serves under any server; how one hands over a request is the business of each.
 */
@NullMarked
package io.cameletl.internal.console.http;

import org.jspecify.annotations.NullMarked;
