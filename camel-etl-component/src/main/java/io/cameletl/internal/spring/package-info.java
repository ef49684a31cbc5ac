/**
 * What Spring Boot finds of the component by itself: the properties below {@code camel.component.etl}, and the console as a
 * mapping of its web server. What an option means is not known here; health, meters and routes need nothing of Spring's.
 */
@NullMarked
package io.cameletl.internal.spring;

import org.jspecify.annotations.NullMarked;
