/**
 * What people may do with a pipeline, by JMX or whatever way: roles, who sees values, how often, and that it is written
 * down. How somebody is told apart from others, and how answers are written, is the business of each way.
 */
@NullMarked
package io.cameletl.internal.adapter.control;

import org.jspecify.annotations.NullMarked;
